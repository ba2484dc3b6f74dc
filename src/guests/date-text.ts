// Own code: libraries read a date of a known format. Here nobody knows the format, and a guess must be told from a proof.
import type { GuestStamp, GuestZone } from '../model/guest.js';
import { type Clock, type Day, isDay, wallOf, weekdayOf } from './calendar.js';
import { type DateNames, dateNames, ENGLISH, plainWord } from './date-names.js';
import { ZONE, zoneOf } from './zones.js';

const CLOCK =
  /(?<![\d:.])(\d{1,2})(?::(\d\d):(\d\d)|\.(\d\d)\.(\d\d)(?![.\d])|[時时시]\s?(\d\d)[分분]\s?(\d\d)[秒초])(?:[.,](\d{1,9}))?(?:\s?([AaPp])\.?[Mm]\.?(?![\p{L}\d]))?/u;
/** The longest that `date` prints in any locale. */
const LONGEST = 80;
/** Words that stand between the parts of a date. */
const FILLERS: ReadonlySet<string> = new Set(['de', 'del', 'den', 'the', 'at', 'of', 'klo', 'le', 'г']);

/**
 * Reads what date(1) prints, in any locale: `Wed Jan  4 16:30:35 EST 2017`, `mié 04 ene 2017 16:30:35 EST`, an ISO 8601 time.
 * Null where a word is not known, or where day and month can be read in two ways and no weekday tells.
 */
export function readDate(text: string): GuestStamp | null {
  if (text.length > LONGEST) return null;
  const spaced = text.replace(/(?<=\d)T(?=\d)/, ' ').replace(/(?<=:\d\d(?:[.,]\d{1,9})?)Z$/, ' UTC');
  const found = CLOCK.exec(spaced);
  if (found === null) return null;
  const clock = clockOf(found);
  const [before, after] = [spaced.slice(0, found.index), spaced.slice(found.index + found[0].length)];
  const parts = partsOf(before, after);
  if (clock === null || parts === null) return null;
  const day = onlyDay(parts);
  const wall = day === null ? null : wallOf(day, clock);
  if (wall === null) return null;
  return { wall, unitUs: found[8] === undefined ? 1_000_000 : 1000, zone: parts.zone };
}

function clockOf([, hour, m1, s1, m2, s2, m3, s3, fraction, half]: RegExpExecArray): Clock | null {
  const written = Number(hour);
  if (half !== undefined && (written < 1 || written > 12)) return null;
  const hours = half === undefined ? written : (written % 12) + (/p/i.test(half) ? 12 : 0);
  return {
    hour: hours,
    minute: Number(m1 ?? m2 ?? m3),
    second: Number(s1 ?? s2 ?? s3),
    ms: Number((fraction ?? '0').slice(0, 3).padEnd(3, '0')),
  };
}

/** The parts of a date besides the time of day. */
interface Parts {
  readonly numbers: readonly string[];
  readonly words: readonly string[];
  readonly zone: GuestZone | null;
}

function partsOf(before: string, after: string): Parts | null {
  const words = [...(before.match(/\p{L}+\.?/gu) ?? [])];
  const numbers = [...(before.match(/\d+/g) ?? [])];
  let zone: GuestZone | null = null;
  for (const part of after.split(/[\s,()]+/).filter((one) => one !== '')) {
    if (ZONE.test(part) && zone === null) zone = zoneOf(part);
    else if (/^\d{1,4}\.?$/.test(part)) numbers.push(part.replace('.', ''));
    else if (/^\p{L}+\.?$/u.test(part)) words.push(part);
    else return null;
  }
  return { numbers, words: words.filter((word) => !FILLERS.has(plainWord(word))), zone };
}

/** Gives the only day that the parts can mean; null where they mean several or none. */
function onlyDay({ numbers, words }: Parts): Day | null {
  const year = numbers.find((number) => number.length === 4);
  if (year === undefined || numbers.some((number) => number.length === 3)) return null;
  const others = numbers.filter((number) => number !== year).map(Number);
  const marks = words.map(plainWord).filter((word) => !/^[年月日년월일]$/.test(word));
  if (marks.length === 0) return only(numericDays(Number(year), others, numbers[0] === year));
  const daysOf = (names: DateNames) => daysIn(names, marks, Number(year), others, numbers[0] === year);
  // The same words may mean another day in another language, but hardly a weekday and a month as English writes them.
  if (marks.length === 2 && isIn(ENGLISH, marks)) return only(daysOf(ENGLISH));
  return only(dateNames().flatMap(daysOf));
}

/** Says whether each word is a name as it is, and not the beginning of one. */
function isIn({ months, weekdays }: DateNames, words: readonly string[]): boolean {
  return words.every((word) => [...months, ...weekdays].some((forms) => forms.includes(word)));
}

/** Gives the days that words in one language and numbers can mean together. Each word must be a month or a weekday. */
function daysIn(
  { months, weekdays }: DateNames,
  words: readonly string[],
  year: number,
  numbers: readonly number[],
  isYearFirst: boolean,
): readonly Day[] {
  const [one = '', two] = words;
  if (words.length > 2) return [];
  const ofWeekday = (word: string, days: readonly Day[]) => {
    const indexes = matching(weekdays, word);
    return days.filter((day) => indexes.includes(weekdayOf(day)));
  };
  const ofMonth = (word: string) =>
    matching(months, word).flatMap((index) => validDays(year, [[index + 1, numbers[0] ?? 0]]));
  if (two === undefined) {
    if (numbers.length === 1) return ofMonth(one);
    return ofWeekday(one, numericDays(year, numbers, isYearFirst));
  }
  if (numbers.length !== 1) return [];
  return [...ofWeekday(one, ofMonth(two)), ...ofWeekday(two, ofMonth(one))];
}

/** With the year first the month follows; else either of the two may be the month. */
function numericDays(year: number, numbers: readonly number[], isYearFirst: boolean): readonly Day[] {
  const [first, second] = numbers;
  if (first === undefined || second === undefined || numbers.length > 2) return [];
  return validDays(
    year,
    isYearFirst
      ? [[first, second]]
      : [
          [first, second],
          [second, first],
        ],
  );
}

function validDays(year: number, pairs: readonly (readonly [number, number])[]): readonly Day[] {
  const days = pairs.map(([month, day]) => ({ year, month, day }));
  return days.filter((day) => day.month >= 1 && day.month <= 12 && day.day >= 1 && isDay(day));
}

function only(days: readonly Day[]): Day | null {
  const distinct = new Map(days.map((day) => [`${day.month} ${day.day}`, day]));
  const [day] = distinct.values();
  return distinct.size === 1 && day !== undefined ? day : null;
}

/** A word stands for a name where it is one, or the beginning of one, of three letters or more. */
function matching(names: readonly (readonly string[])[], word: string): readonly number[] {
  const exact = indexesOf(names, (name) => name === word);
  if (exact.length > 0 || word.length < 2) return exact;
  return indexesOf(names, (name) => name.startsWith(word));
}

function indexesOf(
  names: readonly (readonly string[])[],
  fits: (name: string) => boolean,
): readonly number[] {
  return names.flatMap((forms, index) => (forms.some(fits) ? [index] : []));
}
