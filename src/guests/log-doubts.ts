import { type Diagnostic, diagnostic } from '../model/diagnostic.js';
import type { GuestEntry, GuestReading, GuestStamp } from '../model/guest.js';
import { visible } from '../model/text.js';
import type { GuestClock } from './clock.js';

/**
 * Says what a guest's log holds, and what about it is doubtful. `unzoned` holds the logs with freezes whose zone no other log of the
 * guest tells either.
 */
export function logDoubts(
  reading: GuestReading,
  clock: GuestClock,
  unzoned: ReadonlySet<string>,
): readonly Diagnostic[] {
  const { path } = reading.place;
  return [
    diagnostic('guest-log', path, contentOf(reading)),
    ...zoneDoubt(reading, clock, unzoned),
    ...timeDoubts(reading, clock),
    ...jumpDoubt(reading),
    ...unclearLines(reading),
    ...(reading.cut ? [diagnostic('cut-guest-log', path, CUT)] : []),
    ...(reading.isFull ? [diagnostic('limit', path, FULL)] : []),
  ];
}

const CUT = 'It ends in mid-line: what came after that is not in it.';
const FULL =
  'It has more than 100,000 lines about freezes and mirrors; the others were not read: cut it into parts.';

function contentOf({ entries, known, foreign, firstForeign, first, last }: GuestReading): string {
  const time =
    first === null || last === null ? '' : `, from ${wallTime(first)} to ${wallTime(last)} by its clock`;
  const unknown =
    foreign === 0 ? '' : `; ${lines(foreign)} of no known form, the first: ${visible(firstForeign ?? '')}`;
  return `It is the log of a guest: ${lines(known)}, ${entries.length} of them about freezes or a mirror${time}${unknown}.`;
}

function lines(count: number): string {
  return count === 1 ? '1 line' : `${count} lines`;
}

/** A line that names its zone needs nobody to name it. */
function zoneDoubt(
  { place, entries }: GuestReading,
  clock: GuestClock,
  unzoned: ReadonlySet<string>,
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
      ? `Its zone, ${visible(found.zone.text)}, stands for several`
      : 'Its times name no zone';
  const message = `${why}, so its ${what} cannot be laid beside the stops: name the zone with --guest-tz.`;
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
  const message = `${amount(unsure)} can be read in several ways, the first: ${visible(firstUnsure ?? '')}; they count as unknown.`;
  const shows = first?.trouble === 'twice' ? 'show that hour twice' : 'never show that hour';
  return [
    ...(unsure === 0 ? [] : [diagnostic('guest-time', place.path, message)]),
    ...(first === undefined
      ? []
      : [
          diagnostic(
            'guest-time',
            place.path,
            `${amount(troubles.length)} mean no instant, the first ${wallTime(first.stamp)}: the clocks of the zone ${shows}. They are told as the guest's clock showed them.`,
          ),
        ]),
  ];
}

function amount(count: number): string {
  return count === 1 ? '1 time' : `${count} times`;
}

function jumpDoubt({ place, jump }: GuestReading): readonly Diagnostic[] {
  if (jump === null) return [];
  const message = `Its times go back at byte ${jump.offset}, from ${wallTime(jump.from)} to ${wallTime(jump.to)}: the guest's clock was set back, or logs of two guests were joined.`;
  return [diagnostic('guest-clock-back', place.path, message)];
}

function unclearLines({ place, entries }: GuestReading): readonly Diagnostic[] {
  const unclear = entries.filter(({ message }) => message.kind === 'unclear');
  const [first] = unclear;
  if (first === undefined) return [];
  const of = unclear.length === 1 ? 'A line speaks' : `${unclear.length} lines speak`;
  const message = `${of} of a freeze or a thaw in words that are not known, the first at byte ${first.offset}: ${visible(first.text)}`;
  return [diagnostic('unclear-guest-line', place.path, message)];
}

function stampsIn(entries: readonly GuestEntry[]): readonly GuestStamp[] {
  return entries.flatMap(({ stamp }) => (stamp === null ? [] : [stamp]));
}

/** A time of the guest's clock, to the second. */
function wallTime({ wall }: GuestStamp): string {
  return new Date(wall / 1000).toISOString().slice(0, 19).replace('T', ' ');
}
