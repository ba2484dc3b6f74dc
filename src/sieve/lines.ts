import type { SievedLine } from '../model/line.js';
import type { Work } from '../model/work.js';
import { Sieve, type SievePlan } from './sieve.js';

/**
 * Reads a log piece by piece and gives what `read` makes of each line that the sieve lets through, in the order
 * of the log; `undefined` is left out. Throws what the pieces and `read` throw. What it takes is added to `work`.
 */
export async function* siftLines<T>(
  pieces: AsyncIterable<Buffer>,
  plan: SievePlan,
  read: (line: SievedLine) => T | undefined,
  work?: Work,
): AsyncGenerator<T> {
  let made: T[] = [];
  const take = (line: SievedLine) => {
    const one = read(line);
    if (one !== undefined) made.push(one);
  };
  const sieve = new Sieve(
    plan,
    {
      line: (kind, offset, text, begin, end) =>
        take({ kind, offset, text: text.toString('utf8', begin, end) }),
      long: (offset) => take({ kind: 'long', offset }),
      end: (offset, cut) => take({ kind: 'end', offset, cut }),
    },
    work,
  );
  for await (const piece of pieces) {
    sieve.push(piece);
    yield* made;
    made = [];
  }
  sieve.end();
  yield* made;
}
