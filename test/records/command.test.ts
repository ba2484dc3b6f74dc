import assert from 'node:assert/strict';
import { existsSync, truncateSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { FORMATS } from '../../src/reporters/index.js';
import { begin, FIXTURES, finished, shell, stuntime } from '../support/command.js';
import { logText, unstunLine } from '../support/log-lines.js';
import { plant, tempFolder } from '../support/temp.js';
import { until } from '../support/waiting.js';

const START = Date.UTC(2024, 2, 7);

/** A log of so many stops. */
function stops(count: number): string {
  return logText(
    Array.from({ length: count }, (_, index) =>
      unstunLine('I125', 7_000, { at: new Date(START + index * 1000) }),
    ),
  );
}

test('each format shows the same on records as on the logs', async (t) => {
  const records = join(await tempFolder(t), 'all.records');
  const inputs = ['esx-demo.tgz', 'logs/quiesce-failed', 'guest/published', 'bundles/cut-late.tgz'];
  const written = await stuntime(['-o', records, ...inputs]);
  assert.equal(written.code, 2);
  for (const { name } of FORMATS) {
    const options = ['-f', name, '--qos', '4s', '--vm', '*'];
    const { stdout, code } = await stuntime([...options, ...inputs], { env: { COLUMNS: '100' } });
    const judged = await stuntime([...options, records], { env: { COLUMNS: '100' } });
    assert.deepEqual({ stdout: judged.stdout, code: judged.code }, { stdout, code }, name);
    assert.ok(stdout.length > 0);
  }
});

test('a signal leaves no file of records', async (t) => {
  const cwd = await tempFolder(t);
  const child = begin(['-o', 'a.records', '--progress', 'always', '-'], { cwd });
  const outcome = finished(child);
  let said = '';
  child.stderr.on('data', (piece: Buffer) => {
    said += piece.toString('utf8');
  });
  child.stdin.write(stops(30));
  await until(async () => / [1-9]\d* stops/.test(said), 'progress');
  child.kill('SIGTERM');
  assert.equal((await outcome).code, 143);
  assert.deepEqual(await readdir(cwd), []);
});

test('records that a signal cut are found out', async (t) => {
  const cwd = await tempFolder(t);
  await plant(cwd, { 'a/vmware.log': stops(3) });
  await shell('mkfifo b', { cwd });
  const child = begin(['-f', 'records', 'a/vmware.log', 'b'], { cwd });
  const outcome = finished(child);
  let written = '';
  child.stdout.on('data', (piece: Buffer) => {
    written += piece.toString('utf8');
  });
  await until(async () => written.includes('"type":"log"'), 'records');
  child.kill('SIGINT');
  const { stdout, code } = await outcome;
  assert.equal(code, 130);
  const judged = await stuntime(['-f', 'json', '-'], { stdin: stdout });
  assert.match(judged.stdout, /"stops":3,.*"complete":false/);
});

test('a reader that leaves ends the reading, and is no failure to tell', async (t) => {
  const cwd = await tempFolder(t);
  await plant(cwd, { 'a/vmware.log': stops(5000), 'b/vmware.log': stops(3) });
  // Nobody could read it to its end.
  truncateSync(join(cwd, 'b/vmware.log'), 2 ** 40);
  const { stdout, stderr } = await shell('stuntime -f records a b | head -n 1', { cwd });
  assert.match(stdout, /^\{"vm":"","records":1,"type":"input","path":"a"/);
  assert.equal(stderr, '');
});

test('the names of standard input are those of a file', async (t) => {
  const records = await tempFolder(t);
  const path = join(FIXTURES, 'esx-demo.tgz');
  const stdin = await readFile(path);
  const piped = await stuntime(['-f', 'records', '--stdin-name', 'esx-demo.tgz', '-'], { stdin });
  const named = await stuntime(['-f', 'records', 'esx-demo.tgz']);
  assert.equal(piped.stdout, named.stdout);
  assert.equal(existsSync(join(records, 'esx-demo.tgz')), false);
});

test('folders of records and logs beside each other are one input', async (t) => {
  const cwd = await tempFolder(t);
  await plant(cwd, { 'in/db1/vmware.log': stops(3), 'out/README.txt': 'no records' });
  await stuntime(['-f', 'records', '-o', 'out/db1.anything', 'in'], { cwd });
  const direct = await stuntime(['-f', 'json', 'in'], { cwd });
  for (const paths of [['out'], ['out', 'in'], ['.']]) {
    const { stdout } = await stuntime(['-f', 'json', ...paths], { cwd });
    assert.equal(stdout, direct.stdout, paths.join(' '));
  }
});

test('records are not written to where they are read from', async (t) => {
  const cwd = await tempFolder(t);
  await plant(cwd, { 'in/db1/vmware.log': stops(3), 'in/old/README': '' });
  for (const line of [
    'stuntime -o in/a.records in',
    'stuntime -o in/old/a.records in',
    'stuntime -f records in > in/a.records',
    'stuntime -f records . >> out.txt',
  ]) {
    const { stderr, code } = await shell(line, { cwd });
    assert.match(
      stderr,
      /^stuntime: .* is in "(in|\.)", which is read, so the records would be read as well/,
    );
    assert.equal(code, 2);
  }
  assert.deepEqual(await readdir(join(cwd, 'in/old')), ['README']);
  assert.equal((await shell('rm in/a.records; stuntime -f records in > a.records', { cwd })).code, 0);
  assert.equal((await stuntime(['-o', 'in/a.records', 'in/db1'], { cwd })).code, 0);
  const again = await stuntime(['-o', 'in/a.records', 'in/a.records'], { cwd });
  assert.match(again.stderr, /would replace "in\/a\.records", which is one of the inputs/);
});

test('what bears the name of records and holds none is told', async (t) => {
  const cwd = await tempFolder(t);
  await plant(cwd, {
    'in/a.records': '',
    'in/b.records': `slurmstepd: error\n`,
    'in/c.records.gz': gzipSync(''),
  });
  for (const paths of [['in'], ['in/a.records', 'in/b.records', 'in/c.records.gz']]) {
    const { stderr, code } = await stuntime(paths, { cwd });
    const { stdout } = await stuntime(['-f', 'ndjson', ...paths], { cwd });
    assert.equal(code, 2);
    assert.equal(stdout.match(/"kind":"corrupt".*?It bears the name of records\./g)?.length, 3, stderr);
  }
});
