import { type Diagnostic, diagnostic } from '../model/diagnostic.js';
import { between, isoOf, type Micros, micros, US_PER_SECOND } from '../model/units.js';
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
 * and stops must be in order.
 */
export function measureElapsed(stops: readonly TimelineStop[], entries: readonly Entry[]): Measured {
  const diagnostics: Diagnostic[] = [];
  const stuns = stunsIn(entries);
  const arrivals = entries.filter(({ message }) => message.kind === 'migrate-destination');
  const used = new Set<Stun>();
  const measured = stops.map((stop, index) => {
    const previous = stops[index - 1];
    const migrationId = arrivalOf(stop, previous, arrivals);
    const stun = stunOf(stop, previous, migrationId, stuns, used);
    if (stun === null) return stop;
    used.add(stun);
    const elapsed = elapsedBetween(stun, stop);
    if (elapsed !== null) return lengthened(stop, stun.entry, elapsed);
    diagnostics.push(clocksDiffer(stun, stop));
    return { ...stop, stunEntry: stun.entry };
  });
  const open = stuns.filter((stun) => !used.has(stun));
  return { stops: measured, diagnostics: [...diagnostics, ...open.map(openStop)] };
}

function stunsIn(entries: readonly Entry[]): readonly Stun[] {
  let migrationId: string | null = null;
  const stuns: Stun[] = [];
  for (const entry of entries) {
    if (entry.message.kind === 'migrate-source') migrationId = entry.message.migrationId;
    if (entry.message.kind === 'product') migrationId = null;
    if (entry.message.kind !== 'migrate-stunned') continue;
    stuns.push({ entry, migrationId });
    migrationId = null;
  }
  return stuns;
}

/** Gives the id of the migration that brought the VM to the log in which the stop ends. */
function arrivalOf(
  stop: TimelineStop,
  previous: TimelineStop | undefined,
  arrivals: readonly Entry[],
): string | null {
  const since = previous?.entry.place === stop.entry.place ? previous.entry.offset : -1;
  const arrival = arrivals.findLast(
    ({ place, offset }) => place === stop.entry.place && offset > since && offset < stop.entry.offset,
  );
  return arrival?.message.kind === 'migrate-destination' ? arrival.message.migrationId : null;
}

function stunOf(
  stop: TimelineStop,
  previous: TimelineStop | undefined,
  migrationId: string | null,
  stuns: readonly Stun[],
  used: ReadonlySet<Stun>,
): Stun | null {
  const free = stuns.filter((stun) => !used.has(stun));
  const sameMigration =
    migrationId === null ? undefined : free.find((stun) => stun.migrationId === migrationId);
  if (sameMigration !== undefined) return sameMigration;
  const until = stop.endedAt;
  if (until === null) return null;
  const since = previous?.endedAt ?? Number.NEGATIVE_INFINITY;
  const inOrder = free.findLast(({ entry: { at } }) => at !== null && at > since && at <= until);
  if (inOrder === undefined || elapsedBetween(inOrder, stop) === null) return null;
  const isOther = migrationId !== null && inOrder.migrationId !== null && migrationId !== inOrder.migrationId;
  return isOther ? null : inOrder;
}

/** Null where two clocks must have told the times, and they do not agree. */
function elapsedBetween({ entry }: Stun, stop: TimelineStop): Micros | null {
  if (entry.at === null || stop.endedAt === null) return null;
  const elapsed = between(entry.at, stop.endedAt);
  const tooShort =
    elapsed < 0 || (entry.place !== stop.entry.place && elapsed < stop.durationUs - FIGURE_LEAD_US);
  return tooShort || elapsed > LONGEST_SWITCHOVER_US ? null : elapsed;
}

function lengthened(stop: TimelineStop, stunEntry: Entry, elapsedUs: Micros): TimelineStop {
  const durationUs = micros(Math.max(stop.durationUs, elapsedUs));
  const startedAt = elapsedUs > stop.durationUs ? stunEntry.at : stop.startedAt;
  return { ...stop, elapsedUs, stunEntry, durationUs, startedAt };
}

function clocksDiffer({ entry }: Stun, stop: TimelineStop): Diagnostic {
  const message =
    `The migration that stunned the VM at ${isoOf(entry.at)} (${entry.place.path}) and the stop that ended at ` +
    `${isoOf(stop.endedAt)} are one, but the clocks of the two hosts do not agree: the stop is judged by its logged ` +
    'figure, which leaves out the time on the source host.';
  return diagnostic('clocks-differ', stop.entry.place.path, message);
}

function openStop({ entry }: Stun): Diagnostic {
  const message =
    `The VM was stunned for a migration at ${isoOf(entry.at)} and no log tells when it ran again: how long it was ` +
    'stopped is not known; get the log of the host that it went to.';
  return diagnostic('open-stop', entry.place.path, message);
}
