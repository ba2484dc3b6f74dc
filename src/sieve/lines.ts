import { pipeline, Readable } from 'node:stream';
import split2 from 'split2';
import type { SievedLine } from '../model/line.js';
import { MARKS } from './frames.js';
import { MAX_LINE_BYTES, Sieve, type SievePlan } from './sieve.js';

const FRAME = /^(\d+)([:!=~-])/;

/** A frame is a line and a few digits; nothing longer leaves the sieve, so this bound is never met. */
const LIMITS = { maxLength: 2 * MAX_LINE_BYTES, skipOverflow: true };

/**
 * Reads a log piece by piece and gives what `read` makes of each line that the sieve lets through, in the order
 * of the log; `undefined` is left out. Throws what the pieces throw.
 */
export function siftLines<T>(
  pieces: AsyncIterable<Buffer>,
  plan: SievePlan,
  read: (line: SievedLine) => T | undefined,
): AsyncIterable<T> {
  const splitter = split2('\n', (frame: string) => read(unframe(frame)), LIMITS);
  // The callback is for pipeline alone: whoever iterates the splitter is thrown the same error.
  return pipeline(Readable.from(frames(pieces, plan), { objectMode: false }), splitter, () => {});
}

async function* frames(pieces: AsyncIterable<Buffer>, plan: SievePlan): AsyncGenerator<Buffer> {
  const sieve = new Sieve(plan);
  for await (const piece of pieces) {
    const found = sieve.push(piece);
    if (found !== null) yield found;
  }
  const last = sieve.end();
  if (last !== null) yield last;
}

function unframe(frame: string): SievedLine {
  const match = FRAME.exec(frame);
  if (match === null) throw new Error(`not a frame of the sieve: ${frame.slice(0, 40)}`);
  const offset = Number(match[1]);
  const mark = match[2];
  if (mark === MARKS.end || mark === MARKS.cut) return { kind: 'end', offset, cut: mark === MARKS.cut };
  if (mark === MARKS.long) return { kind: 'long', offset };
  return { kind: mark === MARKS.hit ? 'hit' : 'context', offset, text: frame.slice(match[0].length) };
}
