import assert from 'node:assert/strict';
import { copyFile, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { FIXTURES, shell, stuntime } from '../support/command.js';
import { headerLine, logText, moment, unstunLine } from '../support/log-lines.js';
import { plant, tempFolder } from '../support/temp.js';

const START = '2026-03-01T00:00:00.000Z';

function logOf(...figures: readonly number[]): string {
  const stops = figures.map((us, index) =>
    unstunLine('I125', us, { at: moment(START, (index + 1) * 3_600_000) }),
  );
  return logText([headerLine('I125', moment(START)), ...stops]);
}

/** The figures of the stops, as `raw` lists them. */
async function figuresIn(args: readonly string[], cwd: string): Promise<readonly number[]> {
  const { stdout } = await stuntime(['-f', 'raw', ...args], { cwd });
  return stdout
    .split('\n')
    .filter((row) => row !== '')
    .map((row) => Number(row.split('\t')[0]));
}

test('overlapping bundles count each stop once', async (t) => {
  const cwd = await tempFolder(t);
  await copyFile(join(FIXTURES, 'esx-demo.tgz'), join(cwd, 'b.tgz'));
  const once = await figuresIn([join(FIXTURES, 'esx-demo.tgz')], cwd);
  const twice = await figuresIn([join(FIXTURES, 'esx-demo.tgz'), 'b.tgz'], cwd);
  assert.equal(once.length, 34);
  assert.deepEqual(twice, once);
});

for (const paths of [
  ['logs/rotated', 'esx-demo.tgz', 'logs/mixed', 'bundles/yearless.tgz', 'logs/copied/no-stamp.txt'],
  // A file that is no log: named, it keeps the report from being a proof; found in a folder, it does not.
  ['logs/playlist', 'logs/playlist/vmware-2.log'],
]) {
  test(`the order of the paths changes no byte: ${paths.join(' ')}`, async () => {
    const there = await stuntime(['-f', 'json', ...paths]);
    const back = await stuntime(['-f', 'json', ...paths.toReversed()]);
    assert.deepEqual(back, there);
  });
}

test('a name that begins with a dash can be given', async (t) => {
  const cwd = await tempFolder(t);
  await plant(cwd, { '-q': logOf(1), '--nope': logOf(2) });
  assert.deepEqual(await figuresIn(['--', '-q', '--nope'], cwd), [2, 1]);
  assert.deepEqual(await figuresIn(['./-q'], cwd), [1]);
});

test('names are taken as they are', async (t) => {
  const cwd = await tempFolder(t);
  const names = ['007', '1e3', 'true', 'a b', '*.log', '[x]', '$HOME', "it's", 'データ', '%s%n'];
  await plant(cwd, Object.fromEntries(names.map((name, index) => [name, logOf(1000 + index)])));
  const found = await figuresIn(names, cwd);
  assert.deepEqual(
    found.toReversed(),
    names.map((_, index) => 1000 + index),
  );
});

test('a name with control characters never reaches the terminal raw', async (t) => {
  const cwd = await tempFolder(t);
  const name = 'x\u001b[31m\ny\u202e.log';
  await plant(cwd, { [name]: logOf(1) });
  for (const format of ['table', 'json', 'ndjson', 'csv', 'tsv', 'markdown', 'raw']) {
    const { stdout, stderr } = await stuntime(['-f', format, '--verbose', name, `${name}2`], { cwd });
    const shown = (stdout + stderr).replaceAll(/[\t\r\n]/g, '');
    assert.doesNotMatch(shown, /\p{Cc}|\u202e/u, format);
  }
});

test('a file named by the user is a log, whatever it is called; in a folder only one with the name of one', async (t) => {
  const cwd = await tempFolder(t);
  const names = [
    'vmware.log',
    'vmware-12.log',
    'vmware-0.log',
    'vmware.log.1',
    'VMWARE-3.LOG',
    'vmware-a.log',
    'vmware.log.bak',
  ];
  const others = ['vmware.txt', 'notvmware.log', 'vmkernel.log', 'a.log'];
  const files = [...names, ...others].map((name, index) => [`vm/${name}`, logOf(index + 1)] as const);
  await plant(cwd, Object.fromEntries(files));
  assert.deepEqual(await figuresIn(['vm'], cwd), names.map((_, index) => index + 1).toReversed());
  assert.equal(
    (
      await figuresIn(
        files.map(([path]) => path),
        cwd,
      )
    ).length,
    files.length,
  );
});

test('links in a circle end, and a linked folder is read once', async (t) => {
  const cwd = await tempFolder(t);
  await plant(cwd, { 'all/vm/vmware.log': logOf(1, 2) });
  await symlink('..', join(cwd, 'all/vm/up'));
  await symlink('vm', join(cwd, 'all/again'));
  await symlink('nowhere', join(cwd, 'all/vm/vmware-9.log'));
  const { stdout, stderr, code } = await stuntime(['-f', 'raw', 'all'], { cwd });
  assert.equal(stdout.trimEnd().split('\n').length, 2);
  assert.match(stderr, /^stuntime: error: all\/(?:vm|again)\/vmware-9\.log: .*ENOENT.*\n$/);
  assert.equal(code, 2);
});

test('what is in a file decides, not its name', async (t) => {
  const cwd = await tempFolder(t);
  await shell(
    `cp "${FIXTURES}bundles/vmware-4.log.gz" plain.log; cp "${FIXTURES}esx-demo.tgz" notes.txt; cp "${FIXTURES}logs/crlf/vmware.log" x.tgz`,
    { cwd },
  );
  assert.equal((await figuresIn(['plain.log'], cwd)).length, 6);
  assert.equal((await figuresIn(['notes.txt'], cwd)).length, 34);
  assert.equal((await figuresIn(['x.tgz'], cwd)).length, 3);
  assert.equal(
    (await figuresIn(['.'], cwd)).length,
    34,
    'in a folder, of these only the archive is of interest',
  );
});

test('archives that other tools made hold the same stops', async () => {
  const makers = ['gnu-tar.tgz', 'bsdtar-pax.tar', 'python-gnu.tgz', 'python-pax.tgz'];
  const found = await Promise.all(
    makers.map(async (maker) => {
      const { stdout, stderr, code } = await stuntime(['-f', 'json', `bundles/${maker}`]);
      return { text: stdout.replaceAll(maker, 'MAKER'), stderr: stderr.replaceAll(maker, 'MAKER'), code };
    }),
  );
  assert.match(found[0]?.text ?? '', /"stops":4,.*"complete":true/);
  for (const one of found) assert.deepEqual(one, found[0]);
});
