const TITLES = {
  folder: 'A folder of logs',
  bundle: 'A vm-support bundle',
  bundles: 'Four vm-support bundles at once',
  startup: 'One small log (start-up)',
};

/** Renders everything that was measured as Markdown. */
export function renderReport({ machine, corpus, scenarios, meter, rounds }) {
  const parts = [
    header(machine, corpus, rounds),
    ...scenarios.map(renderScenario),
    memoryTable(scenarios, meter),
    zeros(scenarios),
  ];
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}

function header(machine, corpus, rounds) {
  const { folder, bundle, bundles, small } = corpus;
  const sizes = `folder ${size(folder.bytes)} in ${folder.files} logs, bundle ${size(bundle.tarBytes)} in ${size(bundle.tgzBytes)}, four bundles ${size(bundles.tarBytes)} in ${size(bundles.tgzBytes)}, small log ${size(small.bytes)}`;
  return [
    `- Node: ${machine.node}`,
    `- Machine: ${machine.platform}, ${machine.cores} cores, ${machine.memoryGiB} GiB`,
    `- Corpus: ${sizes} (scale ${corpus.scale}, seed ${corpus.seed})`,
    `- Rounds: ${rounds} after a warm-up, commands in turn, medians; warm cache, LC_ALL=C`,
    `- Tools: ${machine.tools.join('; ')}`,
  ].join('\n');
}

function renderScenario({ name, holds, rows }) {
  const title = `## ${TITLES[name]}: ${holds.stops} stops in ${size(holds.bytes)} of VM logs`;
  const columns = ['way', "stuntime's time ÷ its", 'lowest to highest', 'goal', 'found', 'command'];
  return `${title}\n\n${table(columns, rows.map(cells))}`;
}

function cells(row) {
  const command = `\`${row.command.replaceAll('|', '\\|')}\``;
  if (!row.installed) return [row.id, 'not installed', '', goal(row), '', command];
  const { median, low, high } = row.ratio;
  return [row.id, figure(median), `${figure(low)} to ${figure(high)}`, goal(row), found(row), command];
}

function goal({ goal, installed, ratio }) {
  if (goal === null) return '';
  if (!installed) return `at most ${figure(goal)}`;
  return `at most ${figure(goal)}: ${ratio.median <= goal ? 'reached' : 'not reached'}`;
}

function found({ lines, zeros, bytes }) {
  if (bytes !== undefined) return `${bytes} bytes`;
  if (lines === undefined) return '';
  return zeros > 0 ? `${lines} lines, ${zeros} with the figure 0` : `${lines} lines`;
}

function memoryTable(scenarios, meter) {
  if (meter === null) return 'Peak memory: skipped, neither GNU time nor /proc is here.';
  const rows = scenarios.map(({ name, peakKiB }) => [TITLES[name], `${Math.round(peakKiB / 1024)} MiB`]);
  return `## Peak memory of stuntime (${meter.name}, highest of three runs)\n\n${table(['run', 'peak'], rows)}`;
}

function zeros(scenarios) {
  const rows = scenarios.find(({ name }) => name === 'folder')?.rows ?? [];
  const published = rows.find(({ id, installed }) => id === 'published one-liner' && installed);
  if (published === undefined) return '';
  const share = Math.round((100 * published.zeros) / published.lines);
  return `The published one-liner printed ${published.lines} lines; for ${published.zeros} of them (${share} %) its figure is 0, and they sort to the end.`;
}

function table(columns, rows) {
  const line = (values) => `| ${values.join(' | ')} |`;
  return [line(columns), line(columns.map(() => '---')), ...rows.map(line)].join('\n');
}

const figure = (ratio) => ratio.toFixed(2);
const size = (bytes) => (bytes < 1e6 ? `${Math.round(bytes / 1e3)} kB` : `${Math.round(bytes / 1e6)} MB`);
