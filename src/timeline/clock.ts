import { inYear, type Stamp } from '../messages/stamp.js';
import type { TimeBasis } from '../model/report.js';
import { type Instant, US_PER_SECOND } from '../model/units.js';

const DAY = 86_400 * US_PER_SECOND;
const HALF_YEAR = 183 * DAY;
/** Among so many years there is one with a 29 February, around 1900 and 2100 too. */
const LEAP_YEARS = 9;

/** A stamp as a point in time, with how well that is known. */
export interface Reading {
  readonly at: Instant | null;
  readonly basis: TimeBasis;
}

const UNKNOWN: Reading = { at: null, basis: 'unknown' };

/**
 * Turns the stamps of one log, in the order of its lines, into points in time. Where they have no year, the last
 * one takes that of the file's modification, and going back a leap of over half a year is a New Year's Eve.
 */
export function readClock(stamps: readonly (Stamp | null)[], modifiedAt: Instant | null): readonly Reading[] {
  const readings: Reading[] = [];
  let later: Instant | null = null;
  for (const stamp of stamps.toReversed()) {
    const reading: Reading = stamp?.kind === 'yearless' ? assume(stamp, later, modifiedAt) : known(stamp);
    if (stamp?.kind === 'yearless') later = reading.at;
    readings.push(reading);
  }
  return readings.reverse();
}

function known(stamp: Extract<Stamp, { kind: 'full' }> | null): Reading {
  return stamp === null ? UNKNOWN : { at: stamp.at, basis: stamp.basis };
}

function assume(
  stamp: Extract<Stamp, { kind: 'yearless' }>,
  later: Instant | null,
  modifiedAt: Instant | null,
): Reading {
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
