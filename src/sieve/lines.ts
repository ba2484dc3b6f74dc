import type { SievedLine } from '../model/line.js';
import type { Work } from '../model/work.js';
import { Sieve, type SievePlan } from './sieve.js';

/**
 * Reads a log piece by piece and gives the lines that the sieve lets through of each piece, in the order of the log;
 * the last are its end. Throws what the pieces throw. What it takes is added to `work`.
 */
export async function* siftLines(
  pieces: AsyncIterable<Buffer>,
  plan: SievePlan,
  work?: Work,
): AsyncGenerator<readonly SievedLine[]> {
  let lines: SievedLine[] = [];
  const sieve = new Sieve(
    plan,
    {
      line: (kind, offset, text, begin, end) =>
        lines.push({ kind, offset, text: text.toString('utf8', begin, end) }),
      long: (offset) => lines.push({ kind: 'long', offset }),
      end: (offset, cut) => lines.push({ kind: 'end', offset, cut }),
    },
    work,
  );
  for await (const piece of pieces) {
    sieve.push(piece);
    if (lines.length === 0) continue;
    yield lines;
    lines = [];
  }
  sieve.end();
  yield lines;
}
