import { LineSplitter, type TextLine } from '../lines/line-splitter.js';
import { detached } from '../model/detached.js';
import type { ClockJump, GuestEntry, GuestForm, GuestReading, GuestStamp } from '../model/guest.js';
import type { LogPlace } from '../model/log.js';
import { LINE_FORMS } from './forms/index.js';
import type { GuestLine, LineContext, LineForm } from './guest-line.js';

/** A backup writes some ten lines, so this is a backup an hour for a year. */
const MOST_ENTRIES = 100_000;
/** What is shown of a line that is no evidence. */
const LONGEST_SHOWN = 200;
const NOT_ASCII = /[^\0-\x7f]/;
/** Two processes may write their lines in another order than they took their times. */
const DISORDER_US = 2_000_000;
const NEWLINE = 10;

/** Reads a guest log while its bytes pass by. */
export class GuestReader {
  readonly #place: LogPlace;
  readonly #context: LineContext;
  readonly #entries: GuestEntry[] = [];
  #known = 0;
  #foreign = 0;
  #firstForeign: string | null = null;
  #unsure = 0;
  #firstUnsure: string | null = null;
  #first: GuestStamp | null = null;
  #last: GuestStamp | null = null;
  #jump: ClockJump | null = null;
  #cut = false;
  #isFull = false;
  /** The form of the last line that had one: most lines have the same. */
  #form: LineForm | null = null;
  /** The instance that a script tried last, for lines that do not repeat it. */
  #instance: string | null = null;
  #hasFreezeLines = false;

  constructor(place: LogPlace) {
    this.#place = place;
    this.#context = { file: place.file };
  }

  /** Passes the chunks of the log on, each once its lines are read. Throws what the chunks throw. */
  async *watch(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    const splitter = new LineSplitter('\n', 'latin1');
    for await (const chunk of chunks) {
      this.#cut = chunk.length > 0 ? chunk.at(-1) !== NEWLINE : this.#cut;
      this.#take(await splitter.push(chunk));
      yield chunk;
    }
    this.#take(await splitter.rest());
  }

  /** Gives what was read; null where no line is one of a guest log. */
  reading(): GuestReading | null {
    if (this.#known === 0) return null;
    return {
      place: this.#place,
      entries: this.#entries,
      known: this.#known,
      foreign: this.#foreign,
      firstForeign: this.#firstForeign,
      unsure: this.#unsure,
      firstUnsure: this.#firstUnsure,
      first: this.#first,
      last: this.#last,
      jump: this.#jump,
      cut: this.#cut,
      isFull: this.#isFull,
    };
  }

  #take(lines: readonly TextLine[]): void {
    for (const { text, offset } of lines) this.#read(textOf(text), offset);
  }

  #read(text: string, offset: number): void {
    if (text.trim() === '') return;
    const found = this.#lineOf(text);
    if (found === null) {
      this.#addForeign(text);
      return;
    }
    this.#known++;
    this.#follow(found, offset);
    this.#addEntry(found, text, offset);
  }

  /** Markers between the lines of another form are told with them. */
  #formOf({ name }: LineForm): GuestForm {
    this.#hasFreezeLines ||= name === 'freeze';
    return name === 'azure' && this.#hasFreezeLines ? 'freeze' : name;
  }

  #lineOf(text: string): GuestLine | null {
    const form = this.#form;
    const line = form?.read(text, this.#context) ?? null;
    if (line !== null) return line;
    for (const other of LINE_FORMS) {
      const read = other === form ? null : other.read(text, this.#context);
      if (read === null) continue;
      this.#form = other;
      return read;
    }
    return null;
  }

  #addForeign(text: string): void {
    if (this.#form?.continues === true) return;
    this.#foreign++;
    this.#firstForeign ??= shown(text);
  }

  #follow({ stamp }: GuestLine, offset: number): void {
    if (stamp === null) return;
    const last = this.#last;
    if (last !== null && stamp.wall < last.wall - DISORDER_US && isSameZone(stamp, last))
      this.#jump ??= { from: last, to: stamp, offset };
    this.#first ??= stamp;
    this.#last = stamp;
  }

  #addEntry({ message, stamp, unsure, instance: named }: GuestLine, text: string, offset: number): void {
    const { kind } = message ?? {};
    if (kind === 'freeze-requested' || kind === 'thaw-requested') this.#instance = named;
    if (message === null || this.#form === null) return;
    if (unsure !== null) {
      this.#unsure++;
      this.#firstUnsure ??= shown(unsure);
    }
    this.#isFull ||= this.#entries.length === MOST_ENTRIES;
    if (this.#isFull) return;
    const instance = kind === 'unknown-status' ? this.#instance : named;
    this.#entries.push({
      message,
      stamp,
      instance: instance === null ? null : detached(instance),
      form: this.#formOf(this.#form),
      text: detached(text),
      offset,
    });
  }
}

function isSameZone({ zone: a }: GuestStamp, { zone: b }: GuestStamp): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

/** Bytes above 127 are read as UTF-8; most lines have none. */
function textOf(latin1: string): string {
  const text = NOT_ASCII.test(latin1) ? Buffer.from(latin1, 'latin1').toString() : latin1;
  return text.replace(/^\ufeff/, '').replace(/\r$/, '');
}

function shown(text: string): string {
  return detached(text.length > LONGEST_SHOWN ? `${text.slice(0, LONGEST_SHOWN)}...` : text);
}
