import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { test } from 'node:test';
import { barOf, drawBar, type Tally } from '../../src/cli/bar.js';
import { ProgressDisplay, type ProgressStyle, progressStyle } from '../../src/cli/progress.js';
import { RECOGNISERS } from '../../src/logs/recognisers.js';
import { measure } from '../../src/sources/measure.js';
import { FIXTURES, shell } from '../support/command.js';
import { headerLine, logText, moment, unstunLine } from '../support/log-lines.js';
import { plant, tempFolder } from '../support/temp.js';
import { inTerminal, NO_TERMINAL } from '../support/terminal.js';

const ESCAPE = '\u001b';
const CLEARED = `${ESCAPE}[1G${ESCAPE}[2K`;
const MIB = 1024 * 1024;
const TALLY: Tally = {
  bytes: 300 * MIB,
  total: 1200 * MIB,
  stops: 12,
  log: 'b.tgz!/esx1/ds1/db1/vmware.log',
};

/** A terminal of 80 columns, or none, that keeps what is written to it. */
class Screen extends Writable {
  readonly columns = 80;
  text = '';

  constructor(readonly isTTY: boolean) {
    super();
  }

  override _write(piece: Buffer, _encoding: string, done: () => void): void {
    this.text += piece.toString('utf8');
    done();
  }
}

const time = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

test('the bar says how much is read of what, the stops and the log', () => {
  const bar = '█████░░░░░░░░░░░░░░░  25%  300.0 MiB of 1.1 GiB  12 stops  ';
  assert.equal(barOf(TALLY, 79), `${bar}…/ds1/db1/vmware.log`);
  assert.equal(barOf(TALLY, 120), `${bar}b.tgz!/esx1/ds1/db1/vmware.log`);
  assert.equal(barOf({ ...TALLY, log: null }, 79), bar.trimEnd());
  assert.equal(barOf({ ...TALLY, bytes: TALLY.total ?? 0 }, 79).slice(0, 26), `${'█'.repeat(20)}  100%`);
});

test('a share that nobody knows is not told', () => {
  for (const total of [null, 0, 200 * MIB])
    assert.equal(barOf({ ...TALLY, total, log: null }, 79), '300.0 MiB read  12 stops');
});

test('the bar fits into every terminal', () => {
  for (let columns = 1; columns < 150; columns++)
    assert.ok([...barOf(TALLY, columns)].length <= columns, `${columns} columns`);
  assert.equal(barOf(TALLY, 44), '25%  300.0 MiB of 1.1 GiB  12 stops');
  assert.equal(barOf(TALLY, 20), '25%  300.0 MiB of 1…');
});

test('the name of a log cannot steer the terminal', () => {
  const log = `db${ESCAPE}[2J\u202e/vmware.log`;
  assert.ok(barOf({ ...TALLY, log }, 119).endsWith('db\\x1b[2J\\u202e/vmware.log'));
});

test('a bar is drawn where somebody looks on', () => {
  const styles: readonly [ProgressStyle, ...Parameters<typeof progressStyle>][] = [
    ['bar', 'auto', false, { isTTY: true, env: { TERM: 'xterm' } }],
    ['bar', 'auto', false, { isTTY: true, env: {} }],
    ['bar', 'auto', false, { isTTY: true, env: { CI: 'false' } }],
    ['none', 'auto', false, { isTTY: true, env: { CI: 'true' } }],
    ['none', 'auto', false, { isTTY: true, env: { TERM: 'dumb' } }],
    ['none', 'auto', false, { isTTY: false, env: { TERM: 'xterm' } }],
    ['none', 'auto', true, { isTTY: true, env: {} }],
    ['bar', 'always', false, { isTTY: true, env: { CI: 'true' } }],
    ['lines', 'always', false, { isTTY: false, env: { CI: 'true' } }],
    ['lines', 'always', false, { isTTY: true, env: { TERM: 'dumb' } }],
    ['none', 'always', true, { isTTY: true, env: {} }],
    ['none', 'never', false, { isTTY: true, env: {} }],
  ];
  for (const [style, ...given] of styles) assert.equal(progressStyle(...given), style, JSON.stringify(given));
});

test('the bar is drawn in one line, not too often, and erased', async () => {
  const screen = new Screen(true);
  const tally = { ...TALLY };
  const began = performance.now();
  const erase = drawBar(screen, 'bar', tally);
  for (let index = 0; index < 50; index++) {
    await time(10);
    tally.stops++;
  }
  erase();
  const drawn = screen.text.split(`${ESCAPE}[1G`).length - 1;
  // 8 times a second, and a few times more for the beginning and the end; a busy machine takes its time.
  const most = (performance.now() - began) / 125 + 4;
  assert.ok(drawn >= 3 && drawn <= most, `${drawn} times, at most ${most}`);
  assert.ok(!screen.text.includes('\n'));
  assert.ok(screen.text.endsWith(CLEARED), JSON.stringify(screen.text.slice(-20)));
  // The terminal wraps lines again, and no place in it was remembered.
  assert.ok(screen.text.lastIndexOf(`${ESCAPE}[?7h`) > screen.text.lastIndexOf(`${ESCAPE}[?7l`));
  assert.ok(!screen.text.includes(`${ESCAPE}8`));
});

