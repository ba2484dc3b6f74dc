import type { Needle } from '../model/line.js';
import type { Work } from '../model/work.js';
import { PlainScanner } from './plain-scanner.js';
import { SimdScanner } from './simd-scanner.js';

/** Called for each line with a needle: where it begins and ends, and the most context that one of its needles asks for. */
export type OnLine = (begin: number, end: number, before: number) => void;

/** Finds the lines that hold a needle. */
export interface Scanner {
  /** The buffer for the text. It is shared: its content is valid only until the caller yields to other code. */
  readonly room: Buffer;
  /** Scans a part of the buffer, which must be whole lines, and reports each line with a needle, in order. */
  scan(from: number, to: number, onLine: OnLine, work: Work): void;
}

/** Starting the SIMD scanner takes as long as scanning this many bytes plainly. */
const PLAIN_BYTES = 512 * 1024;

/** The scanners of this process for one list of needles. */
interface Scanners {
  readonly plain: Scanner;
  /** Made when it pays; the plain one if there is no SIMD. */
  vectors: Scanner | null;
  /** Bytes scanned so far. */
  bytes: number;
}

const scanners = new WeakMap<readonly Needle[], Scanners>();

/**
 * Returns the scanner for the next text of `length` bytes. It is shared, because making one takes longer than reading many
 * logs. The first texts are scanned plainly, which finds the same lines.
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

/** Null if there is no WebAssembly with SIMD, or there are too many needles for it. */
function vectorScanner(needles: readonly Needle[]): Scanner | null {
  try {
    return new SimdScanner(needles);
  } catch {
    return null;
  }
}
