import { type Micros, micros } from '../model/units.js';
import { badValue } from './usage-error.js';

const UNITS: Readonly<Record<string, number>> = { us: 1, ms: 1000, s: 1_000_000, m: 60_000_000 };
const DURATION = /^(\d{1,16})(?:\.(\d{1,16}))?\s*(us|ms|s|m)?$/;

/** What a duration may look like, for messages and help. */
export const DURATION_FORM =
  'a number with us, ms, s or m, such as 8s or 1500ms; a bare number is milliseconds';

/** The least and the most that an option takes, and how to say so. */
export interface Range {
  readonly least: number;
  readonly most: number;
  readonly accepted: string;
}

/** Any length of time, none included. */
export const ANY_DURATION: Range = { least: 0, most: Number.MAX_SAFE_INTEGER, accepted: DURATION_FORM };

/**
 * Reads a duration such as `8s`, `1500ms`, `0.5 m` or `8000` (milliseconds) into whole microseconds; throws
 * UsageError for anything else, for parts of a microsecond, and outside of the range.
 */
export function readDuration(label: string, text: string, range: Range): Micros {
  const match = DURATION.exec(text.trim());
  if (match === null) throw badValue(label, text, range.accepted);
  const [, whole = '', fraction = '', unit = 'ms'] = match;
  // Through integers, so that 1.1s is 1,100,000 us and not the float next to it.
  const parts = BigInt(whole + fraction) * BigInt(UNITS[unit] ?? 1);
  const divisor = 10n ** BigInt(fraction.length);
  const value = Number(parts / divisor);
  const isWhole = parts % divisor === 0n && Number.isSafeInteger(value);
  if (!isWhole || value < range.least || value > range.most) throw badValue(label, text, range.accepted);
  return micros(value);
}
