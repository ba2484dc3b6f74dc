import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { test } from 'node:test';
import { OPTIONS } from '../../src/options.js';
import { loadReporter } from '../../src/reporters/index.js';
import { run } from '../../src/run.js';
import { checkAnalysis } from '../../src/settings/analysis.js';

// UPDATE_GOLDEN=1 node test/run.mjs readme writes the output anew.
const README = 'README.md';
const DEMO = /(<!-- demo -->\n```\n)([\s\S]*?)(```\n<!-- \/demo -->)/;

async function demoOutput(): Promise<string> {
  const input = { paths: ['fixtures/esx-demo.tgz'], stdin: null };
  const report = await run(input, checkAnalysis({}, new Date()), '');
  const { render } = await loadReporter('table');
  const options = { rows: 'stops', top: 3, zone: 'UTC', width: 100, color: false } as const;
  return [...render(report, options)].join('');
}

test('the output that the README opens with is what the program prints', async () => {
  const readme = readFileSync(README, 'utf8');
  const output = await demoOutput();
  if (process.env.UPDATE_GOLDEN === '1') writeFileSync(README, readme.replace(DEMO, `$1${output}$3`));
  else assert.equal(DEMO.exec(readme)?.[2], output);
});

test('the README names every option with all the words that it takes', () => {
  const readme = readFileSync(README, 'utf8');
  for (const { name, alias, value, choices = [] } of OPTIONS) {
    const row = readme.split('\n').find((line) => line.startsWith('| `') && line.includes(`--${name}`));
    assert.ok(row !== undefined, `--${name} is missing`);
    if (value !== null) assert.ok(row.includes(`--${name} ${value}`), `--${name} ${value}`);
    if (alias !== undefined) assert.ok(row.includes(`-${alias}, --${name}`), `-${alias}`);
    for (const choice of choices) assert.ok(row.includes(choice), `--${name} ${choice}`);
  }
});
