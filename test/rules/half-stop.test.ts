import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Report } from '../../src/model/report.js';
import { verdict } from '../../src/reporters/sentence.js';
import type { AnalysisOptions } from '../../src/settings/analysis.js';
import { tarOf } from '../laws/archives.js';
import { kindsOf, reportOn } from '../laws/one-log.js';
import { runs } from '../laws/runs.js';
import { FAMILIES, type Family } from '../support/log-lines.js';
import * as t from './telling.js';

const MID = '8743996508480001077';
const STREAM = '(null)';
const VMSS = '/vmfs/volumes/ds1/db1/db1-1a2b.vmss';
const VMSN = '/vmfs/volumes/ds1/db1/db1-Snapshot2.vmsn';
const ESX = FAMILIES.filter((family) => !['I005', 'hosted8', 'hosted-structured'].includes(family));
const said = (report: Report) => verdict(report, 'UTC').join(' ');

/** Lines of one log, the kinds of what is said of it, and of each stop in the order of time whether it is only the least. */
const CASES: readonly (readonly [string, readonly t.Told[], readonly string[], readonly boolean[]])[] = [
  ['taken over', [t.header(98), t.arrived(99, MID), t.stop(101, 0.02)], ['half-stop'], [true]],
  ['taken over, said twice', [t.arrived(99, MID), t.arrived(99.04, MID), t.stop(101)], ['half-stop'], [true]],
  ['from the memory of another process', [t.restored(99, STREAM), t.stop(101)], ['half-stop'], [true]],
  [
    'both',
    [t.header(98), t.restored(99, STREAM), t.arrived(99.1, MID), t.stop(101), t.stop(300)],
    ['half-stop'],
    [true, false],
  ],
  ['both lines of a stop', [t.arrived(99, MID), t.stop(101), t.whole(101.03, 1.05)], ['half-stop'], [true]],
  ['about to be stunned', [t.stunning(99), t.stop(101.5)], ['half-stop'], [true]],
  ['on from a .vmss file', [t.header(98), t.restored(99, VMSS), t.stop(101)], ['half-stop'], [true]],
  ['on from a .vmsn file', [t.header(98), t.restored(99, VMSN), t.stop(101)], ['half-stop'], [true]],
  ['about to go on from a file', [t.resumed(99, VMSN), t.stop(101)], ['half-stop'], [true]],
  ['both lines of going on', [t.resumed(98, VMSS), t.restored(99, VMSS), t.stop(101)], ['half-stop'], [true]],
  ['taken over within the stop', [t.arrived(99, MID), t.stop(101, 5)], ['half-stop'], [true]],

  ['stunned and nothing else', [t.stunned(100)], ['open-stop'], []],
  ['about to be stunned and nothing else', [t.stunning(99)], ['open-stop'], []],
  ['the whole source', [t.sent(90, MID), t.stunning(99), t.stunned(99.1)], ['open-stop'], []],
  ['about to be stunned, then a stop after the limit', [t.stunning(99), t.stop(220)], ['open-stop'], [false]],
  ['taken over, and no stop', [t.arrived(99, MID), t.arrived(99.04, MID)], ['open-stop'], []],
  ['the same twice in a night', [t.arrived(99, MID), t.arrived(5000, '7')], ['open-stop', 'open-stop'], []],
  ['taken over, the next stop much later', [t.arrived(99, MID), t.stop(800)], ['open-stop'], [false]],
  ['on from a file, and no stop', [t.header(98), t.restored(99, VMSS)], ['open-stop'], []],
  ['about to go on from a file, and no stop', [t.resumed(98, VMSS), t.restored(99, VMSS)], ['open-stop'], []],
  ['on from a file, the next stop later', [t.restored(99, VMSN), t.stop(300)], ['open-stop'], [false]],
  [
    'taken over, then a snapshot',
    [t.arrived(99, MID), t.take(400), t.stop(402), t.done(402.1)],
    ['open-stop'],
    [false],
  ],
  [
    'stunned, then a snapshot',
    [t.stunned(100), t.take(400), t.stop(402), t.done(402.1)],
    ['open-stop'],
    [false],
  ],

  ['a hot add on one host', [t.moreMemory(99), t.stunning(99.5), t.stunned(100), t.stop(101.5)], [], [false]],
  [
    'the new process of a hot add tells of itself',
    [t.stunned(100), t.header(100.4), t.restored(100.5, STREAM), t.stop(101.5)],
    [],
    [false],
  ],
  ['a storage migration', [t.phase(0, 1), t.phase(90, 8), t.stunned(100), t.stop(101.5)], [], [false]],
  [
    'a migration that failed back',
    [t.sent(90, MID), t.stunning(99), t.stunned(100), t.stop(131, 31)],
    [],
    [false],
  ],
  ['a suspend', [t.vmx(100, 'SUSPEND: Start suspend (flags=0)'), t.stop(102)], [], [false]],
];
for (const [name, told, kinds, least] of CASES) {
  test(`half seen: ${name}`, async () => {
    for (const family of ESX) {
      const report = await t.reportOnLines([...told, t.vmx(9000, 'x')], family);
      const others = kindsOf(report).filter((kind) => kind !== 'assumed-time');
      assert.deepEqual(others, kinds, family);
      assert.deepEqual(
        report.stops.map(({ atLeast }) => atLeast),
        least,
        family,
      );
      const fails = report.stops.some(({ durationUs }) => durationUs >= 4 * t.SECOND);
      assert.equal(report.summary.exitCode, fails ? 1 : kinds.length > 0 ? 2 : 0, family);
      assert.equal(/too short/.test(said(report)), !fails && kinds.length === 0, family);
      for (const { message } of report.diagnostics) assert.match(message, /^[A-Z][^\n]+\.$/);
    }
  });
}

