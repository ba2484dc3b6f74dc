import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { isoOf } from '../../src/model/iso.js';
import { instant } from '../../src/model/units.js';
import { runs } from './runs.js';

/** Instants are whole microseconds up to 2^53. */
const MOST_MS = 9_007_199_254_739;
const DAY_MS = 86_400_000;

test('a point in time is written as a date writes it, whatever was written before', () => {
  const anyMs = fc.oneof(
    fc.integer({ min: -MOST_MS, max: MOST_MS }),
    fc.integer({ min: -3 * DAY_MS, max: 3 * DAY_MS }),
    fc.constantFrom(0, DAY_MS - 1, DAY_MS, -1, -DAY_MS, MOST_MS, -MOST_MS),
  );
  const law = fc.property(fc.array(fc.tuple(anyMs, fc.nat(999))), (times) => {
    for (const [ms, us] of times)
      assert.equal(isoOf(instant(ms * 1000 + us)), new Date(ms).toISOString(), `${ms}`);
  });
  fc.assert(law, runs(500));
});

test('no time is written as none', () => {
  assert.equal(isoOf(null), null);
});
