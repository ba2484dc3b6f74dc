import type { GuestStamp } from '../model/guest.js';
import type { WallTime } from '../model/wall-clock.js';

/** A day of the calendar. */
export interface Day {
  readonly year: number;
  /** From 1 to 12. */
  readonly month: number;
  readonly day: number;
}

/** A time of day, whole milliseconds. */
export interface Clock {
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly ms: number;
}

/** Says whether a day exists, from 1970 to 2199: Date takes the 30th of February for a day of March. */
export function isDay({ year, month, day }: Day): boolean {
  const date = new Date(Date.UTC(year, month - 1, day));
  return year >= 1970 && year < 2200 && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
}

/** Gives the day of the week: 0 is Sunday. */
export function weekdayOf({ year, month, day }: Day): number {
  return new Date(Date.UTC(year, month - 1, day)).getUTCDay();
}

/** Gives the time that a clock on the wall shows; null for a day or a time that does not exist. Second 60 is read as 59. */
export function wallOf(day: Day, { hour, minute, second, ms }: Clock): WallTime | null {
  if (!isDay(day) || hour > 23 || minute > 59 || second > 60) return null;
  const { year, month } = day;
  return Date.UTC(year, month - 1, day.day, hour, minute, Math.min(second, 59), ms) * 1000;
}

/** What a pattern with groups of these names found. */
export type DateGroups = Readonly<
  Partial<Record<'year' | 'month' | 'day' | 'hour' | 'minute' | 'second' | 'ms', string>>
>;

/** Gives the stamp that a pattern found, without a zone; null for a time that does not exist. A year of two digits is of this century. */
export function stampIn({ year = '', month, day, hour, minute, second, ms }: DateGroups): GuestStamp | null {
  const date = {
    year: Number(year) + (year.length === 2 ? 2000 : 0),
    month: Number(month),
    day: Number(day),
  };
  const clock = { hour: Number(hour), minute: Number(minute), second: Number(second), ms: Number(ms ?? 0) };
  const wall = wallOf(date, clock);
  return wall === null ? null : { wall, unitUs: ms === undefined ? 1_000_000 : 1000, zone: null };
}
