import { NEWLINE } from '../model/line.js';

/** A line: where it begins and ends in a text, without its newline, and its offset in the log. */
export interface Line {
  readonly text: Buffer;
  readonly begin: number;
  readonly end: number;
  readonly offset: number;
}

/** The last lines of what was sifted, in case a later hit needs them as context. */
export class Tail {
  readonly #keep: number;
  #lines: readonly Line[] = [];

  constructor(keep: number) {
    this.#keep = keep;
  }

  /** Adds the whole lines between two places of a text that begins at `base` in the log. */
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

  /** Returns the last `count` lines, oldest first. */
  last(count: number): readonly Line[] {
    return count > 0 ? this.#lines.slice(-count) : [];
  }
}

/** Returns the last `count` lines between two places of a text, oldest first; a line must begin at the first place. */
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
