import { finished } from 'node:stream/promises';
import split2 from 'split2';
import type { SievedLine } from '../../src/model/line.js';
import type { Work } from '../../src/model/work.js';
import { LineBatch, MAX_BATCH_LINE, parseLine } from '../../src/sieve/line-batch.js';
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

/** Puts pieces through a new sieve and its lines through split2, as logs are read. */
export async function siftedLines(
  pieces: Iterable<Buffer>,
  plan: SievePlan,
  work?: Work,
): Promise<readonly SievedLine[]> {
  const lines: SievedLine[] = [];
  const batch = new LineBatch();
  const sieve = new Sieve(plan, batch, work);
  const splitter = split2('\n', parseLine, { maxLength: MAX_BATCH_LINE });
  splitter.on('data', (line: SievedLine) => lines.push(line));
  for (const piece of pieces) {
    sieve.push(piece);
    splitter.write(Buffer.from(batch.take()));
  }
  sieve.end();
  splitter.end(Buffer.from(batch.take()));
  await finished(splitter);
  return lines;
}
