import { detached } from '../model/detached.js';
import { MAX_LINE_BYTES, type SievedLine } from '../model/line.js';
import type { Sink } from './sieve.js';

/** The mark between a line's offset and its text; the first two are those of `grep -b`. */
const MARKS = { hit: ':', context: '-', long: '>', end: '$', 'cut-end': '!' } as const;

/** The digits of an offset of up to 2^53, and a mark. */
const MAX_PREFIX = 17;

/** No line of a batch has more bytes, its newline not counted. */
export const MAX_BATCH_LINE = MAX_PREFIX + MAX_LINE_BYTES;

/** Most logs have little to tell, and there may be many of them. */
const FIRST_BYTES = 8 * 1024;

/**
 * Collects what a sieve lets through as lines of text, `offset:text` each: `1091:text` holds a needle, `1091-text` is
 * context, `1091>` says that a line over the limit begins there, and `1091$` or `1091!` (cut in mid-line) that the log
 * ends there. Texts hold no newline, so a splitter of lines gives back what was written.
 */
export class LineBatch implements Sink {
  #bytes = Buffer.allocUnsafeSlow(FIRST_BYTES);
  #length = 0;

  line(kind: 'hit' | 'context', offset: number, text: Buffer, begin: number, end: number): void {
    this.#makeRoom(end - begin);
    this.#length += this.#bytes.write(`${offset}${MARKS[kind]}`, this.#length, 'latin1');
    this.#length += text.copy(this.#bytes, this.#length, begin, end);
    this.#length += this.#bytes.write('\n', this.#length, 'latin1');
  }

  long(offset: number): void {
    this.#mark(offset, MARKS.long);
  }

  end(offset: number, cut: boolean): void {
    this.#mark(offset, cut ? MARKS['cut-end'] : MARKS.end);
  }

  /** Returns the lines since the last call; the bytes are valid until the next line is written. */
  take(): Buffer {
    const lines = this.#bytes.subarray(0, this.#length);
    this.#length = 0;
    return lines;
  }

  #mark(offset: number, mark: string): void {
    this.#makeRoom(0);
    this.#length += this.#bytes.write(`${offset}${mark}\n`, this.#length, 'latin1');
  }

  #makeRoom(textBytes: number): void {
    const needed = this.#length + MAX_PREFIX + textBytes + 1;
    if (needed <= this.#bytes.length) return;
    const bytes = Buffer.allocUnsafeSlow(Math.max(needed, 2 * this.#bytes.length));
    this.#bytes.copy(bytes, 0, 0, this.#length);
    this.#bytes = bytes;
  }
}

/** Parses a line of a batch. Throws if no batch wrote it. */
export function parseLine(line: string): SievedLine {
  const at = line.search(/\D/);
  const offset = Number(line.slice(0, at));
  const mark = line.charAt(at);
  if (mark === MARKS.context) return { kind: 'context', offset, text: line.slice(at + 1) };
  // What is read from a hit is kept to the end.
  if (mark === MARKS.hit) return { kind: 'hit', offset, text: detached(line.slice(at + 1)) };
  if (mark === MARKS.long) return { kind: 'long', offset };
  if (mark === MARKS.end || mark === MARKS['cut-end'])
    return { kind: 'end', offset, cut: mark !== MARKS.end };
  throw new Error(`no line of a sieve: ${line.slice(0, 100)}`);
}
