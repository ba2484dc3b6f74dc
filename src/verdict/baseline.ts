import type { Baseline, Comparison, KnownStop } from '../model/baseline.js';
import { compareLevels, type Level } from '../model/level.js';
import { groupBy } from '../model/lists.js';
import { compareMaybeText, compareText, descending, inTurn } from '../model/order.js';
import type { Stop } from '../model/report.js';

/** A stop as it was found in the logs. */
interface Found {
  readonly vm: string;
  readonly endedAt: string | null;
  readonly line: string;
}

const longestFirst = inTurn<KnownStop>(
  descending((a, b) => a.durationUs - b.durationUs),
  (a, b) => compareMaybeText(a.endedAt, b.endedAt),
  (a, b) => compareText(a.vm, b.vm),
  (a, b) => compareText(a.line, b.line),
);

/**
 * Finds the stops of an earlier report again: by VM and the time of the end, and where that is unknown by the line. Paths are not
 * looked at, since a bundle of another night has another name.
 */
export class BaselineMatcher {
  readonly #baseline: Baseline;
  readonly #byKey: ReadonlyMap<string, readonly KnownStop[]>;
  readonly #found = new Set<string>();
  #known = 0;
  #worse = 0;

  constructor(baseline: Baseline) {
    this.#baseline = baseline;
    this.#byKey = groupBy(baseline.stops, keyOf);
  }

  /** Notes that the logs hold a stop, whether it is asked for or not. */
  note(stop: Found): void {
    this.#found.add(keyOf(stop));
  }

  /** Says whether a stop was in the baseline at least as long, and at no lower level; counts it. */
  isKnown(stop: Stop): boolean {
    const before = this.#byKey.get(keyOf(stop)) ?? [];
    if (before.length === 0) return false;
    const isKnown = before.some(
      (one) => one.durationUs >= stop.durationUs && !isBelow(one.level, stop.level),
    );
    if (isKnown) this.#known++;
    else this.#worse++;
    return isKnown;
  }

  /** Gives what the comparison came to, once all stops were noted and asked for. */
  result(): Comparison {
    const { path, stops } = this.#baseline;
    const gone = stops.filter((stop) => !this.#found.has(keyOf(stop))).sort(longestFirst);
    return { path, stops: stops.length, known: this.#known, worse: this.#worse, gone };
  }
}

function keyOf({ vm, endedAt, line }: Found): string {
  return `${vm}\n${endedAt ?? line}`;
}

function isBelow(one: Level, other: Level): boolean {
  return compareLevels(one, other) < 0;
}