test('half seen: hosted products, which write no stops, go on from files without a word', async () => {
  for (const family of ['I005', 'hosted8', 'hosted-structured'] as const) {
    const report = await t.reportOnLines(
      [t.header(98), t.resumed(98.5, VMSS), t.restored(99, VMSS), t.restored(900, VMSN)],
      family,
    );
    assert.deepEqual(kindsOf(report), ['not-recorded'], family);
  }
});

test('half seen: the message names the stop, its figure, and the log that is needed', async () => {
  const messageOf = async (told: readonly t.Told[]) => (await t.reportOnLines(told)).diagnostics[0]?.message;
  assert.match(
    (await messageOf([t.arrived(99, MID), t.stop(101, 0.02)])) ?? '',
    /^The stop that ended at 2024-03-07T20:01:41\.000Z lasted at least 0\.020 s, .* another host \(10\.0\.0\.22\)/,
  );
  assert.match((await messageOf([t.restored(99, VMSS), t.stop(101)])) ?? '', /"SUSPEND"/);
  assert.match((await messageOf([t.stunning(99), t.stop(101.5)])) ?? '', /lasted 2\.500 s at most/);
  assert.match(
    (await messageOf([t.arrived(99, MID)])) ?? '',
    /taken over from another host at .*, and no log tells/,
  );
});

test('half seen: a figure that reaches half fails, as the least that the stop lasted', async () => {
  const report = await t.reportOnLines([t.arrived(95, MID), t.stop(101, 5)]);
  assert.equal(report.summary.exitCode, 1);
  assert.match(
    said(report),
    /^Possibly: the longest stop, at least 5\.000 s of .* no QoS timeout can be named /,
  );
});

