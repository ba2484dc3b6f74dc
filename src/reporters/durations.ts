import type { Cause } from '../model/cause.js';
import type { Level } from '../model/level.js';
import { worstLevel } from '../model/level.js';
import { groupBy } from '../model/lists.js';
import { keyOf, type VmKey } from '../model/mirror.js';
import { compareNumber, compareText, descending, inTurn } from '../model/order.js';
import type { Stop } from '../model/report.js';

/** Percentiles of fewer stops tell no more than the list of them. */
export const LEAST_STOPS = 5;

/** The durations of all stops that a VM had for one cause. */
export interface Durations extends VmKey {
  readonly cause: Cause;
  readonly level: Level;
  readonly stops: number;
  /** Microseconds. */
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  readonly max: number;
  /** The least figure of the stops that lasted longer than it: percentiles from it on may be longer too. Null where there is none. */
  readonly openFromUs: number | null;
  /** Whether some of these stops are unverified. */
  readonly isVerified: boolean;
  /** Whether the cause of some of these stops is inferred. */
  readonly isInferred: boolean;
}

const worstFirst = inTurn<Durations>(
  descending((a, b) => compareNumber(a.max, b.max)),
  (a, b) => compareText(a.vm, b.vm),
  (a, b) => compareText(a.vmPath, b.vmPath),
  (a, b) => compareText(a.cause, b.cause),
);

/** Sums up the stops of each VM and cause that are enough for percentiles, the longest stop first. */
export function durationsOf(stops: readonly Stop[]): readonly Durations[] {
  return [...groupBy(stops, (stop) => `${keyOf(stop)}\n${stop.cause}`).values()]
    .filter(({ length }) => length >= LEAST_STOPS)
    .map(sumUp)
    .sort(worstFirst);
}

function sumUp(stops: readonly [Stop, ...Stop[]]): Durations {
  const [{ vm, vmPath, cause }] = stops;
  const ordered = stops.map(({ durationUs }) => durationUs).sort((a, b) => a - b);
  const open = stops.filter(({ atLeast }) => atLeast);
  return {
    vm,
    vmPath,
    cause,
    level: worstLevel(stops),
    stops: stops.length,
    p50: nearestRank(ordered, 50),
    p95: nearestRank(ordered, 95),
    p99: nearestRank(ordered, 99),
    max: nearestRank(ordered, 100),
    openFromUs: open.reduce<number | null>(
      (least, { durationUs }) => Math.min(least ?? durationUs, durationUs),
      null,
    ),
    isVerified: stops.every(({ verified }) => verified),
    isInferred: cause !== 'unknown' && stops.some(({ basis }) => basis === 'inferred'),
  };
}

/** Gives the percentile by nearest rank of numbers in ascending order (at least one): the first that so many percent do not exceed. */
export function nearestRank(ordered: readonly number[], percent: number): number {
  const rank = Math.max(1, Math.ceil((percent * ordered.length) / 100));
  return ordered[rank - 1] ?? Number.NaN;
}
