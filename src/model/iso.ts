import { type Instant, US_PER_MS } from './units.js';

const MS_PER_DAY = 86_400_000;
const ZERO = 48;

/** The last text, in which only the time of day is written anew while the day is the same: a report has a million of them. */
const text = Buffer.from('1970-01-01T00:00:00.000Z', 'latin1');
let day = 0;

/** Writes a point in time as ISO 8601 UTC with milliseconds, rounding down; null stays null. */
export function isoOf(at: Instant): string;
export function isoOf(at: Instant | null): string | null;
export function isoOf(at: Instant | null): string | null {
  if (at === null) return null;
  const ms = Math.floor(at / US_PER_MS);
  const days = Math.floor(ms / MS_PER_DAY);
  if (days !== day) {
    // An instant lies within 286 years of 1970, so the year has four digits.
    text.write(new Date(ms).toISOString(), 'latin1');
    day = days;
  }
  writeClock(ms - days * MS_PER_DAY);
  return text.toString('latin1');
}

function writeClock(ms: number): void {
  const seconds = Math.floor(ms / 1000);
  const minutes = Math.floor(seconds / 60);
  writeTwo(11, Math.floor(minutes / 60));
  writeTwo(14, minutes % 60);
  writeTwo(17, seconds % 60);
  const fraction = ms % 1000;
  text[20] = ZERO + Math.floor(fraction / 100);
  writeTwo(21, fraction % 100);
}

function writeTwo(at: number, number: number): void {
  text[at] = ZERO + Math.floor(number / 10);
  text[at + 1] = ZERO + (number % 10);
}
