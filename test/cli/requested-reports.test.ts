import assert from 'node:assert/strict';
import { readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { readArguments } from '../../src/cli/args.js';
import { UsageError } from '../../src/settings/usage-error.js';
import { stuntime } from '../support/command.js';
import { tempFolder } from '../support/temp.js';

const LOGS = 'logs/esxi7-backup';

for (const [words, reports] of [
  ['', 'table -'],
  ['-f json', 'json -'],
  ['-o r.json', 'json r.json'],
  ['-o R.JSON', 'json R.JSON'],
  ['-o r.sarif.json', 'sarif r.sarif.json'],
  ['-o junit.xml', 'junit junit.xml'],
  ['-o r', 'table r'],
  ['-o json', 'table json'],
  ['-f gitlab -o r.json', 'gitlab r.json'],
  ['-o r.json -f gitlab', 'gitlab r.json'],
  ['--output=r.json --format=gitlab', 'gitlab r.json'],
  ['-f markdown -o a -f junit -o b', 'markdown a, junit b'],
  ['-f table -f junit -o b', 'table -, junit b'],
  ['-f junit -o b -f table', 'junit b, table -'],
  ['-f junit -o b -o c.csv', 'junit b, csv c.csv'],
  ['-o a.md -o b.xml -o -', 'markdown a.md, junit b.xml, table -'],
] as const) {
  test(`"${words}" asks for ${reports}`, () => {
    assert.equal(requested(words.split(' ').filter((word) => word !== '')), reports);
  });
}

for (const [words, complaint] of [
  ['-f json -f table', /^json and table would both go to stdout; give each --format an --output of its own$/],
  ['-o r -f json -o ./r', /--format is for which --output is not clear/],
  ['-o a.html -f json -o b.xml -f junit', /name each format before its file/],
  ['-f json -o r -f csv -o ./r', /^json and csv would both go to --output ".\/r"; name another file/],
  ['-f json -o r -f no', /^--format "no" is not accepted/],
  ['-f json -o r -o', /^--output needs a value/],
  ['-f table -f junit -o b --rows stops', /^--rows has no effect with --format table and junit/],
] as const) {
  test(`"${words}" is bad usage`, () => {
    assert.throws(
      () => requested(words.split(' ')),
      (error) => error instanceof UsageError && complaint.test(error.message),
    );
  });
}

test('an option that has an effect in one of the formats is taken', () => {
  assert.equal(requested('-f junit -o b -f csv -o c --rows events'.split(' ')), 'junit b, csv c');
});

test('each report of a run is what it is alone, and standard input is read once for all', async (t) => {
  const folder = await tempFolder(t);
  const [json, csv] = [join(folder, 'r.json'), join(folder, 'r.csv')];
  const stdin = await readFile(new URL(`../../../fixtures/${LOGS}/vmware.log`, import.meta.url));
  const all = await stuntime(['-f', 'table', '-f', 'csv', '-o', csv], { stdin });
  const both = await stuntime(['-f', 'json', '-o', json, '-f', 'raw'], { stdin });
  assert.equal(all.code, 0);
  assert.equal(all.stdout, (await stuntime([], { stdin })).stdout);
  assert.equal(await readFile(csv, 'utf8'), (await stuntime(['-f', 'csv'], { stdin })).stdout);
  assert.equal(both.stdout, (await stuntime(['-f', 'raw'], { stdin })).stdout);
  assert.equal(await readFile(json, 'utf8'), (await stuntime(['-f', 'json'], { stdin })).stdout);
});

test('two names of one file are one output', async (t) => {
  const folder = await tempFolder(t);
  await writeFile(join(folder, 'a'), '');
  await symlink('a', join(folder, 'link'));
  for (const [one, other] of [
    ['a', 'link'],
    ['new', './new'],
    ['/dev/fd/3', '/proc/self/fd/3'],
  ] as const) {
    const { code, stderr } = await stuntime(['-f', 'json', '-o', one, '-f', 'csv', '-o', other, '/x'], {
      cwd: folder,
    });
    assert.equal(code, 2);
    assert.match(stderr, /would both go to/);
  }
});

test('a report never replaces its baseline or its settings', async (t) => {
  const folder = await tempFolder(t);
  const [base, settings] = [join(folder, 'base.json'), join(folder, 's.json')];
  await stuntime(['-o', base, LOGS]);
  await writeFile(settings, '{}');
  for (const args of [
    ['--baseline', base, '-o', base],
    ['--config', settings, '-o', settings],
  ])
    assert.match((await stuntime([...args, LOGS])).stderr, /would replace .*, which is one of the inputs/);
});

test('where one report has no place, all files stay as they were', async (t) => {
  const folder = await tempFolder(t);
  const kept = join(folder, 'kept.json');
  await writeFile(kept, 'old');
  const { code, stderr } = await stuntime(['-o', kept, '-o', join(folder, 'none', 'r.xml'), LOGS]);
  assert.equal(code, 2);
  assert.match(stderr, /^stuntime: --output ".*r\.xml": .*; it takes a file in a folder that is there\n$/);
  assert.equal(await readFile(kept, 'utf8'), 'old');
  assert.deepEqual(await readdir(folder), ['kept.json']);
});

test('a format with exit codes of its own decides where it goes to standard output, or is the first of files', async (t) => {
  const path = join(await tempFolder(t), 'r.txt');
  const codeOf = async (...args: string[]) => (await stuntime([...args, '-q', '1s', LOGS])).code;
  assert.equal(await codeOf('-f', 'nagios', '-o', path), 2);
  assert.equal(await codeOf('-f', 'nagios', '-f', 'json', '-o', path), 2);
  assert.equal(await codeOf('-f', 'nagios', '-o', path, '-f', 'table'), 1);
});

function requested(words: readonly string[]): string {
  const command = readArguments(words, {
    version: '1.2.3',
    now: new Date(0),
    columns: null,
    shell: '',
    cwd: '/',
  });
  assert.ok(command.kind === 'report');
  return command.settings.reports.map(({ shown, output }) => `${shown.format} ${output ?? '-'}`).join(', ');
}
