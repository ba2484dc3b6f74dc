import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { test } from 'node:test';
import { DIAGNOSTICS } from '../../src/model/diagnostic.js';
import { OPTIONS } from '../../src/options.js';
import { loadReporter } from '../../src/reporters/index.js';
import { run } from '../../src/run.js';
import { checkAnalysis } from '../../src/settings/analysis.js';

// UPDATE_GOLDEN=1 node test/run.mjs readme writes the outputs and the table of diagnostics anew.
const README = 'README.md';

/** The outputs that the README shows, by the marks around them. */
const SHOWN = {
  demo: { path: 'fixtures/esx-demo.tgz', top: 3, explain: false },
  damage: { path: 'fixtures/bundles/damaged.log.gz', top: 1, explain: false },
  night: { path: 'fixtures/logs/night-explained', top: 2, explain: true },
} as const;

async function outputOf({ path, top, explain }: (typeof SHOWN)[keyof typeof SHOWN]): Promise<string> {
  const report = await run({ paths: [path], stdin: null }, checkAnalysis({}, new Date()), '');
  const { render } = await loadReporter('table');
  const options = { rows: 'stops', top, zone: 'UTC', width: 100, color: false, explain } as const;
  return [...render(report, options)].join('');
}

for (const [mark, shown] of Object.entries(SHOWN)) {
  test(`the output of ${shown.path} in the README is what the program prints`, async () => {
    const block = new RegExp(`(<!-- ${mark} -->\n\`\`\`\n)([\\s\\S]*?)(\`\`\`\n<!-- /${mark} -->)`);
    const readme = readFileSync(README, 'utf8');
    const output = await outputOf(shown);
    if (process.env.UPDATE_GOLDEN === '1') writeFileSync(README, readme.replace(block, `$1${output}$3`));
    else assert.equal(block.exec(readme)?.[2], output);
  });
}

const DIAGNOSTICS_HEAD = `| kind | severity | exit 2 | what it means | what to do |
| --- | --- | --- | --- | --- |
`;

function diagnosticsTable(): string {
  const rows = Object.entries(DIAGNOSTICS).map(([kind, each]) => {
    const { severity, unread, meaning, remedy } = each;
    const isHiding = 'hidesStops' in each;
    const cells = [`\`${kind}\``, severity, unread ? 'yes' : isHiding ? '`--strict`' : '', meaning, remedy];
    return `| ${cells.map((text) => text.replaceAll('|', '\\|')).join(' | ')} |\n`;
  });
  return DIAGNOSTICS_HEAD + rows.join('');
}

test('the README names every kind of diagnostic, what it means and what to do', () => {
  const block = /(?<=<!-- diagnostics -->\n)[\s\S]*?(?=<!-- \/diagnostics -->)/;
  const readme = readFileSync(README, 'utf8');
  assert.match(readme, block);
  if (process.env.UPDATE_GOLDEN === '1')
    writeFileSync(
      README,
      readme.replace(block, () => diagnosticsTable()),
    );
  else assert.equal(block.exec(readme)?.[0], diagnosticsTable());
});

test('the README names every option with all the words that it takes', () => {
  const readme = readFileSync(README, 'utf8');
  for (const { name, alias, value, choices = [] } of OPTIONS) {
    // Other options' rows may speak of it.
    const row = readme
      .split('\n')
      .find((line) => line.startsWith('| `') && line.split(' | ')[0]?.includes(`--${name}`));
    assert.ok(row !== undefined, `--${name} is missing`);
    if (value !== null) assert.ok(row.includes(`--${name} ${value}`), `--${name} ${value}`);
    if (alias !== undefined) assert.ok(row.includes(`-${alias}, --${name}`), `-${alias}`);
    for (const choice of choices) assert.ok(row.includes(choice), `--${name} ${choice}`);
  }
});
