import { Sieve, type SievePlan } from '../../src/sieve/sieve.js';

const NOTHING = Buffer.alloc(0);

/** Puts pieces through a new sieve and gives the text of all frames, one character a byte. */
export function sift(pieces: Iterable<Buffer>, plan: SievePlan): string {
  const sieve = new Sieve(plan);
  const found: Buffer[] = [];
  for (const piece of pieces) found.push(sieve.push(piece) ?? NOTHING);
  found.push(sieve.end() ?? NOTHING);
  return Buffer.concat(found).toString('latin1');
}

/** The frames of a log: lines in their order, long lines apart, for their order among lines depends on the cut. */
export function framesOf(pieces: Iterable<Buffer>, plan: SievePlan) {
  const frames = sift(pieces, plan).split('\n');
  const isLong = (frame: string) => /^\d+!/.test(frame);
  const last = frames.pop();
  const end = frames.pop() ?? '';
  if (last !== '' || !/^\d+[=~]$/.test(end)) throw new Error(`no proper end: ${end}`);
  return {
    lines: frames.filter((frame) => !isLong(frame)),
    long: frames.filter(isLong).map((frame) => Number(frame.slice(0, -1))),
    end: Number(end.slice(0, -1)),
  };
}
