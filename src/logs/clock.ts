import { inYear, type Stamp } from '../messages/stamp.js';
import type { TimeBasis } from '../model/report.js';
import { type Instant, US_PER_SECOND } from '../model/units.js';

const DAY = 86_400 * US_PER_SECOND;
const HALF_YEAR = 183 * DAY;
/** Any nine years in a row include a leap year, around 1900 and 2100 too. */
const LEAP_YEARS = 9;

/** A stamp without a year. */
export type YearlessStamp = Extract<Stamp, { kind: 'yearless' }>;

/** The time that a stamp means, and how it is known. */
interface Reading {
  readonly at: Instant | null;
  readonly basis: TimeBasis;
}

const UNKNOWN: Reading = { at: null, basis: 'unknown' };

/** Returns whether a stamp has no year, so that only later lines tell it. */
export function isYearless(stamp: Stamp | null): stamp is YearlessStamp {
  return stamp?.kind === 'yearless';
}

/** Returns the time of a complete stamp, null for one without a year. */
export function timeOf(stamp: Stamp | null): Instant | null {
  return stamp?.kind === 'full' ? stamp.at : null;
}

/** Returns how the time of a complete stamp is known. */
export function basisOf(stamp: Stamp | null): TimeBasis {
  return stamp?.kind === 'full' ? stamp.basis : 'unknown';
}

/**
 * Dates the yearless stamps of one log, given in the order of its lines. The last one gets the year of the file's
 * modification time; going back, a jump of over half a year crosses New Year.
 */
export function readYears(stamps: readonly YearlessStamp[], modifiedAt: Instant | null): readonly Reading[] {
  const readings: Reading[] = [];
  let later: Instant | null = null;
  for (const stamp of stamps.toReversed()) {
    const reading = assume(stamp, later, modifiedAt);
    later = reading.at;
    readings.push(reading);
  }
  return readings.reverse();
}

function assume(stamp: YearlessStamp, later: Instant | null, modifiedAt: Instant | null): Reading {
  // A day's grace: the stamps are local time of an unknown zone.
  const limit = Math.min(
    modifiedAt === null ? Number.POSITIVE_INFINITY : modifiedAt + DAY,
    later === null ? Number.POSITIVE_INFINITY : later + HALF_YEAR,
  );
  if (limit === Number.POSITIVE_INFINITY) return UNKNOWN;
  const latestYear = new Date(limit / 1000).getUTCFullYear();
  for (let year = latestYear; year > latestYear - LEAP_YEARS; year--) {
    const at = inYear(stamp, year);
    if (at !== null && at <= limit) return { at, basis: 'assumed' };
  }
  return UNKNOWN;
}
