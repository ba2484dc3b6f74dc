/** Gives the index of the first byte that is not zero, -1 where all are. */
export function firstNonZero(bytes: Buffer): number {
  for (let at = 0; at < bytes.length; at++) if (bytes[at] !== 0) return at;
  return -1;
}
