import { type Instant, instant, US_PER_MS } from '../model/units.js';
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

const [EARLIEST, LATEST] = [Date.UTC(1970, 0), Date.UTC(2200, 0)];

/** What a time may look like, for messages and help. */
const TIME_FORM =
  'an ISO 8601 time (UTC unless it says otherwise) such as 2026-01-12T03:00Z, or an age such as 7d or 36h';

/** Reads a time of day or an age before `now`; throws UsageError for anything else and for days that do not exist. */
export function readTime(option: string, text: string, now: Date): Instant {
  const at = readAge(text.trim(), now) ?? readDate(text.trim());
  if (at === null || at < EARLIEST || at >= LATEST) throw badValue(option, text, TIME_FORM);
  return instant(at * US_PER_MS);
}

function readAge(text: string, now: Date): number | null {
  const match = AGE.exec(text);
  if (match === null) return null;
  return now.getTime() - Number(match[1]) * (AGE_MS[match[2] ?? ''] ?? 0);
}

function readDate(text: string): number | null {
  const match = DATE.exec(text);
  if (match === null) return null;
  const [, year, month, day, hour = '0', minute = '0', second = '0', fraction = '0', zone = 'Z'] = match;
  const [y, mo, d, h, mi, s] = [year, month, day, hour, minute, second].map(Number);
  if (y === undefined || mo === undefined || d === undefined) return null;
  if ((h ?? 0) > 23 || (mi ?? 0) > 59 || (s ?? 0) > 59) return null;
  const date = new Date(Date.UTC(y, mo - 1, d, h, mi, s, Number(fraction.padEnd(3, '0'))));
  if (date.getUTCMonth() !== mo - 1 || date.getUTCDate() !== d) return null;
  return date.getTime() - offsetMs(zone);
}

function offsetMs(zone: string): number {
  if (/^z$/i.test(zone)) return 0;
  const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(-2));
  return (zone.startsWith('-') ? -minutes : minutes) * 60_000;
}
