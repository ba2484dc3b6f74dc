import type { SievedLine } from '../model/line.js';
import type { Work } from '../model/work.js';
import { Sieve, type SievePlan, type Sink } from './sieve.js';

/** Takes what comes through of one log, and hands it on in batches. */
export interface Box<Batch> extends Sink {
  /** Gives what has come in since the last batch; null where that is nothing, or unless `all` too little for one. */
  take(all: boolean): Batch | null;
}

/**
 * Reads a log piece by piece and gives what a box makes of the lines that the sieve lets through, in the order of the
 * log; the last is its end. Throws what the pieces throw. What it takes is added to `work`.
 */
export async function* siftInto<Batch>(
  box: Box<Batch>,
  pieces: AsyncIterable<Buffer>,
  plan: SievePlan,
  work?: Work,
): AsyncGenerator<Batch> {
  const sieve = new Sieve(plan, box, work);
  for await (const piece of pieces) {
    sieve.push(piece);
    for (let batch = box.take(false); batch !== null; batch = box.take(false)) yield batch;
  }
  sieve.end();
  for (let batch = box.take(true); batch !== null; batch = box.take(true)) yield batch;
}

/** Gives the lines of a log that the sieve lets through, as `siftInto` does. */
export function siftLines(
  pieces: AsyncIterable<Buffer>,
  plan: SievePlan,
  work?: Work,
): AsyncGenerator<readonly SievedLine[]> {
  return siftInto(new LineBox(), pieces, plan, work);
}

class LineBox implements Box<readonly SievedLine[]> {
  #lines: SievedLine[] = [];

  line(kind: 'hit' | 'context', offset: number, text: Buffer, begin: number, end: number): void {
    this.#lines.push({ kind, offset, text: text.toString('utf8', begin, end) });
  }

  long(offset: number): void {
    this.#lines.push({ kind: 'long', offset });
  }

  end(offset: number, cut: boolean): void {
    this.#lines.push({ kind: 'end', offset, cut });
  }

  take(): readonly SievedLine[] | null {
    if (this.#lines.length === 0) return null;
    const lines = this.#lines;
    this.#lines = [];
    return lines;
  }
}
