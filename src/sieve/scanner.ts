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
  /** Looks through a part of the room, which must be whole lines, and tells of each line with a needle, in their order. */
  scan(from: number, to: number, found: Found, work: Work): void;
}

/** So many bytes are looked through in the time that it takes to have vectors ready. */
const PLAIN_BYTES = 512 * 1024;

/** What one process scans with for some needles. */
interface Scanners {
  readonly plain: Scanner;
  /** Made when it pays; the plain one again where there are no vectors. */
  vectors: Scanner | null;
  /** Bytes that were looked through. */
  bytes: number;
}

const scanners = new WeakMap<readonly Needle[], Scanners>();

/**
 * Gives the scanner for these needles for text of so many bytes that comes next: the same one to all who ask, for
 * making one takes longer than many logs do. The first texts are scanned plainly, which finds the same.
 */
export function scannerFor(needles: readonly Needle[], length: number): Scanner {
  const known = scanners.get(needles) ?? begin(needles);
  known.bytes += length;
  if (known.bytes > PLAIN_BYTES) known.vectors ??= vectorScanner(needles) ?? known.plain;
  return known.vectors ?? known.plain;
}

function begin(needles: readonly Needle[]): Scanners {
  const begun = { plain: plainScanner(needles), vectors: null, bytes: 0 };
  scanners.set(needles, begun);
  return begun;
}

function plainScanner(needles: readonly Needle[]): Scanner {
  const odd = needles.find(({ text }) => !/^[^\n\u0080-\uffff]+$/.test(text));
  if (odd !== undefined) throw new Error(`a needle must be ASCII within a line: ${JSON.stringify(odd.text)}`);
  const upper = needles.find(({ text, anyCase }) => anyCase === true && /[A-Z]/.test(text));
  if (upper !== undefined) throw new Error(`a needle of any case must be lower case: ${upper.text}`);
  return new PlainScanner(needles);
}

/** Null where there is no WebAssembly, none with vectors, or there are more needles than it holds. */
function vectorScanner(needles: readonly Needle[]): Scanner | null {
  try {
    return new SimdScanner(needles);
  } catch {
    return null;
  }
}
