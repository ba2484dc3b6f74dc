import { type Diagnostic, diagnostic } from '../model/diagnostic.js';
import { isoOf } from '../model/iso.js';
import { firstIndex, groupBy } from '../model/lists.js';
import type { LogPlace } from '../model/log.js';
import { between, type Instant, type Micros, micros, US_PER_SECOND } from '../model/units.js';
import type { Entry } from './entry.js';
import type { TimelineStop } from './stops.js';

/**
 * A stun and an unstun further apart are not of one stop: a switchover is given up after 100 s unless
 * fsr.maxSwitchoverSeconds says otherwise (VMware KB 307365), and the longest ones told of took minutes.
 */
const LONGEST_SWITCHOVER_US = 600 * US_PER_SECOND;

/** A figure counts from a moment before the line that says the VM is stunned. */
const FIGURE_LEAD_US = US_PER_SECOND;

/** The VM was stunned for a migration, on this host or, by the migration's id, on another. */
interface Stun {
  readonly entry: Entry;
  readonly migrationId: string | null;
}

/** Stops with the time that passed since their stun, and what is doubtful about that. */
export interface Measured {
  readonly stops: readonly TimelineStop[];
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Measures the stops that a new VMX process ended: the figure of those counts the new process's part alone
 * (Broadcom KB 432796), so they are as long as from `Migrate: VM successfully stunned` to the unstun line. Entries
 * and stops must be in order; `cut` names the logs that end in mid-line.
 */
export function measureElapsed(
  stops: readonly TimelineStop[],
  entries: readonly Entry[],
  cut: ReadonlySet<LogPlace>,
): Measured {
  const found = stunsIn(entries);
  if (found.length === 0) return { stops, diagnostics: [] };
  const diagnostics: Diagnostic[] = [];
  const stuns = new Stuns(found);
  const arrivals = arrivalsIn(entries);
  const measured = stops.map((stop, index) => {
    const previous = stops[index - 1];
    const stun = stuns.take(stop, previous, arrivalOf(stop, previous, arrivals));
    if (stun === null) return stop;
    const elapsed = elapsedBetween(stun, stop);
    if (elapsed !== null) return lengthened(stop, stun.entry, elapsed);
    diagnostics.push(clocksDiffer(stun, stop));
    return withStun(stop, stun.entry, null, stop.durationUs, stop.startedAt);
  });
  return {
    stops: measured,
    diagnostics: [...diagnostics, ...stuns.left().map((stun) => openStop(stun, cut.has(stun.entry.place)))],
  };
}

/** A new process forgets what an earlier one was asked for, but not what the process that it takes over from was. */
function stunsIn(entries: readonly Entry[]): readonly Stun[] {
  let source: Entry | null = null;
  const stuns: Stun[] = [];
  for (const entry of entries) {
    if (entry.message.kind === 'migrate-source') source = entry;
    if (entry.message.kind === 'product' && entry.place === source?.place) source = null;
    if (entry.message.kind !== 'migrate-stunned') continue;
    stuns.push({
      entry,
      migrationId: source?.message.kind === 'migrate-source' ? source.message.migrationId : null,
    });
    source = null;
  }
  return stuns;
}

/** Gives the lines by which logs tell that they took the VM over, by log and in the order of its lines. */
function arrivalsIn(entries: readonly Entry[]): ReadonlyMap<LogPlace, readonly Entry[]> {
  const all = entries.filter(({ message }) => message.kind === 'migrate-destination');
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

/** The stuns of one VM, in order, each of which one stop can take. */
class Stuns {
  readonly #taken = new Set<Stun>();
  /** Those of one migration latest first, so that the earliest is taken off the end. */
  readonly #byId: ReadonlyMap<string | null, Stun[]>;

  constructor(readonly all: readonly Stun[]) {
    this.#byId = groupBy(all.toReversed(), ({ migrationId }) => migrationId);
  }

  /** Gives the stun of the migration that brought the VM, else the last one before the stop's end. */
  take(stop: TimelineStop, previous: TimelineStop | undefined, migrationId: string | null): Stun | null {
    const stun = this.#ofMigration(migrationId) ?? this.#before(stop, previous, migrationId);
    if (stun !== null) this.#taken.add(stun);
    return stun;
  }

  left(): readonly Stun[] {
    return this.all.filter((stun) => !this.#taken.has(stun));
  }

  #ofMigration(migrationId: string | null): Stun | null {
    const same = migrationId === null ? undefined : this.#byId.get(migrationId);
    for (let stun = same?.pop(); stun !== undefined; stun = same?.pop())
      if (!this.#taken.has(stun)) return stun;
    return null;
  }

  #before(stop: TimelineStop, previous: TimelineStop | undefined, migrationId: string | null): Stun | null {
    const until = stop.endedAt;
    if (until === null) return null;
    const since = previous?.endedAt ?? Number.NEGATIVE_INFINITY;
    let index = firstIndex(this.all, ({ entry }) => (entry.at ?? 0) > until) - 1;
    let stun = this.all[index];
    while (stun !== undefined && (stun.entry.at ?? 0) > since && this.#taken.has(stun))
      stun = this.all[--index];
    if (stun === undefined || (stun.entry.at ?? 0) <= since) return null;
    if (elapsedBetween(stun, stop) === null) return null;
    const isOther = migrationId !== null && stun.migrationId !== null && migrationId !== stun.migrationId;
    return isOther ? null : stun;
  }
}

/** Null where two clocks must have told the times, and they do not agree. */
function elapsedBetween({ entry }: Stun, stop: TimelineStop): Micros | null {
  if (entry.at === null || stop.endedAt === null) return null;
  const elapsed = between(entry.at, stop.endedAt);
  const tooShort = elapsed < 0 || (entry.place !== stop.place && elapsed < stop.durationUs - FIGURE_LEAD_US);
  return tooShort || elapsed > LONGEST_SWITCHOVER_US ? null : elapsed;
}

function lengthened(stop: TimelineStop, stunEntry: Entry, elapsedUs: Micros): TimelineStop {
  const durationUs = micros(Math.max(stop.durationUs, elapsedUs));
  const startedAt = elapsedUs > stop.durationUs ? stunEntry.at : stop.startedAt;
  return withStun(stop, stunEntry, elapsedUs, durationUs, startedAt);
}

/** Names every key: there are many stops, and a spread of one takes several times as long and as much. */
function withStun(
  { endedAt, timeBasis, stoppedUs, stunnedUs, line, place, offset }: TimelineStop,
  stunEntry: Entry,
  elapsedUs: Micros | null,
  durationUs: Micros,
  startedAt: Instant | null,
): TimelineStop {
  return {
    endedAt,
    startedAt,
    timeBasis,
    stoppedUs,
    stunnedUs,
    elapsedUs,
    stunEntry,
    durationUs,
    line,
    place,
    offset,
  };
}

function clocksDiffer({ entry }: Stun, stop: TimelineStop): Diagnostic {
  const message =
    `The migration that stunned the VM at ${isoOf(entry.at)} (${entry.place.path}) and the stop that ended at ` +
    `${isoOf(stop.endedAt)} are one, but the clocks of the two hosts do not agree: the stop is judged by its logged ` +
    'figure, which leaves out the time on the source host.';
  return diagnostic('clocks-differ', stop.place.path, message);
}

/** Of a log that was cut off nobody can say that it does not tell. */
function openStop({ entry }: Stun, isCut: boolean): Diagnostic {
  const message = isCut
    ? `The VM was stunned for a migration at ${isoOf(entry.at)} and the log is cut off after that: whether it ran ` +
      'again soon is not known; get the whole log, and that of the host that it went to.'
    : `The VM was stunned for a migration at ${isoOf(entry.at)} and no log tells when it ran again: how long it was ` +
      'stopped is not known; get the log of the host that it went to.';
  return diagnostic('open-stop', entry.place.path, message);
}
