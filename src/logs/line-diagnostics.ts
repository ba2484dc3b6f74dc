import type { LogRecord } from '../messages/log-record.js';
import { type Diagnostic, type DiagnosticKind, diagnostic } from '../model/diagnostic.js';
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

const CUT: readonly OddityName[] = ['cut-line', 'cut-stop'];

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

/** How many there are of something, and where the first one stands. */
interface Tally {
  readonly count: number;
  readonly first: number;
}

/** Counts what is odd about the lines of one log: a log may have a million that are. */
export class Oddities {
  readonly #tallies = new Map<OddityName, Tally>();
  readonly #texts: UnreadStop[] = [];
  #moreTexts: Tally | null = null;

  /** Whether the log ends in mid-line. */
  get isCut(): boolean {
    return CUT.some((name) => this.#tallies.has(name));
  }

  /** Counts a line that is no message. */
  add(oddity: Oddity): void {
    if (oddity.kind !== 'unread-stop') this.#count(oddity.kind, oddity.offset);
    else if (this.#texts.length < MOST_TEXTS) this.#texts.push(oddity);
    else this.#moreTexts = next(this.#moreTexts, oddity.offset);
  }

  /** Counts what is odd about stop lines; some may be as they should. `firstAt` is the earliest time in the log. */
  addLines(lines: readonly OddLine[], firstAt: Instant | null): void {
    for (const line of lines)
      for (const name of oddnessOf(line, firstAt)) this.#count(name, line.entry.offset);
  }

  /** Returns each oddity once with its count and first place. A file that is no VM's log may end as it likes. */
  diagnostics(place: LogPlace, isVmLog: boolean): readonly Diagnostic[] {
    const told = [...this.#tallies].filter(([name]) => isVmLog || !CUT.includes(name));
    return [
      ...told.map(([name, tally]) => diagnosticOf(place, name, tally)),
      ...this.#texts.map((text) => unreadStop(place, text)),
      ...(this.#moreTexts === null ? [] : [moreUnreadStops(place, this.#moreTexts)]),
    ];
  }

  #count(name: OddityName, offset: number): void {
    this.#tallies.set(name, next(this.#tallies.get(name) ?? null, offset));
  }
}

function next(tally: Tally | null, offset: number): Tally {
  return tally === null ? { count: 1, first: offset } : { count: tally.count + 1, first: tally.first };
}

type UnreadStop = Extract<Oddity, { kind: 'unread-stop' }>;

/** Each of them needs a look by a person. */
function unreadStop(place: LogPlace, { offset, text }: UnreadStop): Diagnostic {
  const shown = text.length > LONGEST_TEXT ? `...${text.slice(-LONGEST_TEXT)}` : text;
  const message = `This reads like a stop, but nobody can tell whether it is one, so it is not counted; look at it: ${shown} (at byte ${offset}).`;
  return diagnostic('unread-stop', place.path, message);
}

function moreUnreadStops(place: LogPlace, { count, first }: Tally): Diagnostic {
  const message = `${count} more ${count === 1 ? 'text reads' : 'texts read'} like a stop, the first at byte ${first}.`;
  return diagnostic('unread-stop', place.path, message);
}

function diagnosticOf(place: LogPlace, name: OddityName, { count, first }: Tally): Diagnostic {
  const { kind, text } = ODDITIES[name];
  const where = count === 1 ? `at byte ${first}` : `${count} times, first at byte ${first}`;
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

/** Says what the year of a log without years rests on. */
export function ofYear(place: LogPlace): Diagnostic {
  if (place.modifiedAt === null) {
    const message =
      'The log writes no year and comes without a modification time, so its stops have no time; name the file itself.';
    return diagnostic('no-time', place.path, message);
  }
  const message =
    'The log writes neither year nor zone: the year is taken from the modification time of the file, the zone for UTC.';
  return diagnostic('assumed-time', place.path, message);
}
