import { inYear, type Stamp } from '../messages/stamp.js';
import type { TimeBasis } from '../model/report.js';
import { type Instant, US_PER_SECOND } from '../model/units.js';

const DAY = 86_400 * US_PER_SECOND;
const HALF_YEAR = 183 * DAY;
/** Among so many years there is one with a 29 February, around 1900 and 2100 too. */
const LEAP_YEARS = 9;

/** A stamp whose year the log does not tell. */
export type YearlessStamp = Extract<Stamp, { kind: 'yearless' }>;

/** A stamp as a point in time, with how well that is known. */
interface Reading {
  readonly at: Instant | null;
  readonly basis: TimeBasis;
}

const UNKNOWN: Reading = { at: null, basis: 'unknown' };

/** Says whether a stamp is one whose year only the lines after it tell. */
export function isYearless(stamp: Stamp | null): stamp is YearlessStamp {
  return stamp?.kind === 'yearless';
}

/** Tells the point in time of a stamp that needs no other line for it, null for one without a year. */
export function timeOf(stamp: Stamp | null): Instant | null {
  return stamp?.kind === 'full' ? stamp.at : null;
}

/** Tells how well the time of such a stamp is known. */
export function basisOf(stamp: Stamp | null): TimeBasis {
  return stamp?.kind === 'full' ? stamp.basis : 'unknown';
}

/**
 * Turns the stamps without a year of one log, in the order of its lines, into points in time. The last one takes the
 * year of the file's modification, and going back a leap of over half a year is a New Year's Eve.
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
