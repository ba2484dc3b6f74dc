import { type Instant, instant, US_PER_SECOND } from '../model/units.js';

/** The time stamp of a line, as far as the line itself tells it. */
export type Stamp =
  | { readonly kind: 'full'; readonly at: Instant; readonly basis: 'utc' | 'offset' | 'assumed' }
  /** ESX 3 and 4 and old hosted products write neither year nor zone. */
  | { readonly kind: 'yearless'; readonly month: number; readonly day: number; readonly usOfDay: number };

const CLOCK = String.raw`(\d\d):(\d\d):(\d\d)(?:[.,](\d{1,6}))?`;

/** ISO 8601 as the logs write it: 0 to 6 digits of a second, `Z`, an offset or no zone. */
export const ISO_STAMP = String.raw`\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:[.,]\d{1,6})?(?:Z|[+-]\d\d:?\d\d)?`;

/** The stamp without a year, `Feb  6 19:11:34.369`. */
export const YEARLESS_STAMP = String.raw`(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) [ \d]\d \d\d:\d\d:\d\d(?:[.,]\d{1,6})?`;

const ISO = new RegExp(String.raw`^(\d{4})-(\d\d)-(\d\d)T${CLOCK}(Z|[+-]\d\d:?\d\d)?$`);
const YEARLESS = new RegExp(String.raw`^([A-Z][a-z]{2}) ([ \d]\d) ${CLOCK}$`);
/** A clock without a battery begins in 1970; what lies outside is damage. */
const [FIRST_YEAR, LAST_YEAR] = [1970, 2199];

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** Reads a time stamp; null for a text that is none, or that names a day or time that does not exist. */
export function readStamp(text: string): Stamp | null {
  return readIso(text) ?? readYearless(text);
}

/** Gives the point in time that a stamp without a year means in a given year, taking its zone for UTC; null where
 * that year has no such day. */
export function inYear(stamp: Extract<Stamp, { kind: 'yearless' }>, year: number): Instant | null {
  const midnight = midnightOf(year, stamp.month, stamp.day);
  return midnight === null ? null : instant(midnight * 1000 + stamp.usOfDay);
}

function readIso(text: string): Stamp | null {
  const match = ISO.exec(text);
  if (match === null) return null;
  const [, year, month, day, hour, minute, second, fraction, zone] = match;
  if (Number(year) < FIRST_YEAR || Number(year) > LAST_YEAR) return null;
  const midnight = midnightOf(Number(year), Number(month), Number(day));
  const time = usOfDay(hour, minute, second, fraction);
  const shift = zone === undefined || zone === 'Z' ? 0 : offsetOf(zone);
  if (midnight === null || time === null || shift === null) return null;
  const basis = zone === undefined ? 'assumed' : zone === 'Z' ? 'utc' : 'offset';
  return { kind: 'full', at: instant(midnight * 1000 + time - shift), basis };
}

function readYearless(text: string): Stamp | null {
  const match = YEARLESS.exec(text);
  if (match === null) return null;
  const [, name, dayText, hour, minute, second, fraction] = match;
  const month = MONTHS.indexOf(name ?? '') + 1;
  const day = Number(dayText);
  const time = usOfDay(hour, minute, second, fraction);
  // A leap year, so that 29 February stands; the year itself is found later.
  if (month === 0 || time === null || midnightOf(2000, month, day) === null) return null;
  return { kind: 'yearless', month, day, usOfDay: time };
}

/** Milliseconds since the epoch, null for a day that no calendar has. */
function midnightOf(year: number, month: number, day: number): number | null {
  const midnight = Date.UTC(year, month - 1, day);
  const date = new Date(midnight);
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day ? midnight : null;
}

function usOfDay(hour = '', minute = '', second = '', fraction = ''): number | null {
  const [h, m, s] = [Number(hour), Number(minute), Number(second)];
  // 60 is a leap second; hosts that smear it never write it, and the others may.
  if (h > 23 || m > 59 || s > 60) return null;
  return ((h * 60 + m) * 60 + s) * US_PER_SECOND + Number(fraction.padEnd(6, '0'));
}

/** Microseconds by which a zone is ahead of UTC, null for an offset that no zone has. */
function offsetOf(zone: string): number | null {
  const [hours, minutes] = [Number(zone.slice(1, 3)), Number(zone.slice(-2))];
  if (hours > 14 || minutes > 59) return null;
  return (zone.startsWith('-') ? -1 : 1) * (hours * 60 + minutes) * 60 * US_PER_SECOND;
}
