import { readMessage } from './catalogue.js';
import { isAltered, type RestoredText, restore } from './copied-text.js';
import { readLoosePrefix } from './loose-prefix.js';
import type { Message } from './message.js';
import { findPrefixes, hasSecondStamp, type Prefix, readPrefix, unprefixed } from './prefix.js';
import { findStopWords, mayTellStop, type StopWords } from './stop-words.js';

/** One entry of a log in a line: most lines are one entry, and what was copied may be several. */
export interface LineEntry {
  /** Where it begins in the line. */
  readonly at: number;
  /** The entry as found. */
  readonly text: string;
  readonly prefix: Prefix;
  readonly message: Message | null;
  /** The words of a stop in it that are no message. */
  readonly unplaced: readonly FoundWords[];
}

/** Words of a stop, and where they begin in the line. */
interface FoundWords {
  readonly at: number;
  readonly text: string;
  /** Whether a stamp of their own stands before them. */
  readonly isPrefixed: boolean;
}

const NONE: readonly never[] = [];

/**
 * Reads a line, of which the prefix was read before, entry by entry. What copying did to it is undone, a line that
 * holds several entries is split where a prefix begins, and every place with the words of a stop is either the message
 * of an entry or unplaced.
 */
export function readEntries(line: string, read: Prefix | null, hosted: boolean | null): readonly LineEntry[] {
  const prefix = read ?? unprefixed(line);
  const message = readMessage(prefix.message);
  if (isOneEntry(line, prefix, message)) return [{ at: 0, text: line, prefix, message, unplaced: NONE }];
  const entries = readParts(line, read?.shape === 'plain', hosted);
  return entries.length > 1 ? entries : entries.map((entry) => ({ ...entry, at: 0, text: line }));
}

/** Says whether a message tells that a VM was stopped. */
export function isStopMessage(
  message: Message | null,
): message is Extract<Message, { kind: 'unstun' | 'stunned' }> {
  return message?.kind === 'unstun' || message?.kind === 'stunned';
}

/** The whole message of a stop as its host wrote it, and nothing behind it. */
const WHOLE_STOP = /^(?:Checkpoint_?Unstun: vm stopped for|CPT: vm was stunned for) -?\d+ us\s*$/;

/** A stamp that is spelt unlike those of any log. */
const CLOCK = /\d\d:\d\d:\d\d/;

/** Nearly all lines are one entry as its host wrote it. */
function isOneEntry(line: string, prefix: Prefix, message: Message | null): boolean {
  if (isStopMessage(message)) {
    if (prefix.stamp === null && CLOCK.test(line)) return false;
    return WHOLE_STOP.test(prefix.message) && !mayTellStop(line.slice(0, -prefix.message.length));
  }
  return !mayTellStop(line) && !hasSecondStamp(line) && (message !== null || !isAltered(line));
}

function readParts(line: string, isPlain: boolean, hosted: boolean | null): readonly LineEntry[] {
  const restored = restore(line);
  const entries: LineEntry[] = [];
  for (const part of partsOf(restored.text)) {
    for (const entry of entriesOf(restored.text.slice(part.from, part.to), isPlain, hosted))
      entries.push(asFound(entry, part.from, restored, line));
  }
  return entries;
}

/** Gives the places of an entry in the line as found, and its text as it stands there. */
function asFound(entry: LineEntry, from: number, { foundAt }: RestoredText, line: string): LineEntry {
  const at = foundAt(from + entry.at);
  const text = line.slice(at, foundAt(from + entry.at + entry.text.length));
  const unplaced = entry.unplaced.map((words) => ({ ...words, at: foundAt(from + words.at) }));
  return { ...entry, at, text, unplaced };
}

/** A part of a restored line that holds one entry, or text without a prefix. */
interface Part {
  readonly from: number;
  readonly to: number;
}

function partsOf(text: string): readonly Part[] {
  return [...text.matchAll(/[^\r\n]+/g)].flatMap(({ 0: line, index }) =>
    partsOfLine(line).map(({ from, to }) => ({ from: index + from, to: index + to })),
  );
}

/** What grep puts before an entry stands at the end of the one before it. */
const FILE_BEFORE = /(?<=\s)\S*\.log\S*?[:-](?:\d+[:-])*\s*$/i;
const FILE_REACH = 512;

/** Splits where a prefix begins, but for the first one, which may be copied, and those within what an entry quotes. */
function partsOfLine(line: string): readonly Part[] {
  const begins = [0];
  let quotedUntil = 0;
  for (const [index, place] of findPrefixes(line).entries()) {
    if (place < quotedUntil) continue;
    const before = FILE_BEFORE.exec(line.slice(Math.max(0, place - FILE_REACH), place))?.[0] ?? '';
    if (index > 0) begins.push(place - before.length);
    quotedUntil = place + quotedLength(line.slice(place, place + LONGEST_ENTRY));
  }
  return begins.map((from, index) => ({ from, to: begins[index + 1] ?? line.length }));
}

