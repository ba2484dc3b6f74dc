import type { SievedLine } from '../model/line.js';
import { visible } from '../model/text.js';
import { readMessage } from './catalogue.js';
import type { Message } from './message.js';
import { type Prefix, readPrefix } from './prefix.js';
import type { Stamp } from './stamp.js';

/** What a log yields, in the order of its lines. */
export type LogRecord =
  /** A line with a message of the catalogue. */
  | MessageRecord
  /** Some other line of a VMware log: it tells that the log is one, and a time that it covers. */
  | {
      readonly kind: 'line';
      /** The line as found, control characters escaped. */
      readonly line: string;
      readonly stamp: Stamp;
      readonly hosted: boolean | null;
    }
  /** A line that looks like a stop in text that the guest wrote, or that nobody known did. */
  | { readonly kind: 'guest-text' | 'foreign-text'; readonly offset: number }
  | { readonly kind: 'long'; readonly offset: number }
  /** The last line, which begins at `offset`, was cut off; `cut-stop`: what is left of it begins the words of a stop. */
  | { readonly kind: 'cut-line' | 'cut-stop'; readonly offset: number }
  | { readonly kind: 'end'; readonly bytes: number };

export interface MessageRecord {
  readonly kind: 'message';
  readonly message: Message;
  readonly offset: number;
  /** The line as found, control characters escaped. */
  readonly line: string;
  readonly stamp: Stamp | null;
  /** The stamp of the line before a stop, where that is known. */
  readonly previous: Stamp | null;
  /** The file that a `grep` prefix names. */
  readonly origin: string | null;
  readonly thread: string | null;
  readonly opId: string | null;
}

/** So many lines at the start of a log tell what it is. */
export const HEAD_LINES = 40;

const RECENT_LINES = 8;

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

/** The words of a stop, wherever they stand. */
const LOOKS_LIKE_STOP = /Checkpoint_?Unstun: vm stopped for|CPT: vm was stunned for/;

interface SeenLine {
  readonly text: string;
  readonly offset: number;
  prefix: Prefix | null | undefined;
  /** For a line that looked like a stop: whether it was taken for text of the guest. */
  ofGuest: boolean | null;
}

/**
 * Reads the sieved lines of one log, in their order, and gives the records that they yield. Keeps the few last lines
 * in mind, because a line without a stamp of its own belongs to the line before it.
 */
export class RecordReader {
  readonly #give: (record: LogRecord) => void;
  readonly #recent: SeenLine[] = [];
  #linesSeen = 0;
  #plainSeen = false;
  #esxLines = 0;
  #thread: string | null = null;
  #opId: string | null = null;
  /** Whether the product is a hosted one, null until a line tells. */
  #hosted: boolean | null = null;

  constructor(give: (record: LogRecord) => void) {
    this.#give = give;
  }

  /** Takes the next line. */
  read(line: SievedLine): void {
    if (line.kind === 'long') this.#give(line);
    else if (line.kind === 'end') this.#end(line.offset, line.cut);
    else this.#readLine(line);
  }

  #end(bytes: number, cut: boolean): void {
    const found = [this.#lastLine(), cut ? this.#cutLine() : null];
    for (const record of found) if (record !== null) this.#give(record);
    this.#give({ kind: 'end', bytes });
  }

  #readLine(line: Extract<SievedLine, { kind: 'hit' | 'context' }>): void {
    const seen: SeenLine = {
      text: withoutReturn(line.text),
      offset: line.offset,
      prefix: undefined,
      ofGuest: null,
    };
    const record = line.kind === 'hit' ? this.#readHit(seen, line.offset) : null;
    const head = this.#linesSeen++ < HEAD_LINES ? this.#asLine(seen) : null;
    this.#recent.push(seen);
    if (this.#recent.length > RECENT_LINES) this.#recent.shift();
    if (head !== null) this.#give(head);
    if (record !== null) this.#give(record);
  }

