import type { Needle } from '../model/line.js';
import type { Work } from '../model/work.js';

import type { OnLine, Scanner } from './scanner.js';

const ROOM_BYTES = 320 * 1024;

/** Scans with a regular expression. It runs everywhere, twenty times slower than SIMD. */
export class PlainScanner implements Scanner {
  readonly room = Buffer.allocUnsafeSlow(ROOM_BYTES);
  readonly #needles: readonly Needle[];
  readonly #any: RegExp;

  constructor(needles: readonly Needle[]) {
    this.#needles = needles;
    // The last alternative never matches, so that no needles are no empty expression, which always does.
    this.#any = new RegExp([...needles.map(patternOf), '(?!)'].join('|'), 'g');
  }

  scan(from: number, to: number, onLine: OnLine, work: Work): void {
    // A character a byte, so that places in the text are places in the room.
    const text = this.room.toString('latin1', from, to);
    this.#any.lastIndex = 0;
    for (let match = this.#any.exec(text); match !== null; match = this.#any.exec(text)) {
      work.candidates++;
      const begin = match.index === 0 ? 0 : text.lastIndexOf('\n', match.index - 1) + 1;
      const end = text.indexOf('\n', match.index);
      onLine(from + begin, from + end, contextFor(text.slice(begin, end), this.#needles) ?? 0);
      this.#any.lastIndex = end + 1;
    }
  }
}

/** Returns the most context that a needle in the line asks for, null if it holds none. The line is Latin-1, one character a byte. */
export function contextFor(line: string, needles: readonly Needle[]): number | null {
  const lower = toLower(line);
  const held = needles.filter(({ text, anyCase }) => (anyCase === true ? lower : line).includes(text));
  return held.length === 0 ? null : Math.max(...held.map(({ before }) => before));
}

/** ASCII only: other bytes are parts of characters. */
function toLower(line: string): string {
  return line.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
}

function patternOf({ text, anyCase }: Needle): string {
  const quoted = text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
  if (anyCase !== true) return quoted;
  return quoted.replace(/[a-z]/g, (letter) => `[${letter}${letter.toUpperCase()}]`);
}
