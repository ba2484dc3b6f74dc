import { type Instant, instant, US_PER_MS } from '../model/units.js';
import { WallClock, type WallTime } from '../model/wall-clock.js';
import { badValue } from './usage-error.js';

const AGE = /^(\d{1,6})\s*(s|m|h|d|w)$/;
const AGE_MS: Readonly<Record<string, number>> = {
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
};
const DATE =
  /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,3}))?)?\s?(Z|[+-]\d\d:?\d\d)?)?$/i;
const DAY_US = 86_400_000_000;

const [EARLIEST, LATEST] = [Date.UTC(1970, 0), Date.UTC(2200, 0)];

/** What a time may look like, for messages and help. */
const TIME_FORM =
  'an ISO 8601 date or time such as 2026-01-12 or 2026-01-12T03:00Z, or an age such as 7d or 36h';

/** What a time of the user depends on. */
export interface Today {
  readonly now: Date;
  /** IANA name of the zone of dates and times that name none. */
  readonly zone: string;
}

/**
 * Reads the time at which a window begins (`first`) or ends (`last`, which is still in it): an ISO 8601 date or time,
 * an age before now, or a Date. A date alone is its whole day. A time that the clocks of the zone skip or show twice
 * is read so that the window holds more. Throws UsageError for anything else, days that do not exist, and times
 * before 1970 or after 2199; `label` is what its message calls the option.
 */
export function readTime(label: string, value: string | Date, edge: 'first' | 'last', today: Today): Instant {
  const at = value instanceof Date ? readMs(value.getTime()) : readText(value.trim(), edge, today);
  if (at === null) throw badValue(label, textOf(value), TIME_FORM);
  return at;
}

/** Writes a time as the report shows that it was given. */
export function textOf(value: string | Date): string {
  if (!(value instanceof Date)) return value;
  return Number.isNaN(value.getTime()) ? String(value) : value.toISOString();
}

function readText(text: string, edge: 'first' | 'last', { now, zone }: Today): Instant | null {
  const age = AGE.exec(text);
  if (age !== null) return readMs(now.getTime() - Number(age[1]) * (AGE_MS[age[2] ?? ''] ?? 0));
  const date = readDate(text);
  if (date === null) return null;
  if (date.offset !== null) return instant(date.wall - date.offset);
  const clock = new WallClock(zone);
  if (edge === 'first') return clock.earliestAt(date.wall);
  return clock.latestAt(date.isWholeDay ? date.wall + DAY_US - 1 : date.wall);
}

function readMs(ms: number): Instant | null {
  return ms >= EARLIEST && ms < LATEST ? instant(Math.floor(ms) * US_PER_MS) : null;
}

/** A date or time as it is written. */
interface WrittenDate {
  /** Of a date alone its midnight. */
  readonly wall: WallTime;
  readonly isWholeDay: boolean;
  /** What its own zone is ahead of UTC in microseconds, null where it names none. */
  readonly offset: number | null;
}

function readDate(text: string): WrittenDate | null {
  const match = DATE.exec(text);
  if (match === null) return null;
  const [, year, month, day, hour, minute = '0', second = '0', fraction = '0', zone] = match;
  const [y, mo, d, h, mi, s] = [year, month, day, hour ?? '0', minute, second].map(Number);
  if (y === undefined || mo === undefined || d === undefined) return null;
  if ((h ?? 0) > 23 || (mi ?? 0) > 59 || (s ?? 0) > 59) return null;
  const date = new Date(Date.UTC(y, mo - 1, d, h, mi, s, Number(fraction.padEnd(3, '0'))));
  // Date takes 0099 for 1999, and the 30th of February for a day of March.
  if (date.getUTCFullYear() !== y || date.getUTCMonth() !== mo - 1 || date.getUTCDate() !== d) return null;
  const wall = readMs(date.getTime());
  if (wall === null) return null;
  return { wall, isWholeDay: hour === undefined, offset: zone === undefined ? null : offsetOf(zone) };
}

function offsetOf(zone: string): number {
  if (/^z$/i.test(zone)) return 0;
  const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(-2));
  return (zone.startsWith('-') ? -minutes : minutes) * 60_000 * US_PER_MS;
}