test('half seen: nothing is said to be too short, whatever else was found', async () => {
  const half = [t.arrived(99, MID), t.stop(101, 0.02)];
  assert.match(
    said(await t.reportOnLines(half)),
    /^Not proved: one stop lasted longer than its figure tells, at least 0\.020 s of /,
  );
  assert.match(
    said(await t.reportOnLines([...half, t.stop(300, 2)])),
    / The longest stop that is known in full, 2\.000 s of .* is below half /,
  );
  assert.match(
    said(await t.reportOnLines([t.stop(50, 2), t.stunned(100)])),
    /^Not proved: .* a time that no log tells/,
  );
  assert.match(
    said(await t.reportOnLines([t.stunned(100)])),
    /^Not proved: .* stopped for a time that no log tells/,
  );
});

test('half seen: the failed destination of a migration that failed back says nothing of its own', async () => {
  for (const ahead of [-50, 0, 50]) {
    const report = await t.reportOnLogs({
      [t.PATHS.newer]: [t.header(0), t.sent(90, MID), t.stunning(99), t.stunned(100), t.stop(103, 3.1)],
      [t.PATHS.elsewhere]: [t.header(95 + ahead), t.arrived(100.2 + ahead, MID), t.vmx(101 + ahead, 'x')],
    });
    assert.deepEqual(kindsOf(report), []);
    assert.deepEqual(
      report.stops.map(({ elapsedUs, atLeast }) => [elapsedUs, atLeast]),
      [[3 * t.SECOND, false]],
    );
  }
});

/** Takes the time out of the lines that hold some text, as published copies do. */
const masked = (log: string, text: string) =>
  log
    .split('\n')
    .map((line) =>
      line.includes(text) ? line.replace(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d/, 'YYYY-MM-DDThh:mm:ss') : line,
    )
    .join('\n');
const HOT_ADD = [t.moreMemory(99), t.stunning(99.5), t.stunned(99.6), t.stop(107, 0.0185)];
const WITH_ZONE: readonly Family[] = ['plain', 'I120', 'I125', 'esx8', 'structured'];

test('half seen: a stun line without a readable time, or a stop behind one, cannot be measured', async () => {
  for (const family of WITH_ZONE) {
    const log = t.written([t.header(0), ...HOT_ADD, t.vmx(200, 'x')], family);
    assert.equal((await reportOn(log)).stops[0]?.elapsedUs, 7_400_000, family);
    for (const text of ['Migrate: VM successfully', 'Migrate: VM s', 'Checkpoint_Unstun', 'M']) {
      const report = await reportOn(masked(log, text));
      const isMeasured = text === 'Migrate: VM successfully';
      const kinds = kindsOf(report).filter((kind) => kind !== 'no-time');
      assert.deepEqual(kinds, ['half-stop'], `${family} ${text}`);
      assert.deepEqual(
        report.stops.map(({ durationUs, atLeast }) => [durationUs, atLeast]),
        [[18_500, true]],
      );
      assert.equal(report.summary.exitCode, 2, `${family} ${text} ${isMeasured}`);
      assert.doesNotMatch(said(report), /too short/);
    }
  }
});

test('half seen: all lines masked, as a support article has them', async () => {
  const log = masked(t.written([...HOT_ADD, t.stop(300, 0.5)], 'esx8'), '');
  const report = await reportOn(`2024-03-07T20:00:00.000Z In(05) vmx - x\n${log}`);
  assert.deepEqual(
    report.stops.map(({ durationUs, atLeast }) => [durationUs, atLeast]),
    [
      [500_000, false],
      [18_500, true],
    ],
  );
  assert.equal(report.summary.exitCode, 2);
  assert.ok(kindsOf(report).includes('half-stop'));
});

test('half seen: a stun without a time that nothing ends is told', async () => {
  const log = masked(
    t.written([t.header(0), t.stop(50), t.stunned(100), t.vmx(200, 'x')], 'I125'),
    'stunned',
  );
  const report = await reportOn(log);
  assert.deepEqual(kindsOf(report), ['open-stop']);
  assert.match(report.diagnostics[0]?.message ?? '', /at a time that cannot be read/);
});

