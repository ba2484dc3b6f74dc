import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as t from './telling.js';

const MID = '8743996508480001077';
const ONE = ['migration logged 1'];
const NONE = ['unknown inferred 1'];

t.testCases('migration', [
  ['stunned, then the stop', [t.stunning(99), t.stunned(100), t.stop(101.5, 0.02)], ONE],
  ['stunned, the stop nine minutes later', [t.stunned(100), t.stop(640, 0.02)], ONE],
  ['about to be stunned only', [t.stunning(99), t.stop(101.5)], ONE],
  ['about to be stunned, a stop after its limit', [t.stunning(99), t.stop(220)], NONE],
  ['taken over', [t.header(98), t.arrived(99, MID), t.stop(101)], ONE],
  ['taken over eleven minutes before', [t.arrived(99, MID), t.stop(760)], NONE],
  ['the second stop after it is none', [t.stunned(100), t.stop(101), t.stop(200)], [...ONE, ...NONE]],
  [
    'the second stop after being taken over is none',
    [t.arrived(99, MID), t.stop(101), t.stop(200)],
    [...ONE, ...NONE],
  ],
  ['the request only', [t.sent(99, MID), t.stop(101)], NONE],
  ['stunned after the stop', [t.stop(99), t.stunned(100)], NONE],
  [
    'a snapshot after the migration',
    [t.stunned(100), t.stop(101), t.take(200), t.stop(202), t.done(202.1)],
    [...ONE, 'snapshot-create logged 1'],
  ],
  [
    'a snapshot long after the VM was taken over',
    [t.arrived(99, MID), t.take(400), t.stop(402), t.done(402.1)],
    ['snapshot-create logged 1'],
  ],
  [
    'a snapshot long after the stun',
    [t.stunned(100), t.take(400), t.stop(402), t.done(402.1)],
    ['snapshot-create logged 1'],
  ],
  ['two migrations', [t.stunned(100), t.stop(101), t.stunned(5000), t.stop(5001)], [...ONE, ...ONE]],
]);

/** A migration whose destination's clock is so many seconds ahead: what the two hosts' logs hold. */
const hosts = (ahead: number, id = MID) => ({
  [t.PATHS.newer]: [t.header(0), t.sent(90, MID), t.stunning(99), t.stunned(100)],
  [t.PATHS.elsewhere]: [t.header(95 + ahead), t.arrived(98 + ahead, id), t.stop(101 + ahead, 0.02)],
});
const kinds = ({ diagnostics }: { readonly diagnostics: readonly { readonly kind: string }[] }) =>
  diagnostics.map(({ kind }) => kind);

/** By how much the destination's clock is ahead, and what is then known of the stop. */
const CLOCKS: readonly (readonly [number, number | null, readonly string[]])[] = [
  [0, t.SECOND, []],
  [5, 6 * t.SECOND, []],
  [-5, null, ['clocks-differ']],
  [3600, null, ['clocks-differ']],
  [-3600, null, ['clocks-differ']],
];
for (const [ahead, elapsedUs, diagnostics] of CLOCKS) {
  test(`migration: two hosts' logs, the destination's clock ${ahead} s ahead`, async () => {
    for (const family of ['I120', 'esx8', 'structured'] as const) {
      const report = await t.reportOnLogs(hosts(ahead), family);
      const [stop] = report.stops;
      assert.deepEqual(t.inShort(report), ONE, family);
      assert.deepEqual([stop?.elapsedUs, stop?.durationUs], [elapsedUs, elapsedUs ?? 20_000], family);
      assert.deepEqual(kinds(report), diagnostics, family);
      assert.equal(stop?.atLeast, elapsedUs === null, family);
      assert.equal(
        report.summary.exitCode,
        elapsedUs === null ? 2 : elapsedUs >= 4 * t.SECOND ? 1 : 0,
        family,
      );
      const logs = report.events[0]?.evidence.map(({ log }) => log.split('/').at(1));
      assert.deepEqual([...new Set(logs)].length, 2, family);
    }
  });
}

test('migration: the stun of another migration is not the stop’s, however near', async () => {
  const report = await t.reportOnLogs(hosts(0, '999'));
  assert.deepEqual(t.inShort(report), ONE);
  assert.equal(report.stops[0]?.elapsedUs, null);
  assert.deepEqual(kinds(report), ['open-stop', 'half-stop']);
});

test('migration: the id is told beyond 2^53, digit by digit', async () => {
  const report = await t.reportOnLogs(hosts(0, `${MID.slice(0, -1)}8`));
  assert.equal(report.stops[0]?.elapsedUs, null);
});

test('migration: the destination’s header between request and stun does not hide the migration’s id', async () => {
  const logs = {
    [t.PATHS.newer]: [t.sent(90, MID), t.stunned(100), t.sent(300, '42'), t.stunned(310)],
    [t.PATHS.elsewhere]: [t.header(95), t.arrived(3698, MID), t.stop(3701, 0.02)],
  };
  const report = await t.reportOnLogs(logs);
  assert.deepEqual(kinds(report).sort(), ['clocks-differ', 'open-stop']);
});

test('migration: there and back within minutes, the other host’s log missing', async () => {
  const report = await t.reportOnLogs({
    [t.PATHS.older]: [t.header(0), t.sent(90, MID), t.stunned(100)],
    [t.PATHS.newer]: [t.header(300), t.arrived(301, '77'), t.stop(305, 0.02)],
  });
  assert.equal(report.stops[0]?.durationUs, 20_000);
  assert.deepEqual(kinds(report), ['open-stop', 'half-stop']);
});

test('migration: less time than the figure says cannot have passed between two logs', async () => {
  const report = await t.reportOnLogs({
    [t.PATHS.newer]: [t.sent(90, MID), t.stunned(100)],
    [t.PATHS.elsewhere]: [t.header(95), t.arrived(98, MID), t.stop(102, 10)],
  });
  assert.deepEqual([report.stops[0]?.elapsedUs, report.stops[0]?.durationUs], [null, 10 * t.SECOND]);
  assert.deepEqual(kinds(report), ['clocks-differ']);
});