/** VMware writes at most 4 KB of an entry (vSphere 5.5 Security) behind its prefix: what stands further on is another. */
const LONGEST_ENTRY = 4096 + 512;
const NAME_OPENS =
  /^(?:SnapshotVMX_TakeSnapshot start: |SnapshotVMX\w*: (?:Done with|Initiated lazy) snapshot |SnapshotVMX done with snapshot )'/;
const NAME_CLOSES = /', (?:powerState=\d+, )?deviceState=\d|': -?\d/;

/** How much of an entry quotes what somebody else wrote: the guest, or whoever named a snapshot. */
function quotedLength(entry: string): number {
  const prefix = readPrefix(entry, null);
  if (prefix === null) return 0;
  if (prefix.continuation || isOfGuest(prefix)) return LONGEST_ENTRY;
  if (!NAME_OPENS.test(prefix.message)) return 0;
  const close = NAME_CLOSES.exec(prefix.message);
  return close === null ? LONGEST_ENTRY : entry.length - prefix.message.length + close.index;
}

/** Says whether an entry holds what the guest had written into the log. */
export function isOfGuest({ message }: Prefix): boolean {
  return message.startsWith('Guest');
}

function entriesOf(text: string, isPlain: boolean, hosted: boolean | null): readonly LineEntry[] {
  const read = readPrefix(text, hosted);
  const known = read ?? unprefixed(text);
  const prefix = isPlain && known.stamp !== null ? { ...known, shape: 'plain' as const } : known;
  const message = readMessage(prefix.message);
  const words = findStopWords(text);
  if (prefix.continuation || (isOfGuest(prefix) && prefix.stamp !== null))
    return [
      {
        at: 0,
        text,
        prefix,
        message: null,
        unplaced: words.filter(isWhole).map((one) => wordsIn(prefix.message, text, one)),
      },
    ];
  const stops: LineEntry[] = [];
  const unplaced: FoundWords[] = [];
  const quotedUntil = quotedLength(text);
  let end = 0;
  for (const [index, one] of words.entries()) {
    const isMessage = index === 0 && isStopMessage(message);
    const own = isMessage && prefix.stamp !== null ? prefix : prefixOfWords(text, one, end, read, isPlain);
    if (own !== null && !own.continuation && one.kind !== null && one.from >= quotedUntil) {
      stops.push({
        at: stops.length === 0 ? 0 : end,
        text: stops.length === 0 ? text : text.slice(end),
        prefix: own,
        message: { kind: one.kind, figure: one.figure },
        unplaced: NONE,
      });
    } else if (isWhole(one)) unplaced.push(wordsIn(prefix.message, text, one));
    end = one.to;
  }
  const rest = { at: 0, text, prefix, message: isStopMessage(message) ? null : message, unplaced };
  return rest.message === null && unplaced.length === 0 && stops.length > 0 ? stops : [rest, ...stops];
}

function isWhole({ partial }: StopWords): boolean {
  return !partial;
}

const SHOWN_BEFORE = 80;

function wordsIn(message: string, text: string, { from, to }: StopWords): FoundWords {
  const before = text.slice(text.length - message.length, from);
  return {
    at: from,
    text: text.slice(Math.max(0, from - SHOWN_BEFORE), to),
    isPrefixed: readLoosePrefix(before)?.stamp != null,
  };
}

/** One word between the thread and the words of a stop is an opID, which need not hold a digit. */
const ONE_WORD = /^[\w:.@/-]{1,128}(?<!:)\s+$/;

/** Gives the prefix that the words of a stop follow, null where anything else stands before them. */
function prefixOfWords(
  text: string,
  { from }: StopWords,
  end: number,
  read: Prefix | null,
  isPlain: boolean,
): Prefix | null {
  const begin = read === null ? -1 : text.length - read.message.length;
  const isBehind = read !== null && end <= begin && begin <= from;
  const loose = readLoosePrefix(text.slice(isBehind && read.stamp !== null ? begin : end, from));
  // A stamp that stands closer to the words is theirs.
  if (loose !== null && loose.stamp !== null) return trusted(loose, isPlain);
  if (!isBehind) return loose;
  const between = text.slice(begin, from);
  if (!/[\p{L}\p{N}]/u.test(between)) return trusted(read, isPlain);
  const isOpId = read.hasOpIdPlace && read.opId === null && read.hosted !== true && ONE_WORD.test(between);
  return isOpId ? trusted({ ...read, opId: between.trim() }, isPlain) : null;
}

/** In a line that begins with its own stamp what follows is as trustworthy as that. */
function trusted(prefix: Prefix, isPlain: boolean): Prefix {
  return isPlain && prefix.stamp !== null ? { ...prefix, shape: 'plain' } : prefix;
}
