import type { SievedLine } from '../model/line.js';
import { visible } from '../model/text.js';
import { noStopWords } from '../model/work.js';
import { isAltered, restore } from './copied-text.js';
import { isOfGuest, isStopMessage, type LineEntry, readEntries } from './entries.js';
import type { LogRecord, MessageRecord } from './log-record.js';
import type { Message } from './message.js';
import { isOfSwitchover } from './migration-messages.js';
import { type Prefix, readPrefix } from './prefix.js';
import { RecentLines } from './recent-lines.js';
import { beginsLikeStamp } from './stamp.js';

/** So many lines at the start of a log tell what it is. */
export const HEAD_LINES = 40;

/** One line could have a dash in the opID's place by chance; so many are an ESX host's. */
const ESX_LINES = 3;

/** What a stop line's message begins with. */
const STOP_BEGINNINGS = [
  'Checkpoint_Unstun: vm stopped for ',
  'CheckpointUnstun: vm stopped for ',
  'CPT: vm was stunned for ',
];
/** Fewer letters begin too many other messages. */
const LEAST_OF_STOP = 'CPT'.length;

/** Most lines yield nothing. */
const NONE: readonly never[] = [];

/**
 * Reads the sieved lines of one log, in their order. Every place with the words of a stop comes out as a stop, or as
 * text that is not counted.
 */
export class RecordReader {
  /** What the line that is being read yields. */
  #records: LogRecord[] = [];
  readonly #recent = new RecentLines();
  readonly #words = noStopWords();
  #linesSeen = 0;
  #plainSeen = false;
  #esxLines = 0;
  /** The thread of the line before, where that says that quiescing failed, or why. */
  #failedThread: string | null = null;
  #failsHere = false;
  #thread: string | null = null;
  #opId: string | null = null;
  /** Whether the product is a hosted one, null until a line tells. */
  #hosted: boolean | null = null;

  /** Gives the records that the next line yields; the log's last record is its end. */
  readRecord(line: SievedLine): readonly LogRecord[] {
    if (line.kind === 'long') this.#give(line);
    else if (line.kind === 'end') this.#end(line.offset, line.cut);
    else this.#readLine(line);
    if (this.#records.length === 0) return NONE;
    const records = this.#records;
    this.#records = [];
    return records;
  }

  #give(record: LogRecord): void {
    this.#records.push(record);
  }

