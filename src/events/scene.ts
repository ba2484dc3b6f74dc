import type { Message } from '../messages/message.js';
import { US_PER_MS, US_PER_SECOND } from '../model/units.js';
import type { Entry } from '../timeline/entry.js';
import { firstEndedFrom, type TimelineStop } from '../timeline/stops.js';

/** Stamps are cut to the millisecond, so a line of the stop's first moment can seem to stand before it. */
const STAMP_GRACE_US = 2 * US_PER_MS;

/** Lines stand in the order in which they were written, which is that of their stamps but for so much. */
const DISORDER_US = 2 * US_PER_SECOND;

/** An entry with a message of one kind. */
export type EntryOf<Kind extends Message['kind']> = Entry & {
  readonly message: Extract<Message, { kind: Kind }>;
};

/** Says whether an entry's message is of some kind. */
export function isOf<Kind extends Message['kind']>(entry: Entry, kind: Kind): entry is EntryOf<Kind> {
  return entry.message.kind === kind;
}

/** The stops of one VM that have a time, and the messages around them; both in order. */
export class Scene {
  constructor(
    readonly entries: readonly Entry[],
    readonly stops: readonly TimelineStop[],
    /** The longest time that the VM runs between two stops of one operation. */
    readonly gap: number,
  ) {}

  /** Gives the entries with messages of one kind. */
  of<Kind extends Message['kind']>(kind: Kind): readonly EntryOf<Kind>[] {
    return this.entries.filter((entry) => isOf(entry, kind));
  }

  /** Gives the entries that were written while the VM was stopped. */
  within({ startedAt, endedAt }: TimelineStop): readonly Entry[] {
    if (startedAt === null || endedAt === null) return [];
    return this.between(startedAt - STAMP_GRACE_US, endedAt + STAMP_GRACE_US);
  }

  /** Gives the entries with stamps from one point in time to another. */
  between(from: number, to: number): readonly Entry[] {
    const found: Entry[] = [];
    for (let index = this.#firstFrom(from - DISORDER_US); index < this.entries.length; index++) {
      const entry = this.entries[index];
      if (entry === undefined || (entry.at ?? 0) > to + DISORDER_US) break;
      if ((entry.at ?? 0) >= from && (entry.at ?? 0) <= to) found.push(entry);
    }
    return found;
  }

  /** Gives the stop during which an entry was written, null where the VM ran. */
  stopAround({ at }: Entry): TimelineStop | null {
    if (at === null) return null;
    const stop = this.stops[firstEndedFrom(this.stops, at - STAMP_GRACE_US)];
    const startedAt = stop?.startedAt ?? Number.POSITIVE_INFINITY;
    return stop !== undefined && startedAt - STAMP_GRACE_US <= at ? stop : null;
  }

  /** Gives the last stop that lies between two points in time, null where none does. */
  lastStopBetween(from: number, to: number): TimelineStop | null {
    const stop = this.stops[firstEndedFrom(this.stops, to + STAMP_GRACE_US + 1) - 1];
    if (stop === undefined || stop.startedAt === null) return null;
    return stop.startedAt >= from - STAMP_GRACE_US ? stop : null;
  }

  /** Gives the stops that lie between two points in time. */
  stopsBetween(from: number, to: number): readonly TimelineStop[] {
    return this.stopsEndedBetween(from, to).filter(
      ({ startedAt }) => (startedAt ?? 0) >= from - STAMP_GRACE_US,
    );
  }

  /** Gives the stops that ended between two points in time, whenever they began. */
  stopsEndedBetween(from: number, to: number): readonly TimelineStop[] {
    return this.stops.slice(
      firstEndedFrom(this.stops, from),
      firstEndedFrom(this.stops, to + STAMP_GRACE_US + 1),
    );
  }

  /** Gives the first stop that begins at a point in time or later, by another one at the latest; null for none. */
  firstStopFrom(from: number, by: number): TimelineStop | null {
    const stop = this.stops[firstEndedFrom(this.stops, from)];
    if (stop === undefined || stop.startedAt === null) return null;
    return stop.startedAt >= from - STAMP_GRACE_US && stop.startedAt <= by ? stop : null;
  }

  #firstFrom(at: number): number {
    let [low, high] = [0, this.entries.length];
    while (low < high) {
      const middle = Math.floor((low + high) / 2);
      if ((this.entries[middle]?.at ?? 0) < at) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

/** A request and the stop that it led to lie so close together where nothing else ties them. */
export const REQUEST_REACH_US = 10 * US_PER_SECOND;
