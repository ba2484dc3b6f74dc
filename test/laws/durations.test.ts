import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { readDuration } from '../../src/settings/duration.js';
import { UsageError } from '../../src/settings/usage-error.js';
import { runs } from './runs.js';

const ANY = { least: 0, most: Number.MAX_SAFE_INTEGER, accepted: 'x' };
const SCALES = { '': 1000n, us: 1n, ms: 1000n, s: 1_000_000n, m: 60_000_000n } as const;
const UNITS = Object.keys(SCALES).filter((unit): unit is keyof typeof SCALES => unit in SCALES);

/** Whole microseconds of a decimal number, by long integers; null where there are parts of one or too many. */
function exactly(whole: string, fraction: string, scale: bigint): bigint | null {
  const parts = BigInt(whole + fraction) * scale;
  const divisor = 10n ** BigInt(fraction.length);
  const value = parts / divisor;
  return parts % divisor === 0n && value <= BigInt(Number.MAX_SAFE_INTEGER) ? value : null;
}

function durationOf(text: string): bigint | null {
  try {
    return BigInt(readDuration('qos', text, ANY));
  } catch (error) {
    assert.ok(error instanceof UsageError);
    return null;
  }
}

function law(anyWhole: fc.Arbitrary<number>, longest: number) {
  const anyFraction = fc.string({ unit: fc.constantFrom(...'0123456789'), maxLength: longest });
  return fc.property(
    anyWhole,
    anyFraction,
    fc.constantFrom(...UNITS),
    fc.constantFrom('', ' '),
    (whole, fraction, unit, space) => {
      const text = `${whole}${fraction === '' ? '' : `.${fraction}`}${space}${unit}`;
      assert.equal(durationOf(text), exactly(String(whole), fraction, SCALES[unit]), text);
    },
  );
}

test('a duration is the exact number of microseconds, or refused', () => {
  fc.assert(law(fc.nat(5000), 3), runs(800));
});

test('the same for every number of digits', () => {
  fc.assert(law(fc.nat(1e9), 12), runs(800));
});

for (const text of [
  '',
  'x',
  '-1',
  '1e3',
  '8,000',
  '0x10',
  'NaN',
  'Infinity',
  '.5',
  '5.',
  '1 2',
  '8 S',
  '8h',
  '1.0000001s',
  '9'.repeat(30),
  '٣',
  '8s8s',
  '--',
  '0.5us',
])
  test(`${JSON.stringify(text)} is no duration`, () => assert.equal(durationOf(text), null));
