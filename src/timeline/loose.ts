import type { Diagnostic } from '../model/diagnostic.js';
import { firstIndex, groupBy } from '../model/lists.js';
import type { LogPlace } from '../model/log.js';
import { unmeasured } from './doubts.js';
import type { Entry } from './entry.js';
import type { TimelineStop } from './stops.js';

/** What the order of the lines tells where their times cannot be read. */
export interface Loose {
  /** Stops that a line before them shows to be of unknown length. */
  readonly doubts: ReadonlyMap<TimelineStop, Diagnostic>;
  /** The marks that some stop ends. */
  readonly ended: ReadonlySet<Entry>;
}

/**
 * Ties marks to the next stop in their log where the mark or the stop has no readable time, so that no time between the
 * two can be measured.
 */
export function tieLoose(stops: readonly TimelineStop[], marks: readonly Entry[]): Loose {
  const doubts = new Map<TimelineStop, Diagnostic>();
  const ended = new Set<Entry>();
  const isLoose = new Set<LogPlace>();
  for (const { at, place } of marks) if (at === null) isLoose.add(place);
  for (const { endedAt, place } of stops) if (endedAt === null) isLoose.add(place);
  const byPlace = groupBy(
    stops.filter(({ place }) => isLoose.has(place)),
    ({ place }) => place,
  );
  for (const ofPlace of byPlace.values()) ofPlace.sort((a, b) => a.offset - b.offset);
  for (const mark of marks) {
    const ofPlace = byPlace.get(mark.place) ?? [];
    const stop = ofPlace[firstIndex(ofPlace, ({ offset }) => offset > mark.offset)];
    if (stop === undefined || (mark.at !== null && stop.endedAt !== null)) continue;
    ended.add(mark);
    if (stop.elapsedUs === null && stop.doubt === null) doubts.set(stop, unmeasured(mark, stop));
  }
  return { doubts, ended };
}
