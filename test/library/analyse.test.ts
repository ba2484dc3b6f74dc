import assert from 'node:assert/strict';
import { getEventListeners } from 'node:events';
import { stat, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { type AnalysisOptions, adviceOn, analyse, type Report, UsageError } from 'stuntime';
import { FIXTURES } from '../support/command.js';
import { headerLine, logText, unstunLine } from '../support/log-lines.js';
import { plant, tempFolder } from '../support/temp.js';

const DEMO = join(FIXTURES, 'esx-demo.tgz');

/** Calls as a program without types may. */
function call(...given: readonly unknown[]): Promise<Report> {
  return Reflect.apply(analyse, undefined, given);
}

function refused(given: readonly unknown[], reason: RegExp): Promise<void> {
  return assert.rejects(
    () => call(...given),
    (error: unknown) => error instanceof UsageError && reason.test(error.message),
  );
}

const circle: { self?: object } = {};
circle.self = circle;

/** Options that are refused, with what the message must say of them. */
const BAD: readonly (readonly [options: unknown, reason: RegExp])[] = [
  [null, /^options is null: it takes an object$/],
  [[], /^options is an array: it takes an object$/],
  ['8s', /^options is a string/],
  [{ qosss: 1 }, /^unknown option "qosss": the options are qos, approach, /],
  [{ 'fail-on': 'never' }, /^unknown option "fail-on"/],
  [{ qos: {} }, /^qos is an object: it takes a string or a number$/],
  [{ qos: circle }, /^qos is an object/],
  [{ qos: null }, /^qos is null/],
  [{ qos: ['8s'] }, /^qos is an array/],
  [{ qos: 8n }, /^qos is a bigint/],
  [{ qos: Number.NaN }, /^qos "NaN" is not accepted: it takes a number with us, ms, s or m/],
  [{ qos: Number.POSITIVE_INFINITY }, /^qos "Infinity" is not accepted/],
  [{ qos: 0 }, /^qos "0" is not accepted/],
  [{ approach: '101' }, /^approach "101" is not accepted/],
  [{ failOn: 'ok' }, /^failOn "ok" is not accepted: it takes one of near-half, /],
  [{ failOn: 1 }, /^failOn is a number: it takes a string$/],
  [{ vm: 5 }, /^vm is a number: it takes a string or an array of strings$/],
  [{ vm: ['a', 5] }, /^vm\[1\] is a number: it takes a string$/],
  [{ vm: new Set(['a']) }, /^vm is an object/],
  [{ vm: '' }, /^vm "" is not accepted/],
  [{ cause: 'backup' }, /^cause "backup" is not accepted: it takes one of snapshot-create, /],
  [{ cause: [undefined] }, /^cause\[0\] is undefined: it takes a string$/],
  [{ since: 1_768_176_000_000 }, /^since is a number: it takes a string or a Date$/],
  [{ since: new Date('x') }, /^since "Invalid Date" is not accepted/],
  [{ since: new Date(), until: new Date(0) }, /^since \S+Z lies after until 1970-01-01T00:00:00.000Z: /],
  [{ tz: 'Mars/Olympus' }, /^tz "Mars\/Olympus" is not accepted/],
  [{ allowPartial: 'yes' }, /^allowPartial is a string: it takes true or false$/],
  [{ strict: 1 }, /^strict is a number: it takes true or false$/],
  [{ strict: true, allowPartial: true }, /^strict and allowPartial contradict each other/],
  [{ maxDepth: 17 }, /^maxDepth "17" is not accepted/],
  [{ maxBytes: Number.NaN }, /^maxBytes "NaN" is not accepted/],
  [{ sort: () => 'vm' }, /^sort is a function/],
  [{ signal: {} }, /^signal is an object: it takes an AbortSignal$/],
  [{ signal: new AbortController() }, /^signal is an object/],
];

for (const [options, reason] of BAD)
  test(`options are refused: ${reason.source}`, () => refused([DEMO, options], reason));

for (const [paths, reason] of [
  [5, /^paths is a number: it takes the path of a file or folder, or an array of them$/],
  [undefined, /^paths is undefined/],
  [null, /^paths is null/],
  [{}, /^paths is an object/],
  [[], /^no path given/],
  ['', /^a path is empty/],
  [['a', ''], /^a path is empty/],
  [['a', 7], /^paths\[1\] is a number/],
  ['a\0b', /^no path can hold a NUL, as "a\\u0000b" does$/],
  ['-', /^- is standard input only for the command/],
] as const)
  test(`paths are refused: ${JSON.stringify(paths)}`, () => refused([paths], reason));

test('what is refused is an error of its own name', async () => {
  await assert.rejects(() => call([]), { name: 'UsageError' });
});

test('one value stands for a list of it, and a Date for a time', async () => {
  const since = new Date('2026-01-12T03:00:00.000Z');
  const report = await analyse(DEMO, { vm: 'db*', cause: 'consolidate', since });
  const listed = await analyse([DEMO], {
    vm: ['db*'],
    cause: ['consolidate'],
    since: '2026-01-12T03:00:00.000Z',
  });
  assert.deepEqual(report, listed);
  assert.deepEqual(report.filters, {
    vm: ['db*'],
    cause: ['consolidate'],
    since: '2026-01-12T03:00:00.000Z',
  });
  assert.deepEqual(report.window, { since: '2026-01-12T03:00:00.000Z', until: null });
  assert.ok(report.stops.length > 0);
});

test('undefined is an option that was not given', async () => {
  const options = { qos: undefined, vm: undefined, since: undefined, strict: undefined, signal: undefined };
  assert.deepEqual(await analyse(DEMO, options), await analyse(DEMO));
});

test('a date is a day of the zone given, of UTC unless one is', async () => {
  const day = { since: '2026-01-12', until: '2026-01-12' };
  assert.deepEqual((await analyse(DEMO, day)).window, {
    since: '2026-01-12T00:00:00.000Z',
    until: '2026-01-12T23:59:59.999Z',
  });
  assert.deepEqual((await analyse(DEMO, { ...day, tz: 'Asia/Kolkata' })).window, {
    since: '2026-01-11T18:30:00.000Z',
    until: '2026-01-12T18:29:59.999Z',
  });
});

test('where nothing is proved no level is given', async () => {
  for (const paths of ['/nope', join(FIXTURES, 'logs/no-logs'), join(FIXTURES, 'logs/hosted-workstation')]) {
    const { summary } = await analyse(paths);
    assert.deepEqual([summary.level, summary.exitCode, summary.stops], [null, 2, 0], paths);
  }
  const cut = (await analyse(join(FIXTURES, 'bundles/cut-early.tgz'), { failOn: 'never' })).summary;
  assert.deepEqual([cut.level === 'ok', cut.exitCode], [false, 2]);
  assert.equal((await analyse(join(FIXTURES, 'logs/crlf'))).summary.level, 'ok');
  // A long stop is a fact, whatever could not be read.
  assert.equal((await analyse([join(FIXTURES, 'logs/esxi5-plain'), '/nope'])).summary.level, 'over-half');
});

test('a signal that was aborted before has nothing read', async () => {
  const { summary, diagnostics } = await analyse(DEMO, { signal: AbortSignal.abort() });
  assert.deepEqual([summary.level, summary.exitCode, summary.complete, summary.logs], [null, 2, false, 0]);
  assert.deepEqual(
    diagnostics.map(({ kind }) => kind),
    ['interrupted'],
  );
});

test('an abort ends the reading, and the report holds what was found until then', async (t) => {
  const folder = await tempFolder(t);
  const times = [0, 1, 2].map((minute) => ({ at: new Date(Date.UTC(2026, 0, 1, 0, minute)) }));
  const lines = times.map((when) => unstunLine('I125', 1_000_000, when));
  await plant(folder, { 'vmware.log': logText([headerLine('I125', new Date(Date.UTC(2026, 0))), ...lines]) });
  // Reading a tebibyte of nothing would take minutes.
  await truncate(join(folder, 'vmware.log'), 2 ** 40);
  const signal = AbortSignal.timeout(500);
  const { summary, diagnostics } = await analyse(folder, { signal });
  assert.deepEqual([summary.stops, summary.level, summary.exitCode, summary.complete], [3, null, 2, false]);
  assert.ok(diagnostics.some(({ kind }) => kind === 'interrupted'));
  assert.equal(getEventListeners(signal, 'abort').length, 0);
});

test('an abort is heard within a log of nothing but stops, which takes long to read', async (t) => {
  const folder = await tempFolder(t);
  const path = join(folder, 'vmware.log');
  const count = 90_000;
  const lines = Array.from({ length: count }, (_, at) =>
    unstunLine('esx8', 1000, { at: new Date(Date.UTC(2026, 0) + at * 60_000) }),
  );
  await plant(folder, { 'vmware.log': logText(lines) });
  // A file that is larger is read by another thread.
  const { size } = await stat(path);
  assert.ok(size < 8 * 1024 * 1024);
  const { summary, diagnostics } = await analyse(path, { signal: AbortSignal.timeout(100) });
  assert.ok(summary.bytes < size, `${summary.bytes} bytes`);
  assert.deepEqual([summary.vms, summary.exitCode], [1, 2]);
  assert.ok(diagnostics.some(({ kind }) => kind === 'interrupted'));
});

test('a signal that is not aborted changes nothing and keeps no listener', async () => {
  const { signal } = new AbortController();
  assert.deepEqual(await analyse(DEMO, { signal }), await analyse(DEMO));
  assert.equal(getEventListeners(signal, 'abort').length, 0);
});

test('the types know the words', () => {
  const good: AnalysisOptions = { failOn: 'never', sort: 'time', cause: 'migration' };
  assert.ok(good);
  // @ts-expect-error A level that nothing fails at.
  const failOn: AnalysisOptions = { failOn: 'ok' };
  // @ts-expect-error No sort key.
  const sort: AnalysisOptions = { sort: 'size' };
  // @ts-expect-error No cause.
  const cause: AnalysisOptions = { cause: ['backup'] };
  // @ts-expect-error No option.
  const unknown: AnalysisOptions = { qosss: 1 };
  assert.ok([failOn, sort, cause, unknown]);
});

test('advice is made from a report', async () => {
  const advice = adviceOn(await analyse(join(FIXTURES, 'demo')), 'UTC');
  assert.deepEqual([advice.enoughMs, advice.advisedMs, advice.isLeast], [9246, 11_100, false]);
});
