/** Gives the index of the first byte that is not zero, -1 where all are. */
export function firstNonZero(bytes: Buffer): number {
  for (let at = 0; at < bytes.length; at++) if (bytes[at] !== 0) return at;
  return -1;
}

/** Says whether a bit is set in a number that is a set of flags; `flag` is the bit's value, a power of two. */
export function hasFlag(flags: number, flag: number): boolean {
  return Math.floor(flags / flag) % 2 === 1;
}
