import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Level } from '../../src/model/level.js';
import { levelOf, limitsOf, qosPercent } from '../../src/model/level-limits.js';
import { HALF } from '../../src/model/timeout.js';
import { micros } from '../../src/model/units.js';
import { runs } from './runs.js';

/** Contract section 6 in exact integers: the share is in thousandths of a percent. */
function exactLevel(us: bigint, qos: bigint, share: bigint): Level {
  const whole = 100_000n;
  if (us >= qos) return 'over-full';
  if (us * whole >= share * qos) return 'near-full';
  if (2n * us >= qos) return 'over-half';
  return 2n * us * whole >= share * qos ? 'near-half' : 'ok';
}

const anyQos = fc.oneof(
  fc.integer({ min: 1, max: 300_000_000 }),
  fc.constantFrom(1, 2, 3, 8_000_000, 8_000_001, 300_000_000),
);
/** Thousandths of a percent: up to three decimals. */
const anyShare = fc.oneof(
  fc.integer({ min: 1, max: 100_000 }),
  fc.constantFrom(1, 33_333, 50_000, 80_000, 99_999, 100_000),
);

test('the level of any stop is that of exact integers, next to every limit too', () => {
  fc.assert(
    fc.property(anyQos, anyShare, fc.integer({ min: -9e15, max: 9e15 }), (qos, share, us) => {
      const limits = limitsOf({ qosUs: micros(qos), onset: HALF }, share / 1000);
      const near = limits.flatMap(({ from }) => [from - 1, from, from + 1]);
      for (const one of [us, us % (2 * qos), 0, -1, ...near])
        assert.equal(
          levelOf(one, limits),
          exactLevel(BigInt(one), BigInt(qos), BigInt(share)),
          `${one} of ${qos} at ${share}`,
        );
    }),
    runs(2000),
  );
});

/** Q = 8 s, the share, the stop, its level. */
const CASES: readonly (readonly [number, number, Level])[] = [
  [80, 3_199_999, 'ok'],
  [80, 3_200_000, 'near-half'],
  [80, 3_999_999, 'near-half'],
  [80, 4_000_000, 'over-half'],
  [80, 6_399_999, 'over-half'],
  [80, 6_400_000, 'near-full'],
  [80, 7_999_999, 'near-full'],
  [80, 8_000_000, 'over-full'],
  [100, 3_999_999, 'ok'],
  [100, 7_999_999, 'over-half'],
  [50, 3_999_999, 'near-half'],
  [50, 4_000_000, 'near-full'],
  [40, 3_200_000, 'near-full'],
  [40, 1_600_000, 'near-half'],
  [40, 3_199_999, 'near-half'],
];
for (const [approachPercent, us, level] of CASES) {
  test(`with 8 s and ${approachPercent} %, ${us} us is ${level}`, () => {
    assert.equal(levelOf(us, limitsOf({ qosUs: micros(8_000_000), onset: HALF }, approachPercent)), level);
  });
}

test('qosPercent is the exact share to one decimal', () => {
  fc.assert(
    fc.property(fc.integer({ min: -1e12, max: 1e12 }), anyQos, (us, qos) => {
      const percent = qosPercent(us, qos);
      const tenths = Math.round(percent * 10);
      assert.equal(tenths / 10, percent);
      // |1000 us / qos - tenths| <= 1/2, in integers; a hair more where floats meet halfway.
      const off = 2n * (1000n * BigInt(us) - BigInt(tenths) * BigInt(qos));
      const limit = BigInt(qos) + BigInt(Math.ceil(Math.abs(us) * 1e-12)) + 1n;
      assert.ok((off < 0n ? -off : off) <= limit, `${us} of ${qos}: ${percent}`);
    }),
    runs(1000),
  );
});

test('a share is never -0, which JSON would write as another value', () => {
  assert.ok(!Object.is(qosPercent(-1, 8_000_000), -0));
});