  #end(bytes: number, cut: boolean): void {
    const last = this.#recent.lastStamped();
    if (last !== null) this.#giveLine(last.text, last.prefix);
    const cutLine = cut ? this.#cutLine() : null;
    if (cutLine !== null) this.#give(cutLine);
    this.#give({ kind: 'end', bytes, words: this.#words });
  }

  /** A lone carriage return ends a line as well: old systems and some exports write nothing else. */
  #readLine({ kind, offset, text }: Extract<SievedLine, { kind: 'hit' | 'context' }>): void {
    const isHit = kind === 'hit';
    const whole = text.endsWith('\r') ? text.slice(0, -1) : text;
    if (!whole.includes('\r')) {
      this.#readOne(whole, offset, isHit);
      return;
    }
    let from = offset;
    for (const part of text.split('\r')) {
      if (part !== '') this.#readOne(part, from, isHit);
      from += Buffer.byteLength(part) + 1;
    }
  }

  #readOne(text: string, offset: number, isHit: boolean): void {
    const found = readPrefix(text, this.#hosted);
    const prefix = found ?? prefixOfCopy(text, this.#hosted);
    this.#learnForm(prefix);
    if (this.#linesSeen++ < HEAD_LINES) this.#giveLine(text, prefix);
    const entries = isHit ? readEntries(text, found, this.#hosted) : [];
    let isRefused: boolean | null = null;
    for (const [index, entry] of entries.entries()) {
      const at = offset + (entry.at === 0 ? 0 : Buffer.byteLength(text.slice(0, entry.at)));
      isRefused = this.#readEntry(entry, at, entries[index - 1] ?? null) ?? isRefused;
      this.#tellUnplaced(entry, index === 0, text, offset);
    }
    const last = entries.at(-1);
    if (entries.length > 1 && last !== undefined) this.#giveLine(last.text, last.prefix);
    this.#recent.add({ text, offset, prefix, isRefused });
    this.#failedThread = this.#failsHere ? (prefix?.thread ?? null) : null;
    this.#failsHere = false;
  }

  /** Gives what an entry tells. Says of a stop whether it was refused, null where the entry is none. */
  #readEntry(entry: LineEntry, offset: number, before: LineEntry | null): boolean | null {
    const { message, prefix, text } = entry;
    if (message === null) return null;
    if (!isStopMessage(message)) {
      if (this.#isWorthGiving(message, prefix)) this.#giveMessage(entry, message, offset, null);
      return null;
    }
    this.#words.found++;
    const isRefused = this.#isRefused(prefix);
    if (isRefused) this.#tell(prefix.continuation && this.#recent.continuesGuest(), offset, text);
    else {
      const previous = before === null ? this.#recent.previousStamp : before.prefix.stamp;
      this.#giveMessage(entry, message, offset, previous);
      // What is told of a stop without a figure is that nobody knows how long it was.
      if (message.figure === null) this.#words.told++;
      else this.#words.counted++;
    }
    return isRefused;
  }

  #tellUnplaced({ prefix, unplaced }: LineEntry, isFirst: boolean, line: string, offset: number): void {
    for (const { at, text, isPrefixed } of unplaced) {
      this.#words.found++;
      const ofGuest =
        (isFirst && isOfGuest(prefix) && (prefix.shape === 'plain' || !isPrefixed)) ||
        (isFirst && prefix.continuation && this.#recent.continuesGuest());
      this.#tell(ofGuest, ofGuest ? offset : offset + Buffer.byteLength(line.slice(0, at)), text);
    }
  }

  #tell(ofGuest: boolean, offset: number, text: string): void {
    this.#words.told++;
    this.#give(
      ofGuest ? { kind: 'guest-text', offset } : { kind: 'unread-stop', offset, text: visible(text.trim()) },
    );
  }

  /** The further lines of an entry are anybody's, but for those right behind the one that says that quiescing failed. */
  #isWorthGiving(message: Message, prefix: Prefix): boolean {
    if (message.kind === 'quiesce-detail') {
      const isOwn = prefix.thread !== null && prefix.thread === this.#failedThread;
      this.#failsHere = isOwn;
      return isOwn;
    }
    // Without a readable time, a line that says the VM is stunned counts like one that says it runs again.
    if (isOfSwitchover(message) ? this.#isRefused(prefix) : !this.#speaks(prefix)) return false;
    if (message.kind === 'quiesce-failed') this.#failsHere = true;
    return tells(message, prefix);
  }

  /** Whether a line may tell about the VM: in a log whose lines have stamps, one without is somebody's text. */
  #speaks(prefix: Prefix): boolean {
    if (prefix.thread === null || prefix.continuation) return false;
    return prefix.shape === 'plain' || !this.#plainSeen;
  }

  /** A stop line stands for itself where it begins with its stamp; else the nearest line that does decides. */
  #isRefused(prefix: Prefix): boolean {
    if (prefix.continuation) return true;
    return prefix.shape !== 'plain' && this.#recent.followsGuest(this.#plainSeen);
  }

  #giveMessage(
    { prefix, text }: LineEntry,
    message: Message,
    offset: number,
    previous: MessageRecord['previous'],
  ): void {
    if (message.kind === 'product') this.#hosted = message.hosted;
    const { stamp, origin } = prefix;
    // Lines of one thread and task follow each other: what they are called is kept once.
    if (prefix.thread !== this.#thread) this.#thread = prefix.thread;
    if (prefix.opId !== this.#opId) this.#opId = prefix.opId;
    this.#give({
      kind: 'message',
      message,
      offset,
      line: visible(text),
      stamp,
      previous,
      origin,
      thread: this.#thread,
      opId: this.#opId,
    });
  }

  #giveLine(text: string, prefix: Prefix | null): void {
    if (prefix === null || prefix.stamp === null) return;
    this.#give({ kind: 'line', line: visible(text), stamp: prefix.stamp, hosted: prefix.hosted });
  }

  #learnForm(prefix: Prefix | null): void {
    if (prefix?.shape === 'plain') this.#plainSeen = true;
    if (prefix?.hosted === false && ++this.#esxLines === ESX_LINES) this.#hosted ??= false;
  }

  /** A stop with its figure and unit is whole, whether or not its newline is there; so is text that is no line of a log. */
  #cutLine(): LogRecord | null {
    const { last } = this.#recent;
    if (last === null) return null;
    const text = last.prefix?.message ?? last.text.trimStart();
    if (beginsStop(text)) {
      const end = readEntries(last.text, last.prefix, this.#hosted).at(-1)?.message ?? null;
      return isStopMessage(end) && end.figure !== null ? null : { kind: 'cut-stop', offset: last.offset };
    }
    const isLogLine =
      last.prefix !== null || beginsLikeStamp(last.text) || this.#recent.beginAlike(last.text);
    return isLogLine || this.#recent.followsGuest(false) ? { kind: 'cut-line', offset: last.offset } : null;
  }
}

/** Drops messages that no rule asks for, such as those of a stun without an opID: a quarter of what a backup leaves. */
function tells(message: Message, { opId }: Prefix): boolean {
  if (message.kind === 'in-stun') return opId !== null;
  return message.kind !== 'snapshot-mode' || message.mode === 0;
}

function beginsStop(text: string): boolean {
  if (text.length < LEAST_OF_STOP) return false;
  return STOP_BEGINNINGS.some((stop) => stop.startsWith(text) || text.startsWith(stop));
}

/** Most lines hold nothing that copying could have left. */
function prefixOfCopy(text: string, hosted: boolean | null): Prefix | null {
  if (!isAltered(text)) return null;
  const [first = ''] = restore(text).text.trimStart().split('\n', 1);
  const prefix = readPrefix(first, hosted);
  return prefix?.shape === 'plain' ? { ...prefix, shape: 'copied' } : prefix;
}
