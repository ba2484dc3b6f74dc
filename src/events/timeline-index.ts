import type { Message } from '../messages/message.js';
import { firstIndex, groupBy } from '../model/lists.js';
import { type Micros, US_PER_MS, US_PER_SECOND } from '../model/units.js';
import type { Entry } from '../timeline/entry.js';
import { firstEndedFrom, type TimelineStop } from '../timeline/stops.js';
import type { VmTimeline } from '../timeline/timeline.js';
import { type Consolidate, consolidatesIn } from './consolidates.js';
import { type EntryOf, isOf } from './kinds.js';
import { type SnapshotTask, snapshotTasksIn } from './snapshot-tasks.js';

/** Stamps are cut to the millisecond, so a line of the stop's first moment can seem to stand before it. */
export const STAMP_GRACE_US = 2 * US_PER_MS;

/** Binary search in ordered entries: index of the first one written at `at` or later, or the length. */
export function firstWrittenFrom(entries: readonly Entry[], at: number): number {
  return firstIndex(entries, (entry) => (entry.at ?? 0) >= at);
}

/**
 * The stops of one VM that have a time, and the messages around them, both in order of time. What is derived from them is
 * computed once, when it is first asked for.
 */
export class TimelineIndex {
  readonly entries: readonly Entry[];
  readonly stops: readonly TimelineStop[];
  #snapshotTasks: readonly SnapshotTask[] | null = null;
  #consolidates: readonly Consolidate[] | null = null;
  #byKind: ReadonlyMap<Message['kind'], readonly Entry[]> | null = null;
  #signed: ReadonlyMap<string | null, readonly Entry[]> | null = null;

  constructor(
    timeline: Pick<VmTimeline, 'entries' | 'stops'>,
    /** The longest time that the VM runs between two stops of one operation. */
    readonly gap: Micros,
  ) {
    this.entries = timeline.entries;
    this.stops = timeline.stops.filter(({ endedAt }) => endedAt !== null);
  }

  /** The snapshots that were taken, or at least begun. */
  get snapshotTasks(): readonly SnapshotTask[] {
    this.#snapshotTasks ??= snapshotTasksIn(this.entries);
    return this.#snapshotTasks;
  }

  /** The consolidates that left a line in the log. */
  get consolidates(): readonly Consolidate[] {
    this.#consolidates ??= consolidatesIn(this.entries, this.snapshotTasks);
    return this.#consolidates;
  }

  /** Gives the entries with messages of one kind. */
  of<Kind extends Message['kind']>(kind: Kind): readonly EntryOf<Kind>[] {
    this.#byKind ??= groupBy(this.entries, ({ message }) => message.kind);
    return (this.#byKind.get(kind) ?? []).filter((entry) => isOf(entry, kind));
  }

  /** Gives the entries that were written while the VM was stopped. */
  within({ startedAt, endedAt }: TimelineStop): readonly Entry[] {
    if (startedAt === null || endedAt === null) return [];
    return this.between(startedAt - STAMP_GRACE_US, endedAt + STAMP_GRACE_US);
  }

  /** Gives the entries with stamps from one point in time to another. */
  between(from: number, to: number): readonly Entry[] {
    return this.entries.slice(firstWrittenFrom(this.entries, from), firstWrittenFrom(this.entries, to + 1));
  }

  /** Gives the stop during which an entry was written, null where the VM ran. */
  stopAround({ at }: Entry): TimelineStop | null {
    if (at === null) return null;
    const stop = this.stops[firstEndedFrom(this.stops, at - STAMP_GRACE_US)];
    const startedAt = stop?.startedAt ?? Number.POSITIVE_INFINITY;
    return stop !== undefined && startedAt - STAMP_GRACE_US <= at ? stop : null;
  }

  /** Gives the last stop that began between two points in time, null where none did. */
  lastStopBegunBetween(from: number, to: number): TimelineStop | null {
    const index = firstEndedFrom(this.stops, to);
    // The line that bounds a stop may be written within it.
    const stop = [this.stops[index], this.stops[index - 1]].find(
      (one) => (one?.startedAt ?? Number.POSITIVE_INFINITY) <= to,
    );
    return stop !== undefined && (stop.startedAt ?? 0) >= from - STAMP_GRACE_US ? stop : null;
  }

  /** Gives the stops that lie between two points in time. */
  stopsBetween(from: number, to: number): readonly TimelineStop[] {
    return this.stops
      .slice(firstEndedFrom(this.stops, from), firstEndedFrom(this.stops, to + STAMP_GRACE_US + 1))
      .filter(({ startedAt }) => (startedAt ?? 0) >= from - STAMP_GRACE_US);
  }

  /** Gives the first stop that ended at a point in time or later, whenever it began; null where none did. */
  firstStopEndedFrom(from: number): TimelineStop | null {
    return this.stops[firstEndedFrom(this.stops, from)] ?? null;
  }

  /** Gives the first stop that begins at a point in time or later, by another one at the latest; null for none. */
  firstStopFrom(from: number, by: number): TimelineStop | null {
    const stop = this.firstStopEndedFrom(from);
    if (stop === null || stop.startedAt === null) return null;
    return stop.startedAt >= from - STAMP_GRACE_US && stop.startedAt <= by ? stop : null;
  }

  /** Gives the first line within a stop that a vCPU wrote for a task, between two points in time; null for none. */
  firstSigned(opId: string, from: number, to: number): Entry | null {
    this.#signed ??= this.#signedLines();
    const lines = this.#signed.get(opId) ?? [];
    const line = lines[firstWrittenFrom(lines, from)];
    return line !== undefined && (line.at ?? 0) <= to ? line : null;
  }

  #signedLines(): ReadonlyMap<string | null, readonly Entry[]> {
    const signed = this.entries.filter(
      (entry) =>
        entry.opId !== null && entry.thread?.startsWith('vcpu') === true && this.stopAround(entry) !== null,
    );
    return groupBy(signed, ({ opId }) => opId);
  }
}

/** A request and the stop that it led to lie so close together where nothing else ties them. */
export const REQUEST_REACH_US = 10 * US_PER_SECOND;
