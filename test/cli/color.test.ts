import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { FIXTURES, stuntime } from '../support/command.js';
import { tempFolder } from '../support/temp.js';
import { COLUMNS, inTerminal, NO_TERMINAL, withoutColor } from '../support/terminal.js';

const ESCAPE = '\u001b';
const LOG = join(FIXTURES, 'logs/esxi8-pairs');

interface Case {
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly colored: boolean;
}

const CASES: readonly Case[] = [
  { colored: false },
  { env: { FORCE_COLOR: '1' }, colored: true },
  { env: { FORCE_COLOR: '' }, colored: true },
  { env: { FORCE_COLOR: '0' }, colored: false },
  { env: { FORCE_COLOR: 'false' }, colored: false },
  { env: { NO_COLOR: '1' }, colored: false },
  { env: { NO_COLOR: '1', FORCE_COLOR: '1' }, colored: false },
  { env: { NO_COLOR: '', FORCE_COLOR: '1' }, colored: true },
  { args: ['--color', 'always'], colored: true },
  { args: ['--color=always'], env: { NO_COLOR: '1' }, colored: true },
  { args: ['--color', 'always'], env: { TERM: 'dumb' }, colored: true },
  { args: ['--color', 'never'], env: { FORCE_COLOR: '1' }, colored: false },
  { args: ['--no-color'], env: { FORCE_COLOR: '1' }, colored: false },
  { args: ['--color', 'auto'], env: { FORCE_COLOR: '1' }, colored: true },
  { args: ['--color', 'auto'], colored: false },
];

for (const { args = [], env = {}, colored } of CASES) {
  const given = [...Object.entries(env).map((pair) => pair.join('=')), ...args].join(' ');
  test(`${given === '' ? 'nothing said' : given}: ${colored ? 'colours' : 'no colours'}`, async () => {
    const { stdout, code } = await stuntime([...args, LOG], { env });
    assert.equal(stdout.includes(ESCAPE), colored);
    assert.equal(code, 1);
  });
}

test('colours are all that colours change', async () => {
  const plain = await stuntime(['--no-color', LOG]);
  const painted = await stuntime(['--color', 'always', LOG]);
  assert.equal(withoutColor(painted.stdout), plain.stdout);
});

test('machine formats and files have no colours by themselves', async (t) => {
  const env = { FORCE_COLOR: '1' };
  for (const format of ['json', 'ndjson', 'csv', 'tsv', 'raw', 'markdown']) {
    const { stdout } = await stuntime(['-f', format, '--color', 'always', LOG], { env });
    assert.ok(!stdout.includes(ESCAPE), format);
  }
  const cwd = await tempFolder(t);
  await stuntime(['-o', 'report', LOG], { cwd, env });
  assert.deepEqual(await readdir(cwd), ['report']);
  assert.ok(!(await readFile(join(cwd, 'report'), 'utf8')).includes(ESCAPE));
});

test('a terminal has colours, and lines that fit', { skip: NO_TERMINAL }, async () => {
  const { stdout, code } = await inTerminal('esx-demo.tgz --top 3');
  assert.ok(stdout.includes(ESCAPE));
  assert.equal(code, 1);
  const plain = withoutColor(stdout);
  for (const line of plain.split('\n')) assert.ok(line.length <= COLUMNS, line);
  assert.match(plain, /4\.622 s/);
});

test('a terminal knows its width better than COLUMNS', { skip: NO_TERMINAL }, async () => {
  const plain = await inTerminal('esx-demo.tgz --top 3');
  const told = await inTerminal('esx-demo.tgz --top 3', { env: { COLUMNS: '50' } });
  assert.equal(told.stdout, plain.stdout);
});

test('a dumb terminal has none', { skip: NO_TERMINAL }, async () => {
  const { stdout } = await inTerminal('esx-demo.tgz --top 3', { env: { TERM: 'dumb' } });
  assert.match(stdout, /4\.622 s/);
  assert.ok(!stdout.includes(ESCAPE));
});
