import { type Diagnostic, diagnostic } from '../model/diagnostic.js';
import type { GuestEntry, GuestReading, GuestStamp } from '../model/guest.js';
import { visible } from '../model/text.js';
import type { GuestClock } from './clock.js';

/**
 * Says what a guest log holds, and what about it is doubtful. `unzoned` holds the logs with freezes whose zone no other log of the
 * guest tells either.
 */
export function logDoubts(
  reading: GuestReading,
  clock: GuestClock,
  unzoned: ReadonlySet<string>,
  offset: number | null,
): readonly Diagnostic[] {
  const { path } = reading.place;
  return [
    diagnostic('guest-log', path, contentOf(reading)),
    ...zoneDoubt(reading, clock, unzoned, offset),
    ...timeDoubts(reading, clock),
    ...jumpDoubt(reading),
    ...unclearLines(reading),
    ...(reading.cut ? [diagnostic('cut-guest-log', path, CUT)] : []),
    ...(reading.isFull ? [diagnostic('cut-guest-log', path, FULL)] : []),
  ];
}

const CUT = 'The log stops in the middle of a line, so the rest is missing: copy it again.';
const FULL =
  'The log has more than 100,000 lines about freezes and mirrors; the others were not read: cut it into parts.';

function contentOf({ entries, known, foreign, firstForeign, first, last }: GuestReading): string {
  const time =
    first === null || last === null ? '' : `, from ${wallTime(first)} to ${wallTime(last)} (guest time)`;
  const unknown = foreign === 0 ? '' : `; the first line that was not: ${visible(firstForeign ?? '')}`;
  return `Guest log: ${known} of ${lines(known + foreign)} understood, ${entries.length} of them about freezes or the mirror${time}${unknown}.`;
}

function lines(count: number): string {
  return count === 1 ? '1 line' : `${count} lines`;
}

/** A line that names its zone needs nobody to name it. */
function zoneDoubt(
  { place, entries }: GuestReading,
  clock: GuestClock,
  unzoned: ReadonlySet<string>,
  offset: number | null,
): readonly Diagnostic[] {
  const isFreeze = unzoned.has(place.path);
  const worth = isFreeze ? entries : entries.filter(({ message }) => message.kind === 'mirror');
  const found = stampsIn(worth).find((stamp) => {
    const { at, trouble } = clock.read(stamp);
    return at === null && trouble === null;
  });
  if (found === undefined) return [];
  const what = isFreeze ? 'freezes' : 'lines about the mirror';
  const why =
    found.zone?.kind === 'abbreviation'
      ? `The time zone of this log, ${visible(found.zone.text)}, stands for several`
      : 'This log names no time zone';
  const message = `${why}, so its ${what} cannot be matched with stops: add --guest-tz ZONE, such as --guest-tz Europe/Berlin${offset === null ? '' : '; --guest-offset needs it too'}.`;
  return [diagnostic('guest-zone', place.path, message)];
}

function timeDoubts(
  { place, entries, unsure, firstUnsure }: GuestReading,
  clock: GuestClock,
): readonly Diagnostic[] {
  const troubles = stampsIn(entries).flatMap((stamp) => {
    const { trouble } = clock.read(stamp);
    return trouble === null ? [] : [{ stamp, trouble }];
  });
  const [first] = troubles;
  const message = `${unsure === 1 ? '1 date does' : `${unsure} dates do`} not tell one day: day or month first, no year, or not understood (first: ${visible(firstUnsure ?? '')}). Such times count as unknown; have the scripts write date -u +%FT%TZ.`;
  return [
    ...(unsure === 0 ? [] : [diagnostic('guest-time', place.path, message)]),
    ...(first === undefined
      ? []
      : [
          diagnostic(
            'guest-time',
            place.path,
            `${amount(troubles.length)} in a change to or from daylight saving time, in which an hour is repeated or skipped (first: ${wallTime(first.stamp)}). Such times are shown as guest time; have the scripts write date -u +%FT%TZ.`,
          ),
        ]),
  ];
}

function amount(count: number): string {
  return count === 1 ? '1 time lies' : `${count} times lie`;
}

function jumpDoubt({ place, jump }: GuestReading): readonly Diagnostic[] {
  if (jump === null) return [];
  const message = `The times jump back at byte ${jump.offset}, from ${wallTime(jump.from)} to ${wallTime(jump.to)}. The guest's clock was set back, or the file holds the logs of two guests: then pass each guest's logs separately.`;
  return [diagnostic('guest-clock-back', place.path, message)];
}

function unclearLines({ place, entries }: GuestReading): readonly Diagnostic[] {
  const unclear = entries.filter(({ message }) => message.kind === 'unclear');
  const [first] = unclear;
  if (first === undefined) return [];
  const what = unclear.length === 1 ? '1 line mentions' : `${unclear.length} lines mention`;
  const message = `${what} a freeze or a thaw and was not understood (first at byte ${first.offset}: ${visible(first.text)}). It is not counted; read it yourself.`;
  return [diagnostic('unclear-guest-line', place.path, message)];
}

function stampsIn(entries: readonly GuestEntry[]): readonly GuestStamp[] {
  return entries.flatMap(({ stamp }) => (stamp === null ? [] : [stamp]));
}

/** A time of the guest's clock, to the second. */
function wallTime({ wall }: GuestStamp): string {
  return new Date(wall / 1000).toISOString().slice(0, 19).replace('T', ' ');
}
