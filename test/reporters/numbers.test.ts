import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { bytes, count, duration, limit, percent } from '../../src/reporters/text/numbers.js';
import { timesIn } from '../../src/reporters/times.js';

const DURATIONS: readonly (readonly [number, string])[] = [
  [0, '0.000 s'],
  [385, '385 us'],
  [999, '999 us'],
  [1000, '0.001 s'],
  [38_123, '0.038 s'],
  [1_091_706, '1.091 s'],
  [3_999_999, '3.999 s'],
  [4_000_000, '4.000 s'],
  [237_088_000, '237.088 s'],
  [-5, '-5 us'],
  [-1_091_706, '-1.091 s'],
  [2 ** 53 - 1, '9007199254.740 s'],
];

test('durations are seconds with three decimals, never rounded up to a limit', () => {
  for (const [us, text] of DURATIONS) assert.equal(duration(us), text);
});

test('a duration below a limit of whole milliseconds is never shown as that limit or more', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 300_000 }), fc.nat(300_000_000), (ms, us) => {
      const shown = duration(us).endsWith(' us') ? us / 1e6 : Number.parseFloat(duration(us));
      assert.equal(shown * 1000 >= ms - 1e-6, us >= ms * 1000);
    }),
  );
});

test('limits have every decimal they need and no other', () => {
  assert.equal(limit(8_000_000), '8 s');
  assert.equal(limit(300_000_000), '300 s');
  assert.equal(limit(3_200_000), '3.2 s');
  assert.equal(limit(750), '0.00075 s');
  assert.equal(limit(0.5), '0.000001 s');
  assert.equal(limit((8_000_000 * 8.3) / 100), '0.664 s');
});

test('percents have one decimal and never seem to reach what they do not', () => {
  assert.equal(percent(8_000_000, 8_000_000), '100.0%');
  assert.equal(percent(7_999_999, 8_000_000), '99.9%');
  assert.equal(percent(3_999_999, 8_000_000), '49.9%');
  assert.equal(percent(4_000_000, 8_000_000), '50.0%');
  assert.equal(percent(0, 8_000_000), '0.0%');
  assert.equal(percent(-7_999, 8_000_000), '0.0%');
  assert.equal(percent(-8_000, 8_000_000), '-0.1%');
});

test('counts have the right noun', () => {
  assert.equal(count(0, 'stop'), '0 stops');
  assert.equal(count(1, 'stop'), '1 stop');
  assert.equal(count(2, 'stop'), '2 stops');
});

test('bytes are shown in the largest binary unit, rounded down', () => {
  assert.equal(bytes(1), '1 byte');
  assert.equal(bytes(1023), '1023 bytes');
  assert.equal(bytes(1024), '1.0 KiB');
  assert.equal(bytes(1024 ** 2 - 1), '1023.9 KiB');
  assert.equal(bytes(10 * 1024 ** 3), '10.0 GiB');
  assert.equal(bytes(5000 * 1024 ** 4), '5000.0 TiB');
});

test('times are shown in the zone, midnight as 00, null as unknown', () => {
  assert.equal(timesIn('UTC')('2017-01-04T22:15:58.999Z'), '2017-01-04 22:15:58');
  assert.equal(timesIn('Europe/Berlin')('2017-01-04T23:00:00.000Z'), '2017-01-05 00:00:00');
  assert.equal(timesIn('Asia/Kolkata')('2017-07-04T22:15:58.846Z'), '2017-07-05 03:45:58');
  assert.equal(timesIn('UTC')(null), 'unknown');
});
