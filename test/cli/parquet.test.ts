import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { FIXTURES, shell, stuntime } from '../support/command.js';
import { NO_DUCKDB, queried } from '../support/duckdb.js';
import { headerLine, logText } from '../support/log-lines.js';
import { plant, tempFolder } from '../support/temp.js';
import { inTerminal, NO_TERMINAL } from '../support/terminal.js';

const skip = NO_DUCKDB;
const DEMO = join(FIXTURES, 'demo');

test('a file whose name ends in .parquet holds the bytes that go to a pipe, and always the same', async (t) => {
  const folder = await tempFolder(t);
  const { code, stdout, stderr } = await shell(
    `stuntime -o a.parquet ${DEMO}; stuntime -f parquet ${DEMO} | cat > b.parquet; stuntime -f parquet ${DEMO} > c.parquet`,
    { cwd: folder },
  );
  assert.deepEqual({ code, stdout, stderr }, { code: 1, stdout: '', stderr: '' });
  const [a, b, c] = await Promise.all(
    ['a', 'b', 'c'].map((name) => readFile(join(folder, `${name}.parquet`))),
  );
  assert.equal(a?.subarray(0, 4).toString(), 'PAR1');
  assert.deepEqual([b, c], [a, a]);
});

test('one run writes rows for a database beside a report of another format', { skip }, async (t) => {
  const folder = await tempFolder(t);
  const run = await stuntime(['-o', 'report.json', '-o', 'stops.parquet', '--rows', 'events', DEMO], {
    cwd: folder,
  });
  assert.deepEqual(run, { stdout: '', stderr: '', code: 1, signal: null });
  const { events } = JSON.parse(await readFile(join(folder, 'report.json'), 'utf8'));
  const rows = await queried("SELECT id, reason FROM 'stops.parquet'", folder);
  assert.deepEqual(
    rows.map(({ id, reason }) => [Number(id), reason]),
    events.map(({ id, reason }: { readonly id: number; readonly reason: string }) => [id, reason]),
  );
});

test('logs without a stop make a file without rows', { skip }, async (t) => {
  const folder = await tempFolder(t);
  await plant(folder, { 'db1/vmware.log': logText([headerLine('I125', new Date(0))]) });
  const { code } = await stuntime(['-o', 'x.parquet', 'db1'], { cwd: folder });
  assert.equal(code, 0);
  assert.deepEqual(await queried("SELECT count(*) AS n, max(id) AS id FROM 'x.parquet'", folder), [
    { n: 0n, id: null },
  ]);
});

test('a redacted file names nobody, and its ids are those of the redacted JSON', { skip }, async (t) => {
  const folder = await tempFolder(t);
  await stuntime(['--redact', '-o', 'x.parquet', '-o', 'x.json', DEMO], { cwd: folder });
  await stuntime(['-o', 'clear.json', DEMO], { cwd: folder });
  const bytes = (await readFile(join(folder, 'x.parquet'))).toString('latin1');
  assert.doesNotMatch(bytes, /db1|db2|web1|fixtures/);
  const rows = await queried("SELECT id FROM 'x.parquet'", folder);
  const found = rows.map(({ id }) => id);
  assert.deepEqual(found, await idsIn(join(folder, 'x.json')));
  const clear = new Set(await idsIn(join(folder, 'clear.json')));
  assert.ok(found.every((id) => typeof id === 'string' && !clear.has(id)));
});

async function idsIn(path: string): Promise<readonly string[]> {
  const { stops } = JSON.parse(await readFile(path, 'utf8'));
  return stops.map(({ id }: { readonly id: string }) => id);
}

test('what was left unread is told on standard error, and in the file', { skip }, async (t) => {
  const folder = await tempFolder(t);
  const { code, stderr } = await stuntime(['-o', 'x.parquet', join(FIXTURES, 'bundles/cut-early.tgz')], {
    cwd: folder,
  });
  assert.equal(code, 2);
  assert.match(stderr, /The gzip stream ends early/);
  const said = await queried(
    "SELECT decode(value) AS value FROM parquet_kv_metadata('x.parquet') WHERE decode(key) = 'stuntime.complete'",
    folder,
  );
  assert.deepEqual(said, [{ value: 'false' }]);
});

test('a terminal gets no bytes, and nothing is read or written', { skip: NO_TERMINAL }, async (t) => {
  const folder = await tempFolder(t);
  const refused = '--format parquet is binary: give it a file, --output stops.parquet';
  for (const words of ['-f parquet no-such-log', '-f json -o x.json -f parquet no-such-log']) {
    const { code, stdout } = await inTerminal(words, { cwd: folder });
    assert.deepEqual({ code, stdout }, { code: 2, stdout: `stuntime: ${refused}\n` }, words);
    assert.deepEqual(await readdir(folder), []);
  }
  const { code } = await inTerminal(`-f parquet ${DEMO} > x.parquet`, { cwd: folder });
  assert.equal(code, 1);
  assert.deepEqual(await readdir(folder), ['x.parquet']);
});
