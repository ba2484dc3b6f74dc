import type { WallSpan } from '../model/guest.js';
import { firstIndex } from '../model/lists.js';

/** A time in microseconds, from its first to its last moment. */
export interface TimeSpan {
  readonly from: number;
  readonly to: number;
}

/** With more pairs than that many offsets fit by chance. */
const MOST_RANGES = 100_000;

/** What may be added to a clock, from the least to the most. */
export interface Offset {
  readonly least: number;
  readonly most: number;
  /** How many windows then hold the creation of a snapshot. */
  readonly pairs: number;
}

/**
 * Finds the one range of offsets, between two limits, that puts the most creations of snapshots inside windows. Null if several
 * ranges tie, if windows and creations are both left over, or if there is one pair only of several windows or creations.
 * `creates` are in the order of time.
 */
export function clockOffset(
  windows: readonly WallSpan[],
  creates: readonly TimeSpan[],
  limits: TimeSpan,
): Offset | null {
  const ranges: TimeSpan[] = [];
  for (const window of windows) {
    for (const range of merged(rangesOf(window, creates, limits))) ranges.push(range);
    if (ranges.length > MOST_RANGES) return null;
  }
  const [best, other] = deepest(ranges);
  if (best === undefined || other !== undefined) return null;
  const { pairs } = best;
  const isWhole = pairs === windows.length || pairs === creates.length;
  const isProved = pairs > 1 || (windows.length === 1 && creates.length === 1);
  return isWhole && isProved ? best : null;
}

/** Gives the ranges of offsets with which a window holds some creation. */
function rangesOf(
  { from, to, unitUs }: WallSpan,
  creates: readonly TimeSpan[],
  limits: TimeSpan,
): readonly TimeSpan[] {
  const ranges: TimeSpan[] = [];
  for (
    let at = firstIndex(creates, (create) => create.from >= from + limits.from);
    at < creates.length;
    at++
  ) {
    const create = creates[at];
    if (create === undefined || create.from > to + unitUs + limits.to) break;
    const range = {
      from: Math.max(create.to - to - unitUs, limits.from),
      to: Math.min(create.from - from, limits.to),
    };
    if (range.from <= range.to) ranges.push(range);
  }
  return ranges;
}

/** A window holds one creation or more: it counts once. */
function merged(ranges: readonly TimeSpan[]): readonly TimeSpan[] {
  const found: TimeSpan[] = [];
  for (const range of [...ranges].sort((a, b) => a.from - b.from)) {
    const last = found.at(-1);
    if (last === undefined || range.from > last.to) found.push(range);
    else found[found.length - 1] = { from: last.from, to: Math.max(last.to, range.to) };
  }
  return found;
}

/** Gives the parts of the line that the most ranges cover, in order. */
function deepest(ranges: readonly TimeSpan[]): readonly Offset[] {
  const edges = ranges.flatMap(({ from, to }) => [
    { at: from, step: 1 },
    { at: to, step: -1 },
  ]);
  // Both ends of a range are in it.
  edges.sort((a, b) => a.at - b.at || b.step - a.step);
  let found: Offset[] = [];
  let [depth, most] = [0, 0];
  let begin = 0;
  for (const { at, step } of edges) {
    if (step === -1 && depth === most) found.push({ least: begin, most: at, pairs: depth });
    depth += step;
    if (step === 1 && depth > most) {
      most = depth;
      found = [];
    }
    begin = at;
  }
  return found;
}
