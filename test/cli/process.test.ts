import assert from 'node:assert/strict';
import { chmod, link, readdir, readFile, stat, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { CLI, FIXTURES, shell, stuntime, VERSION } from '../support/command.js';
import { headerLine, logText, moment, unstunLine } from '../support/log-lines.js';
import { plant, tempFolder } from '../support/temp.js';
import { inTerminal, NO_TERMINAL } from '../support/terminal.js';

const START = '2026-03-01T00:00:00.000Z';

/** The text of a log with so many stops a minute apart, each of `us` microseconds and one for its number. */
function logOf(stops: number, us: number): string {
  const lines = Array.from({ length: stops }, (_, index) =>
    unstunLine('I125', us + index, { at: moment(START, (index + 1) * 60_000) }),
  );
  return logText([headerLine('I125', moment(START)), ...lines]);
}

async function folderWith(t: TestContext, files: Readonly<Record<string, string>>): Promise<string> {
  const folder = await tempFolder(t);
  await plant(folder, files);
  return folder;
}

for (const [name, us, code] of [
  ['no stop at the failing level', 1000, 0],
  ['a stop at it', 5_000_000, 1],
] as const) {
  test(`a reader that leaves early changes nothing: ${name}`, async (t) => {
    const cwd = await folderWith(t, { 'vm/vmware.log': logOf(8_000, us) });
    for (const format of ['json', 'csv', 'raw', 'table']) {
      const line = `{ stuntime -f ${format} --top 0 vm; echo "code $?" >&2; } | head -n 1`;
      const { stdout, stderr } = await shell(line, { cwd });
      assert.equal(stderr, `code ${code}\n`, format);
      assert.equal(stdout.trimEnd().split('\n').length, 1, format);
    }
  });
}

test('an error that nobody caught is told, and leaves neither a verdict nor a file', async (t) => {
  const cwd = await folderWith(t, { log: logOf(10, 1000) });
  // Thrown once the program listens for such errors, while it waits for its input.
  const stray = `globalThis.stray=setInterval(()=>{if(process.listenerCount('uncaughtException')){clearInterval(stray);throw(Error('stray'))}},50)`;
  const NODE_OPTIONS = `--import=data:text/javascript,${stray}`;
  const { stdout, stderr, code } = await shell('{ sleep 1; cat log; } | stuntime -o report', {
    cwd,
    env: { NODE_OPTIONS },
  });
  assert.deepEqual({ stdout, code }, { stdout: '', code: 2 });
  assert.match(stderr, /^stuntime: a bug in stuntime kept it from finishing \(stray\)/);
  assert.deepEqual(await readdir(cwd), ['log']);
});

test('a reader that has left before the first byte changes nothing', async () => {
  const { stderr } = await shell(
    '{ sleep 0.5; stuntime -f raw logs/esxi8-pairs; echo "code $?" >&2; } | true',
  );
  assert.equal(stderr, 'code 1\n');
});

test('all of a large report arrives, however late it is read', async (t) => {
  const cwd = await folderWith(t, { 'vm/vmware.log': logOf(8_000, 1000) });
  const ends = {
    ndjson: /\{"type":"summary",.*"stops":8000,.*\}\n$/,
    table: /\nNo: .*\n/,
    raw: /\n1000\tvm\/vmware\.log:.*\n$/,
  };
  for (const [format, end] of Object.entries(ends)) {
    const { stdout, stderr, code } = await shell(
      `stuntime -f ${format} --top 0 vm | { sleep 0.5; cat; }; exit "$?"`,
      { cwd },
    );
    assert.deepEqual({ stderr, code }, { stderr: '', code: 0 });
    assert.ok(stdout.length > 500_000, `${stdout.length} characters`);
    assert.match(stdout.slice(-2000), end);
  }
});

test('-o writes what standard output would have had, and nothing beside it', async (t) => {
  const cwd = await tempFolder(t);
  for (const [args, code] of [
    [['-f', 'json', join(FIXTURES, 'esx-demo.tgz')], 1],
    [['-f', 'csv', join(FIXTURES, 'logs/crlf')], 0],
    [['-f', 'table', join(FIXTURES, 'logs/no-logs')], 2],
  ] as const) {
    const direct = await stuntime(args, { cwd });
    const file = await stuntime([...args, '-o', 'report'], { cwd });
    assert.deepEqual([direct.code, file.code, file.stdout], [code, code, '']);
    assert.equal(await readFile(join(cwd, 'report'), 'utf8'), direct.stdout);
    assert.deepEqual(await readdir(cwd), ['report']);
  }
});

test('-o tells on standard error what the report in the file tells too', async (t) => {
  const cwd = await tempFolder(t);
  const { stderr } = await stuntime(['-o', 'report', join(FIXTURES, 'logs/no-logs')], { cwd });
  assert.match(stderr, /^stuntime: error: .*No VM's log is in it/);
});

test('-o replaces a file and keeps its mode, and writes through a link', async (t) => {
  const cwd = await folderWith(t, { 'real/report': 'something longer than what comes '.repeat(1000) });
  await chmod(join(cwd, 'real/report'), 0o640);
  await symlink('real/report', join(cwd, 'link'));
  const { code } = await stuntime(['-f', 'raw', '-o', 'link', join(FIXTURES, 'logs/crlf')], { cwd });
  assert.equal(code, 0);
  assert.match(await readFile(join(cwd, 'real/report'), 'utf8'), /^654321\t.*\n123456\t.*\n98765\t.*\n$/);
  assert.equal((await stat(join(cwd, 'real/report'))).mode & 0o777, 0o640);
  assert.deepEqual([await readdir(cwd), await readdir(join(cwd, 'real'))], [['link', 'real'], ['report']]);
});

test('-o replaces no file that is read, whatever it is called', async (t) => {
  const log = logOf(3, 1000);
  const cwd = await folderWith(t, {
    'vm/vmware.log': log,
    'vm/deep/vmware-1.log': log,
    'vm/vmware-2.log.FRAG-00000': log,
    'vm/notes.txt': 'no log',
  });
  await link(join(cwd, 'vm/vmware.log'), join(cwd, 'hard'));
  await symlink('vm/vmware.log', join(cwd, 'soft'));
  await symlink('..', join(cwd, 'vm/circle'));
  await symlink('vm', join(cwd, 'folder'));
  const list = async () => [...(await readdir(cwd)), ...(await readdir(join(cwd, 'vm')))];
  const before = await list();
  for (const [output, paths] of [
    ['vm/vmware.log', ['vm/vmware.log']],
    ['soft', ['vm/vmware.log']],
    ['hard', ['soft']],
    ['vm/../vm/vmware.log', ['vm']],
    ['hard', ['folder']],
    ['vm/deep/vmware-1.log', ['nowhere', 'folder']],
    ['vm/vmware-2.log.FRAG-00000', ['.']],
    ['vm/notes.txt', ['vm', 'vm/notes.txt']],
  ] as const) {
    const { stdout, stderr, code } = await stuntime(['-o', output, ...paths], { cwd });
    assert.deepEqual({ stdout, code }, { stdout: '', code: 2 }, output);
    assert.match(
      stderr,
      /^stuntime: --output "[^"]+" would replace "[^"]+", which is one of the inputs; .*\n$/,
    );
  }
  assert.deepEqual(await list(), before);
  assert.equal(await readFile(join(cwd, 'vm/vmware.log'), 'utf8'), log);
  assert.equal((await stuntime(['-o', 'vm/notes.txt', 'vm/vmware.log', 'vm/deep'], { cwd })).code, 0);
});

test('-o leaves the old report where the run cannot begin', async (t) => {
  const cwd = await folderWith(t, { report: 'the old report\n' });
  for (const bad of [['--qos', '0'], ['--nope'], ['--since', 'yesterday'], ['-f', 'xml']]) {
    const { code } = await stuntime(['-o', 'report', ...bad, join(FIXTURES, 'logs/crlf')], { cwd });
    assert.equal(code, 2);
  }
  assert.equal(await readFile(join(cwd, 'report'), 'utf8'), 'the old report\n');
  assert.deepEqual(await readdir(cwd), ['report']);
});

test('a report that cannot be written is not proved', async () => {
  for (const line of ['stuntime -f raw logs/crlf > /dev/full', 'stuntime -f raw logs/crlf -o /dev/full']) {
    const { stdout, stderr, code } = await shell(line);
    assert.deepEqual({ stdout, code }, { stdout: '', code: 2 });
    assert.match(stderr, /^stuntime: .*ENOSPC.*\n$/);
  }
});

test('a full disk is not called a bug of the program', async () => {
  const { stderr } = await shell('stuntime -f raw logs/crlf > /dev/full');
  assert.doesNotMatch(stderr, /bug in stuntime/);
});

test('messages that nobody can read change nothing', async () => {
  for (const closed of ['2>&-', '2>/dev/full']) {
    const { stdout, code } = await shell(`stuntime -f raw logs/playlist ${closed}`);
    assert.match(stdout, /^120000\t.*\n$/);
    assert.equal(code, 0);
  }
});

test('the command works through a link to it', async (t) => {
  const cwd = await tempFolder(t);
  await symlink(CLI, join(cwd, 'stuntime'));
  const { stdout, stderr, code } = await shell(`"${process.execPath}" ./stuntime --version`, { cwd });
  assert.deepEqual({ stdout, stderr, code }, { stdout: `${VERSION}\n`, stderr: '', code: 0 });
});

test('a FIFO that the user names is read', async (t) => {
  const cwd = await folderWith(t, { log: logOf(3, 5_000_000) });
  const line = 'mkfifo pipe && { cat log > pipe & } && stuntime -f raw pipe';
  const { stdout, stderr, code } = await shell(line, { cwd });
  assert.deepEqual({ lines: stdout.split('\n').length - 1, stderr, code }, { lines: 3, stderr: '', code: 1 });
});

test('a FIFO in a folder is not waited for, and that it was not read is told', async (t) => {
  const cwd = await folderWith(t, { 'vm/vmware.log': logOf(3, 1000) });
  const { stdout, code } = await shell('mkfifo vm/vmware-1.log && stuntime -f raw vm', { cwd });
  assert.deepEqual({ lines: stdout.split('\n').length - 1, code }, { lines: 3, code: 2 });
});

test('no path and a terminal: the help on standard error', { skip: NO_TERMINAL }, async (t) => {
  const cwd = await tempFolder(t);
  const { code } = await inTerminal('> out 2> err', { cwd });
  const help = await stuntime(['--help']);
  assert.equal(code, 2);
  assert.equal(await readFile(join(cwd, 'out'), 'utf8'), '');
  assert.equal(await readFile(join(cwd, 'err'), 'utf8'), help.stdout);
});

const isRoot = process.getuid?.() === 0;

test('a file that may not be read is not proved', { skip: isRoot && 'root may read it' }, async (t) => {
  const cwd = await folderWith(t, { 'vm/vmware.log': logOf(1, 1000), 'vm/vmware-1.log': logOf(1, 2000) });
  await chmod(join(cwd, 'vm/vmware-1.log'), 0);
  const { stdout, stderr, code } = await stuntime(['-f', 'raw', 'vm'], { cwd });
  assert.match(stdout, /^1000\t.*\n$/);
  assert.match(
    stderr,
    /^stuntime: error: vm\/vmware-1\.log: It cannot be read: permission denied \(EACCES\)/,
  );
  assert.equal(code, 2);
});

test('a log on redirected standard input that is shortened before it is read is an error', async (t) => {
  const cwd = await folderWith(t, { log: logOf(3, 1000) });
  // Paths are read in their order: when the command opens the pipe, which lets the writer go on, it has not read the log.
  const script = `mkfifo +pipe && {
    { exec 3> +pipe; head -n 2 log > short; cat short > log; cat short >&3; } & stuntime -f raw +pipe - < log; }`;
  const { stderr, code } = await shell(script, { cwd });
  assert.match(
    stderr,
    /-: The file was shortened or replaced while it was read: it had \d+ bytes and has \d+ now/,
  );
  assert.equal(code, 2);
});
