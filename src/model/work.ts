/** How much was done to sift logs: the same for the same bytes in the same pieces, on any machine. */
export interface Work {
  /** Bytes of whole lines looked through; of a line over 64 KiB what lies beyond does not count. */
  bytes: number;
  /** Places that looked like a needle and were compared in full. */
  candidates: number;
  /** Lines that came through. */
  lines: number;
  /** Bytes of these lines, which are those decoded. */
  lineBytes: number;
}

/** Gives a count of nothing. */
export function noWork(): Work {
  return { bytes: 0, candidates: 0, lines: 0, lineBytes: 0 };
}
