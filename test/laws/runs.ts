import fc from 'fast-check';

const FACTOR = Math.max(0.01, Number(process.env.FC_RUNS ?? '1') || 1);

/** A broken law is reported after so long: the search for a smaller case may take hours, and a run that is ended tells nothing. */
const LONGEST_MS = 4 * 60_000;

/** How often a law is tried: `count` times, multiplied by the environment's FC_RUNS. */
export function runs(count: number) {
  return {
    numRuns: Math.max(1, Math.round(count * FACTOR)),
    interruptAfterTimeLimit: Math.max(LONGEST_MS, FACTOR * LONGEST_MS),
    markInterruptAsFailure: true,
  };
}

/** Cuts bytes into pieces at any places; the cuts are given as shares of the length. */
export function cutAt(bytes: Buffer, shares: readonly number[]): Buffer[] {
  const places = [...new Set(shares.map((share) => Math.floor(share * bytes.length)))].sort((a, b) => a - b);
  const ends = [...places.filter((at) => at > 0 && at < bytes.length), bytes.length];
  return ends.map((end, index) => bytes.subarray(ends[index - 1] ?? 0, end));
}

/** Any share below 1, all of them as likely; of `fc.double` nearly all are next to 0. */
export const anyShare = fc.nat(999_999).map((millionths) => millionths / 1_000_000);

/** Any places to cut bytes at. */
export const anyCuts = fc.array(anyShare, { maxLength: 12 });

/** Any order of a list. */
export function anyOrder<T>(list: readonly T[]): fc.Arbitrary<T[]> {
  return fc.shuffledSubarray([...list], { minLength: list.length, maxLength: list.length });
}
