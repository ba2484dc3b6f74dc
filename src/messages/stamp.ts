import { type Instant, instant, US_PER_SECOND } from '../model/units.js';

/** The time stamp of a line, as far as the line itself tells it. */
export type Stamp =
  | { readonly kind: 'full'; readonly at: Instant; readonly basis: 'utc' | 'offset' | 'assumed' }
  /** ESX 3 and 4 and old hosted products write neither year nor zone. */
  | { readonly kind: 'yearless'; readonly month: number; readonly day: number; readonly usOfDay: number };

/** ISO 8601 as the logs write it: 0 to 6 digits of a second, `Z`, an offset or no zone. */
export const ISO_STAMP = String.raw`\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:[.,]\d{1,6})?(?:Z|[+-]\d\d:?\d\d)?`;

/** The stamp without a year, `Feb  6 19:11:34.369`. */
export const YEARLESS_STAMP = String.raw`(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) [ \d]\d \d\d:\d\d:\d\d(?:[.,]\d{1,6})?`;

const ISO = new RegExp(`^${ISO_STAMP}$`);
const YEARLESS = new RegExp(`^${YEARLESS_STAMP}$`);
/** Where the clock stands in a stamp of either kind, and how long it is without a fraction. */
const [ISO_CLOCK, YEARLESS_CLOCK, CLOCK_LENGTH] = [11, 7, 8];
/** A clock without a battery begins in 1970; what lies outside is damage. */
const [FIRST_YEAR, LAST_YEAR] = [1970, 2199];

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

const ISO_SHAPE = '0000-00-00T00:00:00';
const YEARLESS_SHAPE = ' 00 00:00:00';

/** Lines come in bursts with one stamp, and each is asked for again as the stamp before the next line. */
let last: { readonly text: string; readonly stamp: Stamp | null } = { text: '', stamp: null };

/** Reads a time stamp; null for a text that is none, or that names a day or time that does not exist. */
export function readStamp(text: string): Stamp | null {
  if (text !== last.text) last = { text, stamp: readIso(text) ?? readYearless(text) };
  return last.stamp;
}

/** Says whether a text, though it may be cut off within it, begins with a stamp. */
export function beginsLikeStamp(text: string): boolean {
  const shape = text.slice(0, ISO_SHAPE.length).replace(/\d/g, '0');
  if (ISO_SHAPE.startsWith(shape)) return true;
  const [month, rest] = [shape.slice(0, 3), shape.slice(3, 3 + YEARLESS_SHAPE.length).replace(/^ {2}/, ' 0')];
  return MONTHS.some((one) => one.startsWith(month)) && YEARLESS_SHAPE.startsWith(rest);
}

/** Gives the point in time that a stamp without a year means in a given year, taking its zone for UTC; null where
 * that year has no such day. */
export function inYear(stamp: Extract<Stamp, { kind: 'yearless' }>, year: number): Instant | null {
  const midnight = midnightOf(year, stamp.month, stamp.day);
  return midnight === null ? null : instant(midnight * 1000 + stamp.usOfDay);
}

function readIso(text: string): Stamp | null {
  if (!ISO.test(text)) return null;
  const year = numberAt(text, 0, 4);
  if (year < FIRST_YEAR || year > LAST_YEAR) return null;
  const midnight = midnightOf(year, numberAt(text, 5, 7), numberAt(text, 8, 10));
  const time = usOfDay(text, ISO_CLOCK);
  const zone = text.slice(endOfClock(text, ISO_CLOCK));
  const shift = zone === '' || zone === 'Z' ? 0 : offsetOf(zone);
  if (midnight === null || time === null || shift === null) return null;
  const basis = zone === '' ? 'assumed' : zone === 'Z' ? 'utc' : 'offset';
  return { kind: 'full', at: instant(midnight * 1000 + time - shift), basis };
}

function readYearless(text: string): Stamp | null {
  if (!YEARLESS.test(text)) return null;
  const month = MONTHS.indexOf(text.slice(0, 3)) + 1;
  const day = numberAt(text, 4, 6);
  const time = usOfDay(text, YEARLESS_CLOCK);
  // A leap year, so that 29 February stands; the year itself is found later.
  if (time === null || midnightOf(2000, month, day) === null) return null;
  return { kind: 'yearless', month, day, usOfDay: time };
}

/** Milliseconds since the epoch, null for a day that no calendar has. */
function midnightOf(year: number, month: number, day: number): number | null {
  if (month < 1 || month > 12 || day < 1 || day > daysIn(year, month)) return null;
  return Date.UTC(year, month - 1, day);
}

function daysIn(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

function usOfDay(text: string, at: number): number | null {
  const h = numberAt(text, at, at + 2);
  const m = numberAt(text, at + 3, at + 5);
  const s = numberAt(text, at + 6, at + 8);
  // 60 is a leap second; hosts that smear it never write it, and the others may.
  if (h > 23 || m > 59 || s > 60) return null;
  const end = endOfClock(text, at);
  let us = 0;
  let unit = US_PER_SECOND / 10;
  for (let digit = at + CLOCK_LENGTH + 1; digit < end; digit++, unit /= 10)
    us += unit * (digitAt(text, digit) ?? 0);
  return ((h * 60 + m) * 60 + s) * US_PER_SECOND + us;
}

function endOfClock(text: string, at: number): number {
  const point = at + CLOCK_LENGTH;
  if (text.charAt(point) !== '.' && text.charAt(point) !== ',') return point;
  let end = point + 1;
  while (digitAt(text, end) !== null) end++;
  return end;
}

/** Reads digits at a known place: a stamp is read for every line, and captures would cost most of that. */
function numberAt(text: string, from: number, to: number): number {
  let number = 0;
  for (let at = from; at < to; at++) number = 10 * number + (digitAt(text, at) ?? 0);
  return number;
}

function digitAt(text: string, at: number): number | null {
  const digit = text.charCodeAt(at) - 48;
  return digit >= 0 && digit <= 9 ? digit : null;
}

/** Microseconds by which a zone is ahead of UTC, null for an offset that no zone has. */
function offsetOf(zone: string): number | null {
  const [hours, minutes] = [Number(zone.slice(1, 3)), Number(zone.slice(-2))];
  if (hours > 14 || minutes > 59) return null;
  return (zone.startsWith('-') ? -1 : 1) * (hours * 60 + minutes) * 60 * US_PER_SECOND;
}