test('lines are plain text', () => {
  const screen = new Screen(true);
  drawBar(screen, 'lines', TALLY)();
  const line = 'stuntime: 25%, 300.0 MiB of 1.1 GiB, 12 stops, b.tgz!/esx1/ds1/db1/vmware.log\n';
  assert.equal(screen.text, line.repeat(2));
});

test('work that takes less than a second shows nothing', async () => {
  const screen = new Screen(true);
  const display = new ProgressDisplay(screen, 'bar', async () => assert.fail('nobody needs to know'));
  await time(500);
  display.end();
  await time(1000);
  assert.equal(screen.text, '');
});

test('work that takes longer shows how far it is until its end', async () => {
  const screen = new Screen(true);
  const display = new ProgressDisplay(screen, 'bar', async () => 4 * MIB);
  display.progress.bytes(MIB);
  display.progress.log('a/vmware.log');
  display.progress.stop();
  await time(1700);
  display.end();
  display.end();
  assert.match(screen.text, /25% {2}1\.0 MiB of 4\.0 MiB {2}1 stop {2}a\/vmware\.log/);
  assert.ok(screen.text.endsWith(CLEARED));
});

test('what is to be read is what the walk reads, each file once', async (t) => {
  const cwd = await tempFolder(t);
  const tar = Buffer.alloc(1024);
  tar.write('ustar', 257);
  await plant(cwd, {
    'vm/vmware.log': 'x'.repeat(100),
    'vm/vmware-1.log': 'x'.repeat(10),
    'vm/disk.vmdk': 'x'.repeat(5000),
    'vm/bundle': tar,
    other: 'x'.repeat(3),
  });
  const { signal } = new AbortController();
  const sizeOf = (...paths: string[]) =>
    measure(
      paths.map((path) => join(cwd, path)),
      null,
      signal,
      RECOGNISERS,
    );
  assert.equal(await sizeOf('vm'), 1134);
  assert.equal(await sizeOf('vm', 'vm/vmware.log', 'other', 'nowhere'), 1137);
  await shell('mkfifo vm/vmware-2.log', { cwd });
  assert.equal(await sizeOf('vm'), 1134);
  assert.equal(await sizeOf('vm/vmware-2.log'), null);
  assert.equal(await measure(['-'], null, signal, RECOGNISERS), null);
  assert.equal(await measure(['-', join(cwd, 'other')], 40, signal, RECOGNISERS), 43);
  assert.equal(await measure([cwd], null, AbortSignal.abort(), RECOGNISERS), null);
});

test('a pipe shows no bar, however long the work takes', async () => {
  const line = '{ cat logs/crlf/vmware.log; sleep 2; } | stuntime -f raw';
  const { stderr, code } = await shell(line);
  assert.deepEqual({ stderr, code }, { stderr: '', code: 0 });
});

test('a terminal shows the bar, and none of it stays', { skip: NO_TERMINAL }, async (t) => {
  const cwd = await tempFolder(t);
  const start = moment('2026-03-01T00:00:00.000Z');
  const log = logText([headerLine('I125', start), unstunLine('I125', 1234, { at: start })]);
  await writeFile(join(cwd, 'log'), log);
  await shell('mkfifo pipe', { cwd });
  const written = shell('{ cat log; sleep 3; } > pipe', { cwd });
  const { stdout, code } = await inTerminal('-f raw pipe', { cwd });
  await written;
  assert.equal(code, 0);
  assert.match(stdout, /\d+ bytes read {2}1 stop {2}pipe/);
  assert.match(stdout.slice(stdout.lastIndexOf(CLEARED) + CLEARED.length), /^1234\tpipe:.*\n$/);
});

test('a terminal in CI shows no bar', { skip: NO_TERMINAL }, async (t) => {
  const cwd = await tempFolder(t);
  await shell('mkfifo pipe', { cwd });
  const written = shell(`{ cat ${join(FIXTURES, 'logs/crlf/vmware.log')}; sleep 2; } > pipe`, { cwd });
  const { stdout } = await inTerminal('-f raw pipe', { cwd, env: { CI: 'true' } });
  await written;
  assert.ok(!stdout.includes(ESCAPE));
});
