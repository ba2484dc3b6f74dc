import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { levelOf, limitsOf } from '../../src/model/level-limits.js';
import { enoughMs, type Onset, reachesOnset } from '../../src/model/timeout.js';
import { PROFILES } from '../../src/settings/profiles.js';
import { takeoverAfter } from '../../src/verdict/takeover.js';

const anyOnset: fc.Arbitrary<Onset> = fc.oneof(
  fc.constantFrom(...PROFILES.map(({ onset }) => onset)),
  fc.record({ kind: fc.constant('interval' as const), us: fc.integer({ min: 0, max: 400_000_000 }) }),
);
const anyQos = fc.integer({ min: 1, max: 300_000_000 });
const anyUs = fc.integer({ min: 0, max: 400_000_000 });

/** Whether a stop reaches the onset of a timeout, in exact integers. */
function reaches(us: number, qosUs: number, onset: Onset): boolean {
  if (onset.kind === 'interval') return BigInt(us) >= BigInt(Math.max(0, qosUs - onset.us));
  return BigInt(us) * BigInt(onset.denominator) >= BigInt(qosUs) * BigInt(onset.numerator);
}

test('a stop reaches an onset as exact integers say, and its level says the same', () => {
  fc.assert(
    fc.property(anyUs, anyQos, anyOnset, fc.integer({ min: 1, max: 100 }), (us, qosUs, onset, approach) => {
      const timeout = { qosUs, onset };
      const expected = reaches(us, qosUs, onset);
      assert.equal(reachesOnset({ durationUs: us }, timeout), expected);
      const level = levelOf(us, limitsOf(timeout, approach));
      if (level === 'over-half') assert.ok(expected);
      if (expected) assert.ok(['over-half', 'near-full', 'over-full'].includes(level));
      // Where effects begin late, no level beyond them is reached before.
      const isLate = !reaches(Math.ceil(qosUs / 2), qosUs, onset);
      if (!expected && isLate) assert.ok(['ok', 'near-half'].includes(level));
    }),
    { numRuns: 2000 },
  );
});

test('the timeout that is named as enough is the smallest in whole milliseconds', () => {
  fc.assert(
    fc.property(anyUs, anyOnset, (us, onset) => {
      const ms = enoughMs(us, onset);
      const isOnset = onset.kind === 'share' && onset.numerator === onset.denominator;
      assert.ok(!reaches(us, ms * 1000, onset) || (isOnset && us >= ms * 1000));
      assert.ok(ms === 1 || reaches(us, (ms - 1) * 1000, onset));
    }),
    { numRuns: 1000 },
  );
});

test('another cluster fails over from the onset on, and no odds are claimed', () => {
  fc.assert(
    fc.property(anyUs, anyQos, anyOnset, fc.boolean(), (durationUs, qosUs, onset, atLeast) => {
      const found = takeoverAfter(
        { durationUs, atLeast },
        { timeout: { qosUs, onset }, isMirror: false, role: null },
      );
      const possible = atLeast || reaches(durationUs, qosUs, onset) ? 'possible' : 'impossible';
      assert.equal(found.verdict, durationUs >= qosUs ? 'expected' : possible);
      assert.equal(found.idleOdds, { impossible: 0, possible: null, expected: 1 }[found.verdict]);
    }),
    { numRuns: 1000 },
  );
});

test('every profile has a name of its own, a timeout that a mirror could have, and a source', () => {
  assert.equal(new Set(PROFILES.map(({ name }) => name)).size, PROFILES.length);
  for (const { name, qosUs, onset, source } of PROFILES) {
    assert.match(name, /^[a-z0-9-]+$/);
    assert.notEqual(name, 'list');
    assert.notEqual(source, '');
    assert.ok(qosUs === null || (qosUs > 0 && qosUs <= 300_000_000));
    if (onset.kind === 'interval') assert.ok(onset.us < (qosUs ?? 0));
  }
});
