import { firstIndex } from '../model/lists.js';
import type { LogPlace } from '../model/log.js';
import { US_PER_SECOND } from '../model/units.js';
import type { Entry } from './entry.js';
import { isOfFile, LONGEST_SWITCHOVER_US, RESTORE_REACH_US } from './marks.js';
import type { TimelineStop } from './stops.js';

/** Several lines of one takeover are written within this time. */
const ONE_TAKEOVER_US = 60 * US_PER_SECOND;

/** The timed lines by which new processes tell that they took the VM over, in order. */
export class Takeovers {
  readonly #taken = new Set<Entry>();

  constructor(readonly all: readonly Entry[]) {}

  /**
   * Marks the takeovers after a point in time that this stop ends as taken, and returns the most informative one; null
   * for none.
   */
  take(stop: TimelineStop, since: number): Entry | null {
    const { all } = this;
    const from = firstIndex(all, ({ at }) => (at ?? 0) > since);
    const to = firstIndex(all, ({ at }) => (at ?? 0) > (stop.endedAt ?? 0));
    const ended = all.slice(from, to).filter((entry) => isEndedBy(stop, entry));
    for (const entry of ended) this.#taken.add(entry);
    return ended.findLast(({ message }) => message.kind === 'migrate-destination') ?? ended.at(-1) ?? null;
  }

  /** Gives those that no stop took, one of each takeover. */
  left(): readonly Entry[] {
    const last = new Map<LogPlace, number>();
    return this.all.filter((entry) => {
      const { at, place } = entry;
      const before = last.get(place) ?? Number.NEGATIVE_INFINITY;
      last.set(place, at ?? 0);
      return !this.#taken.has(entry) && (at ?? 0) - before > ONE_TAKEOVER_US;
    });
  }
}

function isEndedBy({ startedAt, endedAt }: TimelineStop, entry: Entry): boolean {
  const at = entry.at ?? 0;
  return isOfFile(entry)
    ? (startedAt ?? 0) - at <= RESTORE_REACH_US
    : (endedAt ?? 0) - at <= LONGEST_SWITCHOVER_US;
}
