import type { Baseline, Comparison, KnownStop } from '../model/baseline.js';
import { compareLevels } from '../model/level.js';
import { groupBy } from '../model/lists.js';
import { VERDICTS } from '../model/mirror.js';
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
 * looked at, since a bundle of another night has another name. Each of its stops accounts for one stop only.
 */
export class BaselineMatcher {
  readonly #baseline: Baseline;
  /** Its stops by what they are found again by, the shortest first. */
  readonly #byKey: ReadonlyMap<string, readonly KnownStop[]>;
  readonly #taken = new Set<KnownStop>();
  readonly #found = new Map<string, number>();
  #known = 0;
  #worse = 0;

  constructor(baseline: Baseline) {
    this.#baseline = baseline;
    this.#byKey = groupBy(baseline.stops.toSorted(longestFirst).reverse(), keyOf);
  }

  /** Notes that the logs hold a stop, whether it is asked for or not. */
  note(stop: Found): void {
    const key = keyOf(stop);
    this.#found.set(key, (this.#found.get(key) ?? 0) + 1);
  }

  /**
   * Says whether the baseline holds a stop that accounts for this one: at least as long, and of no lower level or verdict. A stop
   * whose length is not known in full is never known. Counts what it says.
   */
  isKnown(stop: Stop): boolean {
    const before = this.#byKey.get(keyOf(stop)) ?? [];
    if (before.length === 0) return false;
    const found = before.find((one) => !this.#taken.has(one) && accountsFor(one, stop));
    if (found === undefined) {
      this.#worse++;
      return false;
    }
    this.#taken.add(found);
    this.#known++;
    return true;
  }

  /** Gives what the comparison came to, once all stops were noted and asked for. */
  result(): Comparison {
    const { path, stops } = this.#baseline;
    const gone = [...this.#byKey].flatMap(([key, known]) =>
      known.slice(0, Math.max(0, known.length - (this.#found.get(key) ?? 0))),
    );
    return {
      path,
      stops: stops.length,
      known: this.#known,
      worse: this.#worse,
      gone: gone.sort(longestFirst),
    };
  }
}

function keyOf({ vm, endedAt, line }: Found): string {
  return `${vm}\n${endedAt ?? line}`;
}

function accountsFor(one: KnownStop, stop: Stop): boolean {
  if (stop.atLeast || one.durationUs < stop.durationUs) return false;
  if (compareLevels(one.level, stop.level) < 0) return false;
  return VERDICTS.indexOf(one.takeover) >= VERDICTS.indexOf(stop.takeover.verdict);
}
