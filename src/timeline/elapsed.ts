import { firstIndex, groupBy } from '../model/lists.js';
import type { LogPlace } from '../model/log.js';
import { type Micros, micros } from '../model/units.js';
import { clocksDiffer, type OpenStop, onlyBegun, openStop, takenOver } from './doubts.js';
import type { Entry } from './entry.js';
import { tieLoose } from './loose.js';
import { isMark, isOfFile, isSignOfLife, isTakeover } from './marks.js';
import type { TimelineStop } from './stops.js';
import { elapsedBetween, type Stun, Stuns, stunsIn } from './stuns.js';
import { Takeovers } from './takeovers.js';

/** What is known of one VM before its stops are measured. */
export interface Unmeasured {
  /** The stops with a time, in order, and those without. */
  readonly timed: readonly TimelineStop[];
  readonly untimed: readonly TimelineStop[];
  /** The other entries with a time, in order, and those without. */
  readonly entries: readonly Entry[];
  readonly loose: readonly Entry[];
  /** The logs that end in mid-line. */
  readonly cut: ReadonlySet<LogPlace>;
  /** Whether the product writes stops at all. */
  readonly recordsStops: boolean;
}

/** All stops, those without a time last, and what else stopped the VM. */
export interface Measured {
  readonly stops: readonly TimelineStop[];
  readonly openStops: readonly OpenStop[];
}

/**
 * Measures the stops that a new VMX process ended: the figure of those counts the new process's part alone
 * (Broadcom KB 432796), so they are as long as from `Migrate: VM successfully stunned` to the unstun line. Where that time
 * cannot be known, the stop says so.
 */
export function measureStops(found: Unmeasured): Measured {
  const { timed, untimed, entries, loose, cut } = found;
  const [marks, looseMarks] = [entries.filter(isMark), loose.filter(isMark)];
  const all = untimed.length === 0 ? timed : [...timed, ...untimed];
  if (marks.length === 0 && looseMarks.length === 0) return { stops: all, openStops: [] };
  const stuns = new Stuns(stunsIn(entries));
  const takeovers = new Takeovers(marks.filter(isTakeover));
  const measured = [...measureTimed(timed, entries, stuns, takeovers), ...untimed];
  const open = [...stuns.left().map(({ entry }) => entry), ...unfinished(takeovers, stuns)];
  const tied = tieLoose(measured, [...open, ...looseMarks]);
  const left = [...open.filter((mark) => !tied.ended.has(mark)), ...firstOfEach(looseMarks, tied.ended)];
  const asked = found.recordsStops ? left : left.filter((mark) => !isOfFile(mark));
  return {
    stops:
      tied.doubts.size === 0
        ? measured
        : measured.map((stop) => {
            const doubt = tied.doubts.get(stop);
            return doubt === undefined ? stop : { ...stop, doubt };
          }),
    openStops: asked.map((mark) => openStop(mark, cut.has(mark.place))),
  };
}

function measureTimed(
  stops: readonly TimelineStop[],
  entries: readonly Entry[],
  stuns: Stuns,
  takeovers: Takeovers,
): readonly TimelineStop[] {
  const arrivals = arrivalsIn(takeovers.all);
  const signs = entries.filter(isSignOfLife);
  return stops.map((stop, index) => {
    const previous = stops[index - 1];
    const ran = signs[firstIndex(signs, ({ at }) => (at ?? 0) > (stop.startedAt ?? 0)) - 1];
    const since = Math.max(
      previous?.endedAt ?? Number.NEGATIVE_INFINITY,
      ran?.at ?? Number.NEGATIVE_INFINITY,
    );
    const stun = stuns.take(stop, since, arrivalOf(stop, previous, arrivals));
    const takeover = takeovers.take(stop, since);
    if (stun !== null) return measuredFrom(stun, stop);
    return takeover === null ? stop : { ...stop, doubt: takenOver(takeover, stop) };
  });
}

function measuredFrom(stun: Stun, stop: TimelineStop): TimelineStop {
  const elapsed = elapsedBetween(stun, stop);
  if (elapsed === null) return { ...stop, stunEntry: stun.entry, doubt: clocksDiffer(stun, stop) };
  if (stun.withinUs !== null) return { ...stop, doubt: onlyBegun(stun, stop, elapsed) };
  return lengthened(stop, stun.entry, elapsed);
}

function lengthened(stop: TimelineStop, stunEntry: Entry, elapsedUs: Micros): TimelineStop {
  const durationUs = micros(Math.max(stop.durationUs, elapsedUs));
  const startedAt = elapsedUs > stop.durationUs ? stunEntry.at : stop.startedAt;
  return { ...stop, startedAt, elapsedUs, stunEntry, durationUs };
}

/** Gives the lines by which logs tell that they took the VM over, by log and in the order of its lines. */
function arrivalsIn(takeovers: readonly Entry[]): ReadonlyMap<LogPlace, readonly Entry[]> {
  const all = takeovers.filter(({ message }) => message.kind === 'migrate-destination');
  const found = groupBy(all, ({ place }) => place);
  for (const arrivals of found.values()) arrivals.sort((a, b) => a.offset - b.offset);
  return found;
}

/** Gives the id of the migration that brought the VM to the log in which the stop ends. */
function arrivalOf(
  { place, offset }: TimelineStop,
  previous: TimelineStop | undefined,
  arrivals: ReadonlyMap<LogPlace, readonly Entry[]>,
): string | null {
  const since = previous?.place === place ? previous.offset : -1;
  const ofLog = arrivals.get(place) ?? [];
  const arrival = ofLog[firstIndex(ofLog, (one) => one.offset >= offset) - 1];
  if (arrival === undefined || arrival.offset <= since) return null;
  return arrival.message.kind === 'migrate-destination' ? arrival.message.migrationId : null;
}

/** Gives the takeovers that no stop ended. If the migration's stun is known, that is reported instead. */
function unfinished(takeovers: Takeovers, { all }: Stuns): readonly Entry[] {
  const ids = new Set(all.map(({ migrationId }) => migrationId));
  return takeovers
    .left()
    .filter(({ message }) => message.kind !== 'migrate-destination' || !ids.has(message.migrationId));
}

/** Several lines without a time may be of one stop: the first that no stop ends stands for all of its log. */
function firstOfEach(marks: readonly Entry[], ended: ReadonlySet<Entry>): readonly Entry[] {
  const left = groupBy(
    marks.filter((mark) => !ended.has(mark)),
    ({ place }) => place,
  );
  return [...left.values()].map(([first]) => first);
}
