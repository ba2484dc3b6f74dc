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

  /** Adds the first `length` bytes of a text, whole lines, of which the first begins at `base` in the log. */
  add(text: Buffer, length: number, base: number): void {
    const lines = linesBefore(text, length, base, this.#keep);
    const [first] = lines;
    if (first === undefined) return;
    const bytes = Buffer.from(text.subarray(first.begin, length));
    const copies = lines.map((line) => ({
      ...line,
      text: bytes,
      begin: line.begin - first.begin,
      end: line.end - first.begin,
    }));
    this.#lines = [...this.#lines, ...copies].slice(-this.#keep);
  }

  /** Gives the last `count` lines, oldest first. */
  last(count: number): readonly Line[] {
    return count > 0 ? this.#lines.slice(-count) : [];
  }
}

/** Gives the last `count` lines of a text that end before `end`, oldest first. */
export function linesBefore(text: Buffer, end: number, base: number, count: number): readonly Line[] {
  const lines: Line[] = [];
  for (let next = end; lines.length < count && next > 0; ) {
    const begin = next < 2 ? 0 : text.lastIndexOf(NEWLINE, next - 2) + 1;
    lines.push({ text, begin, end: next - 1, offset: base + begin });
    next = begin;
  }
  return lines.reverse();
}
