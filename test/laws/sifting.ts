import { Sieve, type SievePlan } from '../../src/sieve/sieve.js';

/** Puts pieces through a new sieve and gives all that comes out, one character a byte: lines as `grep -b` shows them. */
export function sift(pieces: Iterable<Buffer>, plan: SievePlan) {
  const lines: string[] = [];
  const long: number[] = [];
  const ends: { readonly end: number; readonly cut: boolean }[] = [];
  const sieve = new Sieve(plan, {
    line: (kind, offset, text, begin, end) =>
      lines.push(`${offset}${kind === 'hit' ? ':' : '-'}${text.toString('latin1', begin, end)}`),
    long: (offset) => long.push(offset),
    end: (end, cut) => ends.push({ end, cut }),
  });
  for (const piece of pieces) sieve.push(piece);
  sieve.end();
  const [last] = ends;
  if (last === undefined || ends.length > 1) throw new Error(`${ends.length} ends`);
  return { lines, long, ...last };
}
