import { NEWLINE } from '../model/line.js';

/** A line of a text: where it begins and ends in it, the newline not counted, and where it begins in the log. */
export interface Line {
  readonly text: Buffer;
  readonly begin: number;
  readonly end: number;
  readonly offset: number;
}

/** The last lines of the text that has gone by. */
export class Tail {
  readonly #keep: number;
  #lines: readonly Line[] = [];

  constructor(keep: number) {
    this.#keep = keep;
  }

  /** Adds the whole lines of a text from one place to another; `base` is where the text begins in the log. */
  add(text: Buffer, from: number, to: number, base: number): void {
    const lines = linesBefore(text, from, to, base, this.#keep);
    const [first] = lines;
    if (first === undefined) return;
    const bytes = Buffer.from(text.subarray(first.begin, to));
    const copies = lines.map((line) => ({
      ...line,
      text: bytes,
      begin: line.begin - first.begin,
      end: line.end - first.begin,
    }));
    this.#lines = [...this.#lines, ...copies].slice(-this.#keep);
  }

  /** Adds one line, or the beginning of one, of a text. */
  addLine(text: Buffer, begin: number, end: number, base: number): void {
    const bytes = Buffer.from(text.subarray(begin, end));
    const line = { text: bytes, begin: 0, end: bytes.length, offset: base + begin };
    this.#lines = [...this.#lines, line].slice(-this.#keep);
  }

  /** Gives the last `count` lines, oldest first. */
  last(count: number): readonly Line[] {
    return count > 0 ? this.#lines.slice(-count) : [];
  }
}

/** Gives the last `count` lines of a text that lie between two places, oldest first; a line begins at the first one. */
export function linesBefore(
  text: Buffer,
  from: number,
  to: number,
  base: number,
  count: number,
): readonly Line[] {
  const lines: Line[] = [];
  for (let next = to; lines.length < count && next > from; ) {
    const begin = next < from + 2 ? from : Math.max(from, text.lastIndexOf(NEWLINE, next - 2) + 1);
    lines.push({ text, begin, end: next - 1, offset: base + begin });
    next = begin;
  }
  return lines.reverse();
}
