import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createReadStream } from 'node:fs';
import { readdir, readFile, truncate, writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { type TestContext, test } from 'node:test';
import { begin, FIXTURES, finished, type Outcome, shell } from '../support/command.js';
import { headerLine, line, logText, moment, unstunLine } from '../support/log-lines.js';
import { noisyLines } from '../support/noisy-log.js';
import { tempFolder } from '../support/temp.js';
import { until } from '../support/waiting.js';

const START = '2026-03-01T00:00:00.000Z';
/** Longer than what is looked at before a log is taken for one. */
const LOG = logText([
  headerLine('I125', moment(START)),
  unstunLine('I125', 5_000_000, { at: moment(START, 60_000) }),
  unstunLine('I125', 1_250_000, { at: moment(START, 120_000) }),
  ...Array.from({ length: 10 }, (_, index) =>
    line('I125', { at: moment(START, 180_000 + index), message: `filler ${index}` }),
  ),
]);

const SIGNALS = [
  ['SIGINT', 130],
  ['SIGTERM', 143],
  ['SIGHUP', 129],
] as const;

/** Starts the command, feeds it, and sends a signal once what it says of its progress shows that it has read that. */
async function stopped(
  args: readonly string[],
  { text = '', cwd = FIXTURES, progress = / 2 stops/ }: Feeding,
  signal: NodeJS.Signals,
): Promise<Outcome> {
  const child = begin(['--progress', 'always', ...args], { cwd });
  const outcome = finished(child);
  let said = '';
  child.stderr.on('data', (piece: Buffer) => {
    said += piece.toString('utf8');
  });
  child.stdin.write(text);
  await until(async () => progress.test(said), `progress like ${progress}`);
  child.kill(signal);
  const { stderr, ...others } = await outcome;
  return { ...others, stderr: stderr.replace(/^stuntime: .*\n/gm, '') };
}

interface Feeding {
  readonly text?: string | Buffer;
  readonly cwd?: string;
  readonly progress?: RegExp;
}

async function pipeIn(t: TestContext): Promise<string> {
  const cwd = await tempFolder(t);
  await shell('mkfifo pipe', { cwd });
  return cwd;
}

for (const [signal, code] of SIGNALS) {
  test(`${signal} while a log comes in slowly: what is known on standard error, and ${code}`, async () => {
    const { stdout, stderr, ...end } = await stopped(['-'], { text: LOG }, signal);
    assert.deepEqual({ stdout, ...end }, { stdout: '', code, signal: null });
    assert.match(stderr, /^Read {9}.* 1 log, .*something was left unread/m);
    assert.match(stderr, /^Stops \(2\)\n.*\n.*\n 5\.000 s .*\n 1\.250 s /m);
    assert.match(stderr, /^error {4}-: The reading was stopped here/m);
    assert.match(stderr, /^Possibly: the longest stop, 5\.000 s/m);
  });

  test(`${signal} leaves the file of -o as it was, and nothing beside it`, async (t) => {
    const cwd = await tempFolder(t);
    await writeFile(join(cwd, 'report.json'), 'the old report\n');
    const args = ['-f', 'json', '-o', 'report.json', '-'];
    const { stdout, stderr, code: found } = await stopped(args, { text: LOG, cwd }, signal);
    assert.deepEqual({ stdout, found }, { stdout: '', found: code });
    assert.match(stderr, /^error .*The reading was stopped/m);
    assert.deepEqual(await readdir(cwd), ['report.json']);
    assert.equal(await readFile(join(cwd, 'report.json'), 'utf8'), 'the old report\n');
  });
}

test('what is known is a table, whatever format was asked for', async () => {
  const { stdout, stderr, code } = await stopped(['-f', 'json', '--top', '1', '-'], { text: LOG }, 'SIGINT');
  assert.deepEqual({ stdout, code }, { stdout: '', code: 130 });
  assert.match(stderr, /^Stops \(1 of 2; --top 0 lists all\)$/m);
});

test('with --quiet nothing is said', async () => {
  const child = begin(['--quiet', '--progress', 'always', '-']);
  const outcome = finished(child);
  child.stdin.write(LOG);
  // Whoever is quiet leaves nothing to be seen: give it the time to read, and to show a bar.
  await new Promise((resolve) => setTimeout(resolve, 2500));
  child.kill('SIGINT');
  assert.deepEqual(await outcome, { stdout: '', stderr: '', code: 130, signal: null });
});

test('--allow-partial makes no proof of it', async () => {
  const { stderr, code } = await stopped(['--allow-partial', '--qos', '60s', '-'], { text: LOG }, 'SIGINT');
  assert.equal(code, 130);
  assert.match(stderr, /^Not proved: the longest stop, 5\.000 s/m);
});

test('the part of a bundle that has come is told, and is not called damaged', async () => {
  const bundle = await readFile(join(FIXTURES, 'esx-demo.tgz'));
  const part = bundle.subarray(0, Math.floor(bundle.length * 0.9));
  const { stdout, stderr, code } = await stopped(
    ['-'],
    { text: part, progress: / [1-9]\d+ stops/ },
    'SIGINT',
  );
  assert.deepEqual({ stdout, code }, { stdout: '', code: 130 });
  assert.match(stderr, /^Stops \(20 of \d+; /m);
  assert.deepEqual(stderr.match(/^(?:error|warning) .*/gm)?.length, 1);
  assert.match(stderr, /^error {4}-: The reading was stopped here/m);
});

test('a signal while nothing has come ends the waiting', async () => {
  const { stdout, stderr, code } = await stopped(['-'], { progress: / 0 stops/ }, 'SIGINT');
  assert.deepEqual({ stdout, code }, { stdout: '', code: 130 });
  assert.match(stderr, /^Nothing proved: /m);
  assert.doesNotMatch(stderr, /It is empty|No VM's log is in it/);
});

test('a FIFO that nobody writes to holds up no signal', async (t) => {
  const cwd = await pipeIn(t);
  const begun = Date.now();
  const { stdout, stderr, code } = await stopped(['pipe'], { cwd, progress: / 0 stops/ }, 'SIGINT');
  assert.deepEqual({ stdout, code }, { stdout: '', code: 130 });
  assert.match(stderr, /^error {4}pipe: The reading was stopped here/m);
  assert.ok(Date.now() - begun < 10_000);
});

test('a FIFO whose writer goes on tells what has come', async (t) => {
  const cwd = await pipeIn(t);
  await writeFile(join(cwd, 'log'), LOG);
  const holding = shell('{ cat log; sleep 4; } > pipe', { cwd });
  const { stdout, stderr, code } = await stopped(['pipe'], { cwd }, 'SIGTERM');
  assert.deepEqual({ stdout, code }, { stdout: '', code: 143 });
  assert.match(stderr, /^Stops \(2\)$/m);
  await holding;
});

test('a FIFO whose writer comes late is read to its end', async (t) => {
  const cwd = await pipeIn(t);
  await writeFile(join(cwd, 'log'), LOG);
  const script = '{ sleep 1; cat log > pipe; } & stuntime -f raw pipe';
  const { stdout, stderr, code } = await shell(script, { cwd });
  assert.deepEqual({ lines: stdout.split('\n').length - 1, stderr, code }, { lines: 2, stderr: '', code: 1 });
});

test('a FIFO that is written to and closed in pieces is read to its end', async (t) => {
  const cwd = await pipeIn(t);
  await writeFile(join(cwd, 'log'), LOG);
  const script = '{ head -n 2 log; sleep 0.5; tail -n +3 log; } > pipe & stuntime -f raw pipe';
  const { stdout, code } = await shell(script, { cwd });
  assert.deepEqual({ lines: stdout.split('\n').length - 1, code }, { lines: 2, code: 1 });
});

test('an open pipe is read by its name', async (t) => {
  const cwd = await tempFolder(t);
  await writeFile(join(cwd, 'log'), LOG);
  const { stdout, code } = await shell('cat log | stuntime -f raw /dev/fd/0', { cwd });
  assert.deepEqual({ lines: stdout.split('\n').length - 1, code }, { lines: 2, code: 1 });
});

test('two signals end it as one does', async () => {
  const child = begin(['-']);
  const outcome = finished(child);
  child.stdin.write(LOG);
  await new Promise((resolve) => setTimeout(resolve, 1000));
  child.kill('SIGINT');
  child.kill('SIGINT');
  const { stdout, code, signal } = await outcome;
  assert.equal(stdout, '');
  assert.ok(code === 130 || signal === 'SIGINT', `${code} ${signal}`);
});

test('a signal ends all threads that read', { skip: availableParallelism() < 2 }, async (t) => {
  const cwd = await tempFolder(t);
  for (const [day, name] of ['a.log', 'b.log'].entries()) {
    const start = Date.UTC(2024, 2, 7 + day, 20);
    await writeFile(join(cwd, name), logText(noisyLines({ start, stops: 3, noise: 9 })));
    await truncate(join(cwd, name), 2 ** 40);
  }
  const { stderr, code } = await stopped(['a.log', 'b.log'], { cwd, progress: / 6 stops/ }, 'SIGINT');
  assert.equal(code, 130);
  assert.match(stderr, /^Stops \(6\)$/m);
  assert.match(stderr, /^error {4}a\.log: The reading was stopped here/m);
});

// More than a pipe holds: the command waits until somebody reads.
const LONG = `${LOG}${logText(
  Array.from({ length: 20_000 }, (_, index) =>
    unstunLine('I125', 7_000, { at: moment(START, 200_000 + index * 1000) }),
  ),
)}`;
const FIRST_ROWS = /^Stops \(20 of \d+; --top 0 lists all\)$/m;

test('a signal while the report is written ends it, and the first rows are told', async () => {
  const child = begin(['-f', 'raw', '-'], { cwd: FIXTURES });
  child.stdin.end(LONG);
  await once(child.stdout, 'readable');
  child.kill('SIGTERM');
  const said = text(child.stderr);
  const [code] = await once(child, 'exit');
  assert.equal(code, 143);
  child.stdout.destroy();
  assert.match(await said, FIRST_ROWS);
});

test('a signal while the report is written to -o is no failure of that', async (t) => {
  const cwd = await pipeIn(t);
  const child = begin(['-f', 'raw', '-o', 'pipe', '-'], { cwd });
  const outcome = finished(child);
  child.stdin.end(LONG);
  const reader = createReadStream(join(cwd, 'pipe'), { highWaterMark: 1024 });
  await once(reader, 'readable');
  child.kill('SIGTERM');
  await new Promise((resolve) => setTimeout(resolve, 200));
  reader.resume();
  const { stderr, code } = await outcome;
  assert.equal(code, 143);
  assert.match(stderr, FIRST_ROWS);
  assert.doesNotMatch(stderr, /cannot be written/);
});
