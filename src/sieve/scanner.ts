import type { Needle } from '../model/line.js';
import type { Work } from '../model/work.js';
import { PlainScanner } from './plain-scanner.js';
import { SimdScanner } from './simd-scanner.js';

/** Told of a line with a needle: where it begins and ends, and the most context that one of its needles asks for. */
export type Found = (begin: number, end: number, before: number) => void;

/** Finds the lines that hold a needle. */
export interface Scanner {
  /** Where the text belongs. It is shared: what lies there counts only until the caller lets others run. */
  readonly room: Buffer;
  /**
   * Looks through the first `length` bytes of the room, which must be whole lines, and tells of each line in which
   * a needle ends within the first 64 KiB, in their order.
   */
  scan(length: number, found: Found, work: Work): void;
}

const scanners = new WeakMap<readonly Needle[], Scanner>();

/** Gives the scanner for these needles: the same one each time, for making one takes longer than many logs do. */
export function scannerFor(needles: readonly Needle[]): Scanner {
  const known = scanners.get(needles);
  if (known !== undefined) return known;
  const scanner = makeScanner(needles);
  scanners.set(needles, scanner);
  return scanner;
}

function makeScanner(needles: readonly Needle[]): Scanner {
  const odd = needles.find(({ text }) => !/^[^\n\u0080-\uffff]+$/.test(text));
  if (odd !== undefined) throw new Error(`a needle must be ASCII within a line: ${JSON.stringify(odd.text)}`);
  try {
    return new SimdScanner(needles);
  } catch {
    // No WebAssembly, none with vectors, or more needles than it holds.
    return new PlainScanner(needles);
  }
}