  #readHit(seen: SeenLine, offset: number): LogRecord | null {
    const prefix = this.#prefixOf(seen) ?? unprefixed(seen.text);
    const message = readMessage(prefix.message);
    if (message === null) return LOOKS_LIKE_STOP.test(seen.text) ? notAStop(prefix, offset) : null;
    const isStop = message.kind === 'unstun' || message.kind === 'stunned';
    if (!isStop)
      return this.#speaks(prefix) && tells(message, prefix)
        ? this.#record(seen, offset, prefix, message, null)
        : null;
    seen.ofGuest = this.#isGuestText(prefix);
    if (seen.ofGuest) return { kind: 'foreign-text', offset };
    return this.#record(seen, offset, prefix, message, this.#previousStamp());
  }

  /** Whether a line may tell about the VM: in a log whose lines have stamps, one without is somebody's text. */
  #speaks(prefix: Prefix): boolean {
    if (prefix.thread === null || prefix.continuation) return false;
    return prefix.shape === 'plain' || !this.#plainSeen;
  }

  #record(
    seen: SeenLine,
    offset: number,
    prefix: Prefix,
    message: Message,
    previous: Stamp | null,
  ): MessageRecord {
    if (message.kind === 'product') this.#hosted = message.hosted;
    const { stamp, origin } = prefix;
    // Lines of one thread and task follow each other: what they are called is kept once.
    if (prefix.thread !== this.#thread) this.#thread = prefix.thread;
    if (prefix.opId !== this.#opId) this.#opId = prefix.opId;
    return {
      kind: 'message',
      message,
      offset,
      line: visible(seen.text),
      stamp,
      previous,
      origin,
      thread: this.#thread,
      opId: this.#opId,
    };
  }

  /** A stop line stands for itself where it begins with its stamp; else the nearest line that does decides. */
  #isGuestText(prefix: Prefix): boolean {
    if (prefix.continuation) return true;
    if (prefix.shape === 'plain') return false;
    for (const seen of this.#recent.toReversed()) {
      if (seen.ofGuest !== null) return seen.ofGuest;
      const before = this.#prefixOf(seen);
      if (before?.shape === 'plain') return before.continuation || before.message.startsWith('Guest');
    }
    // Many lines without a stamp, in a log whose lines have one: a dump that the guest wrote.
    return this.#plainSeen && this.#recent.length === RECENT_LINES;
  }

  #previousStamp(): Stamp | null {
    const last = this.#recent.at(-1);
    return last === undefined ? null : (this.#prefixOf(last)?.stamp ?? null);
  }

  /** The last line that is one of a VMware log tells until when the log goes. */
  #lastLine(): LogRecord | null {
    for (const seen of this.#recent.toReversed()) {
      const line = this.#asLine(seen);
      if (line !== null) return line;
    }
    return null;
  }

  /** A stop with its figure and unit is whole, whether or not its newline is there. */
  #cutLine(): LogRecord | null {
    const last = this.#recent.at(-1);
    if (last === undefined) return null;
    const text = this.#prefixOf(last)?.message ?? last.text.trimStart();
    const message = readMessage(text);
    const isStop = message?.kind === 'unstun' || message?.kind === 'stunned';
    if (isStop && message.figure !== null) return null;
    return { kind: beginsStop(text) ? 'cut-stop' : 'cut-line', offset: last.offset };
  }

  #asLine(seen: SeenLine): LogRecord | null {
    const prefix = this.#prefixOf(seen);
    if (prefix === null || prefix.stamp === null) return null;
    return { kind: 'line', line: visible(seen.text), stamp: prefix.stamp, hosted: prefix.hosted };
  }

  #prefixOf(seen: SeenLine): Prefix | null {
    if (seen.prefix === undefined) {
      seen.prefix = readPrefix(seen.text, this.#hosted);
      if (seen.prefix?.shape === 'plain') this.#plainSeen = true;
      if (seen.prefix?.hosted === false && ++this.#esxLines === ESX_LINES) this.#hosted ??= false;
    }
    return seen.prefix;
  }
}

/** Some messages say nothing unless they bear a task, or of one mode: a quarter of all that a backup leaves. */
function tells(message: Message, { opId }: Prefix): boolean {
  if (message.kind === 'in-stun') return opId !== null;
  return message.kind !== 'snapshot-mode' || message.mode === 0;
}

function beginsStop(text: string): boolean {
  if (text.length < LEAST_OF_STOP) return false;
  return STOP_BEGINNINGS.some((stop) => stop.startsWith(text) || text.startsWith(stop));
}

/** The words of a stop that are no message: where the line itself says so, the guest's. */
function notAStop({ shape, message }: Prefix, offset: number): LogRecord {
  return { kind: shape === 'plain' && message.startsWith('Guest') ? 'guest-text' : 'foreign-text', offset };
}

/** A line of which only the message was copied. */
function unprefixed(text: string): Prefix {
  const message = text.trimStart();
  return {
    shape: 'bare',
    stamp: null,
    origin: null,
    thread: null,
    opId: null,
    continuation: false,
    hosted: null,
    message,
  };
}

function withoutReturn(text: string): string {
  return text.endsWith('\r') ? text.slice(0, -1) : text;
}
