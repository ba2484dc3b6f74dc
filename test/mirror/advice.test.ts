import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { CAUSES } from '../../src/model/cause.js';
import { levelOf, limitsOf } from '../../src/model/level-limits.js';
import { FINDING_KINDS } from '../../src/model/report.js';
import { HALF } from '../../src/model/timeout.js';
import { micros } from '../../src/model/units.js';
import { adviceOn } from '../../src/verdict/advice.js';
import { sentencesFor } from '../../src/verdict/advice-sentences.js';
import { POLICY, reportOf, stopAt, vmOf } from '../reporters/sample-report.js';

const ENDED = '2026-02-03T02:00:00.000Z';

const anyStops = fc.array(
  fc
    .record({ us: fc.integer({ min: -1000, max: 200_000_000 }), cause: fc.constantFrom(...CAUSES) })
    .map(({ us, cause }) => stopAt(ENDED, us, { cause })),
  { minLength: 1, maxLength: 12 },
);

/** Whether a stop reaches half of a timeout, as the report judges it. */
function reachesHalf(us: number, qosMs: number): boolean {
  const level = levelOf(us, limitsOf({ qosUs: micros(qosMs * 1000), onset: HALF }, 100));
  return level !== 'ok';
}

test('the timeout that is enough is the smallest of whole milliseconds under which no stop reaches half', () => {
  fc.assert(
    fc.property(anyStops, (stops) => {
      const { enoughMs, advisedMs } = adviceOn(reportOf({ stops }), 'UTC');
      assert.ok(enoughMs !== null && advisedMs !== null);
      assert.ok(!stops.some(({ durationUs }) => reachesHalf(durationUs, enoughMs)));
      assert.ok(enoughMs === 1 || stops.some(({ durationUs }) => reachesHalf(durationUs, enoughMs - 1)));
      assert.ok(advisedMs >= enoughMs * 1.2 && advisedMs < enoughMs * 1.2 + 101);
    }),
  );
});

test('each timeout is held against every stop, and the causes share the stops out', () => {
  fc.assert(
    fc.property(anyStops, (stops) => {
      const { timeouts, drivers } = adviceOn(reportOf({ stops }), 'UTC');
      for (const { qosMs, half, full } of timeouts) {
        assert.equal(half, stops.filter(({ durationUs }) => reachesHalf(durationUs, qosMs)).length);
        assert.equal(full, stops.filter(({ durationUs }) => durationUs >= qosMs * 1000).length);
      }
      assert.deepEqual(
        timeouts.map(({ qosMs }) => qosMs),
        [...new Set(timeouts.map(({ qosMs }) => qosMs))].sort((a, b) => a - b),
      );
      assert.equal(
        drivers.reduce((sum, driver) => sum + driver.stops, 0),
        stops.length,
      );
    }),
  );
});

test('a stop of the backup or the arbiter calls for no longer timeout', () => {
  const vms = [vmOf([], { role: 'primary' }), vmOf([], { vm: 'db2', vmPath: 'db2', role: 'backup' })];
  const stops = [stopAt(ENDED, 9_000_000, { vm: 'db2', vmPath: 'db2' }), stopAt(ENDED, 1_000_000)];
  assert.equal(adviceOn(reportOf({ stops, vms }), 'UTC').longestUs, 1_000_000);
});

test('what is known in part, or not read in full, is a least figure', () => {
  const stops = [stopAt(ENDED, 1_000_000)];
  assert.equal(adviceOn(reportOf({ stops }), 'UTC').isLeast, false);
  assert.equal(adviceOn(reportOf({ stops, summary: { complete: false } }), 'UTC').isLeast, true);
  const partly = [stopAt(ENDED, 1_000_000, { atLeast: true })];
  assert.equal(adviceOn(reportOf({ stops: partly }), 'UTC').isLeast, true);
});

test('without a stop no timeout is named', () => {
  const { enoughMs, advisedMs, longestUs, drivers } = adviceOn(reportOf({ stops: [] }), 'UTC');
  assert.deepEqual([enoughMs, advisedMs, longestUs, drivers], [null, null, null, []]);
});

for (const [startedAt, zone, inHours] of [
  ['2026-02-03T06:59:59.999Z', 'UTC', 0],
  ['2026-02-03T07:00:00.000Z', 'UTC', 1],
  ['2026-02-03T18:59:59.999Z', 'UTC', 1],
  ['2026-02-03T19:00:00.000Z', 'UTC', 0],
  ['2026-02-07T12:00:00.000Z', 'UTC', 0],
  ['2026-02-03T06:00:00.000Z', 'Europe/Berlin', 1],
  ['2026-02-09T02:00:00.000Z', 'America/New_York', 0],
] as const) {
  test(`a long stop at ${startedAt} is ${inHours === 1 ? '' : 'not '}in office hours (${zone})`, () => {
    const stops = [
      stopAt(ENDED, 5_000_000, { startedAt }),
      stopAt(ENDED, 1_000_000, { startedAt: '2026-02-03T12:00:00.000Z' }),
    ];
    const [driver] = adviceOn(reportOf({ stops, policy: POLICY }), zone).drivers;
    assert.deepEqual([driver?.long, driver?.longInOfficeHours], [1, inHours]);
  });
}

test('every sentence has a source', () => {
  const sentences = sentencesFor(CAUSES, new Set(FINDING_KINDS));
  assert.ok(sentences.length > 15);
  for (const { text, source } of sentences) {
    assert.match(text, /^[A-Z].*\.$/);
    assert.match(source, /KB \d{4,}|Guide|Community/);
  }
});
