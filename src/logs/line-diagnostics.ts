import type { LogRecord } from '../messages/log-record.js';
import { type Diagnostic, type DiagnosticKind, diagnostic } from '../model/diagnostic.js';
import { addTo } from '../model/lists.js';
import type { LogPlace } from '../model/log.js';
import { type Instant, US_PER_SECOND } from '../model/units.js';
import type { LogEntry } from './log-reading.js';

/** A figure may exceed the time since the previous line by this much before it counts as odd. */
const GRACE_US = 60 * US_PER_SECOND;

/** A line that is no message but needs a diagnostic. */
export type Oddity = Exclude<LogRecord, { kind: 'message' | 'line' | 'end' }>;

/** What can be odd about a line: reported once a log, with the number of lines. */
const ODDITIES = {
  long: { kind: 'long-line', text: 'A line is over 64 KiB long and was read in pieces' },
  'cut-line': {
    kind: 'cut-line',
    text: 'The log ends in mid-line: the rest is cut off, and stops may be hidden there; get the log again, as a whole',
  },
  'cut-stop': {
    kind: 'cut-line',
    text: 'The log ends in mid-line, in what looks like a stop: how long that was is cut off with the rest, and more stops may be hidden there; get the log again, as a whole',
  },
  'guest-text': {
    kind: 'guest-text',
    text: 'A line in which the guest wrote the words of a stop is not counted',
  },
  figureless: {
    kind: 'unknown-figure',
    text: 'A stop has no readable figure: how long the VM was stopped is not known; look at the line in the log',
  },
  timeless: {
    kind: 'no-time',
    text: 'A stop has no readable time stamp: it is judged, but stands in no order with others',
  },
  negative: {
    kind: 'odd-figure',
    text: 'A stop has a negative figure: it is kept as it is, and proves nothing',
  },
  zero: { kind: 'odd-figure', text: 'A stop has a figure of 0: it is kept as it is, and proves nothing' },
  absurd: {
    kind: 'odd-figure',
    text: 'A stop claims to be longer than the whole log before it: it is kept as it is; compare it with other logs of the VM',
  },
  busy: {
    kind: 'busy-stop',
    text: 'A stop is over a minute longer than the time since the line before it: lines written during the stop explain that, and so would a damaged figure',
  },
} as const satisfies Record<string, { kind: DiagnosticKind; text: string }>;

type OddityName = keyof typeof ODDITIES;

/** More texts of one log are only counted. */
const MOST_TEXTS = 10;
/** Longer texts are cut in the report. */
const LONGEST_TEXT = 240;

/** A stop line that may need a diagnostic. */
export interface OddLine {
  readonly entry: LogEntry;
  /** When the line before it was written. */
  readonly previousAt: Instant | null;
}

/** Returns whether a stop line is odd whatever the rest of its log holds. */
export function isOdd(line: OddLine): boolean {
  return oddnessOf(line, null).length > 0;
}

/**
 * Returns what is odd about one log, each oddity once with its count and first place. `lines` must include its odd stop
 * lines and may include others.
 */
export function lineDiagnostics(
  place: LogPlace,
  lines: readonly OddLine[],
  oddities: readonly Oddity[],
  yearless: boolean,
  firstAt: Instant | null,
): readonly Diagnostic[] {
  const offsets = new Map<OddityName, [number, ...number[]]>();
  for (const oddity of oddities)
    if (oddity.kind !== 'unread-stop') addTo(offsets, oddity.kind, oddity.offset);
  for (const line of lines)
    for (const name of oddnessOf(line, firstAt)) addTo(offsets, name, line.entry.offset);
  const diagnostics = [...offsets].map(([name, found]) => diagnosticOf(place, name, found));
  return [
    ...diagnostics,
    ...unreadStops(place, oddities.filter(isUnreadStop)),
    ...(yearless ? [ofYear(place)] : []),
  ];
}

type UnreadStop = Extract<Oddity, { kind: 'unread-stop' }>;

function isUnreadStop(oddity: Oddity): oddity is UnreadStop {
  return oddity.kind === 'unread-stop';
}

/** Each of them needs a look by a person. */
function unreadStops(place: LogPlace, found: readonly UnreadStop[]): readonly Diagnostic[] {
  const told = found.slice(0, MOST_TEXTS).map(({ offset, text }) => {
    const shown = text.length > LONGEST_TEXT ? `...${text.slice(-LONGEST_TEXT)}` : text;
    const message = `This reads like a stop, but nobody can tell whether it is one, so it is not counted; look at it: ${shown} (at byte ${offset}).`;
    return diagnostic('unread-stop', place.path, message);
  });
  const more = found[MOST_TEXTS];
  if (more === undefined) return told;
  const count = found.length - MOST_TEXTS;
  const message = `${count} more ${count === 1 ? 'text reads' : 'texts read'} like a stop, the first at byte ${more.offset}.`;
  return [...told, diagnostic('unread-stop', place.path, message)];
}

function diagnosticOf(place: LogPlace, name: OddityName, offsets: readonly number[]): Diagnostic {
  const { kind, text } = ODDITIES[name];
  const [first = 0] = offsets;
  const where = offsets.length === 1 ? `at byte ${first}` : `${offsets.length} times, first at byte ${first}`;
  return diagnostic(kind, place.path, `${text} (${where}).`);
}

function oddnessOf(
  { entry: { message, at }, previousAt }: OddLine,
  firstAt: Instant | null,
): readonly OddityName[] {
  if (message.kind !== 'unstun' && message.kind !== 'stunned') return [];
  if (message.figure === null) return ['figureless'];
  const timeless: readonly OddityName[] = at === null ? ['timeless'] : [];
  if (message.figure < 0) return ['negative', ...timeless];
  if (message.figure === 0) return ['zero', ...timeless];
  if (at === null || previousAt === null || previousAt > at) return timeless;
  if (message.figure <= at - previousAt + GRACE_US) return [];
  return firstAt === null || message.figure > at - firstAt + GRACE_US ? ['absurd'] : ['busy'];
}

function ofYear(place: LogPlace): Diagnostic {
  if (place.modifiedAt === null) {
    const message =
      'The log writes no year and comes without a modification time, so its stops have no time; name the file itself.';
    return diagnostic('no-time', place.path, message);
  }
  const message =
    'The log writes neither year nor zone: the year is taken from the modification time of the file, the zone for UTC.';
  return diagnostic('assumed-time', place.path, message);
}
