import { measure, median, ratios } from './measure.mjs';
import { isRunnable, RIVALS } from './rivals.mjs';

const INPUTS = {
  folder: ['folder'],
  bundle: ['bundle.tgz'],
  bundles: [1, 2, 3, 4].map((host) => `bundles/host${host}.tgz`),
  startup: ['small.log'],
};
const HOLDS = { folder: 'folder', bundle: 'bundle', bundles: 'bundles', startup: 'small' };
const MEMORY_RUNS = 3;

/** The names of the comparisons. */
export const SCENARIOS = Object.keys(INPUTS);

/** Returns the rivals of a comparison, installed or not. */
export const rivalsOf = (name, node) => RIVALS[name](node, INPUTS[name]);

/** Runs one comparison: this program against each rival that is installed, checked, timed and weighed. */
export async function runScenario(name, { corpus, node, cli, rounds, meter, say }) {
  const rivals = rivalsOf(name, node);
  const ours = oursOf(name, node, cli);
  const commands = [ours, ...rivals.filter(isRunnable)];
  const log = (line) => say(`${name}: ${line}`);
  const results = await measure(commands, { rounds, cwd: corpus.dir, say: log });
  const holds = corpus[HOLDS[name]];
  const own = results.get(ours.id);
  checkOwn(name, own.output, holds);
  const rows = [ours, ...rivals].map((command) => rowOf(command, results.get(command.id), own.times));
  return { name, holds, rows, peakKiB: await peaks(ours, meter, corpus.dir) };
}

function oursOf(name, node, cli) {
  const args = [...INPUTS[name], '--format', 'raw'];
  // Code 1 says that some stop is long, which is true of this corpus; 2 would say that something was not read.
  const shown = `stuntime ${args.join(' ')}`;
  return { id: 'stuntime', argv: [node, cli, ...args], shown, needs: [], finds: 'lines', exitCodes: [0, 1] };
}

function rowOf(command, result, ownTimes) {
  const { id, shell, shown, goal = null, limit = null } = command;
  const row = { id, command: shell ?? shown, goal, limit };
  if (result === undefined) return { ...row, installed: false };
  const { times, output } = result;
  const found = foundIn(command, output);
  return {
    ...row,
    installed: true,
    ...found,
    times,
    medianMs: median(times),
    ratio: ratios(ownTimes, times),
  };
}

/** Says of each ratio that is over its limit by how much. */
export function excesses({ name, rows }) {
  const over = rows.filter(
    ({ installed, ratio, limit }) => installed && limit !== null && ratio.median > limit,
  );
  return over.map(
    ({ id, ratio, limit }) =>
      `${name}: ${ratio.median.toFixed(2)} times as long as ${id}, at most ${limit} is allowed`,
  );
}

function foundIn({ finds }, output) {
  if (finds === 'nothing') return {};
  if (finds === 'bytes') return { bytes: Number(output.toString().trim()) };
  const found = linesOf(output);
  return { lines: found.length, zeros: found.filter((line) => /^0[\s-]/.test(line)).length };
}

// Nobody is fast by doing nothing: every stop that the corpus holds must be there, each with its right figure.
function checkOwn(name, output, holds) {
  const found = linesOf(output);
  const totalUs = found.reduce((sum, line) => sum + Number(line.split('\t')[0]), 0);
  if (found.length === holds.stops && totalUs === holds.totalUs) return;
  throw new Error(
    `${name}: stuntime printed ${found.length} stops of ${totalUs} us in all, the corpus holds ${holds.stops} of ${holds.totalUs} us`,
  );
}

// The highest of some runs: the garbage collector makes one run differ from the next.
async function peaks(command, meter, cwd) {
  if (meter === null) return null;
  let peak = 0;
  for (let run = 0; run < MEMORY_RUNS; run++) peak = Math.max(peak, await meter.peakKiB(command, cwd));
  return peak;
}

function linesOf(output) {
  const text = output.toString('latin1').trimEnd();
  return text === '' ? [] : text.split('\n');
}
