/** The index of the first byte that is not zero, or -1. */
export function firstNonZero(bytes: Buffer): number {
  for (let at = 0; at < bytes.length; at++) if (bytes[at] !== 0) return at;
  return -1;
}

/** Whether a bit is set; `flag` is its value, a power of two. Bit operators would cut the number to 32 bits. */
export function hasFlag(flags: number, flag: number): boolean {
  return Math.floor(flags / flag) % 2 === 1;
}