test('half seen: what the guest writes of stuns is nothing', async () => {
  for (const { message } of [
    t.stunned(0),
    t.stunning(0),
    t.arrived(0, MID),
    t.restored(0, STREAM),
    t.resumed(0, VMSS),
  ]) {
    const guest = [t.vmx(100, 'Guest: hello'), t.further(100, message), t.vcpu(100, `Guest: ${message}`)];
    for (const noise of [[], Array.from({ length: 60 }, (_, at) => t.vmx(at, 'noise'))]) {
      const log = t.written([t.header(0), ...noise, ...guest], 'I125');
      for (const forged of [
        message,
        `vcpu-0| I125: ${message}`,
        `2024-99-07T20:00:00Z| vmx| I125: ${message}`,
      ]) {
        const report = await reportOn(`${log}${forged}\n${t.written([t.stop(101, 0.02)], 'I125')}`);
        assert.deepEqual([kindsOf(report), report.summary.exitCode], [[], 0], forged);
      }
    }
  }
});

test('half seen: clocks that differ prove nothing, unless the figure alone fails', async () => {
  const logs = (seconds: number) => ({
    [t.PATHS.newer]: [t.header(0), t.sent(90, MID), t.stunned(100)],
    [t.PATHS.elsewhere]: [t.header(5), t.arrived(8, MID), t.stop(11, seconds)],
  });
  for (const [seconds, exitCode] of [
    [0.02, 2],
    [3.9, 2],
    [4, 1],
  ] as const) {
    const report = await t.reportOnLogs(logs(seconds));
    assert.deepEqual([kindsOf(report), report.summary.exitCode], [['clocks-differ'], exitCode]);
    assert.doesNotMatch(said(report), /too short/);
  }
});

test('half seen: --allow-partial ends in 0, and says what is not proved', async () => {
  const log = t.written([t.arrived(99, MID), t.stop(101, 0.02)], 'I125');
  const report = await reportOn(log, { options: { allowPartial: true } });
  assert.equal(report.summary.exitCode, 0);
  assert.match(said(report), /^Not proved: /);
});

test('half seen: filters keep what may be asked for, and what lies outside the time asked for is not told', async () => {
  const told = [t.arrived(99, MID), t.stop(101, 0.02), t.stunned(5000), t.vmx(9000, 'x')];
  const log = t.written(told, 'I125');
  const kinds = async (options: AnalysisOptions) => kindsOf(await reportOn(log, { options }));
  assert.deepEqual(await kinds({ min: '1s' }), ['half-stop', 'open-stop']);
  assert.deepEqual(await kinds({ since: t.when(102).toISOString() }), ['open-stop']);
  assert.deepEqual(await kinds({ until: t.when(4999).toISOString() }), ['half-stop']);
  assert.deepEqual(await kinds({ since: t.when(5599).toISOString() }), ['open-stop']);
  assert.deepEqual(await kinds({ since: t.when(5601).toISOString() }), []);
});

test('a migration of 7 s of which any lines are lost is never proved to be fine while a line tells of it', async () => {
  const source = [t.header(0), t.sent(90, MID), t.stunning(99), t.stunned(100)];
  const destination = [t.header(95), t.restored(106.4, STREAM), t.arrived(106.5, MID), t.stop(107, 0.02)];
  const isTelling = ({ message }: t.Told) => /Migrate(?:_Open)?: |Restoring/.test(message);
  await fc.assert(
    fc.asyncProperty(
      fc.subarray(source),
      fc.subarray(destination),
      fc.constantFrom<Family>('I120', 'I125', 'esx8', 'structured'),
      async (one, other, family) => {
        if (![...one, ...other].some(isTelling)) return;
        const members = Object.entries({ [t.PATHS.newer]: one, [t.PATHS.elsewhere]: other })
          .filter(([, told]) => told.length > 0)
          .map(([path, told]) => [path, t.written(told, family)] as const);
        const report = await reportOn(await tarOf(members));
        assert.notEqual(report.summary.exitCode, 0);
        assert.doesNotMatch(said(report), /^No\b|too short/);
      },
    ),
    runs(200),
  );
});
