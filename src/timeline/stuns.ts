import { firstIndex, groupBy } from '../model/lists.js';
import { between, type Micros, US_PER_SECOND } from '../model/units.js';
import type { Entry } from './entry.js';
import { LONGEST_SWITCHOVER_US } from './marks.js';
import type { TimelineStop } from './stops.js';

/** A figure counts from a moment before the line that says the VM is stunned. */
const FIGURE_LEAD_US = US_PER_SECOND;

/** The VM was stunned for a migration, on this host or, by the migration's id, on another. */
export interface Stun {
  readonly entry: Entry;
  readonly migrationId: string | null;
  /** How long at most from the line to the stun; null where the line says that the VM is stunned. */
  readonly withinUs: number | null;
}

/** Gives the stuns of which timed entries of one VM tell, in order. */
export function stunsIn(entries: readonly Entry[]): readonly Stun[] {
  const stuns: Stun[] = [];
  let source: Entry | null = null;
  let begin: Stun | null = null;
  for (const entry of entries) {
    const { message, place } = entry;
    if (message.kind === 'migrate-source') source = entry;
    // A header in the same log ends a pending migration request. One in another log does not: that process may be the one
    // that takes over.
    if (message.kind === 'product' && place === source?.place) source = null;
    if (message.kind !== 'migrate-stun-begin' && message.kind !== 'migrate-stunned') continue;
    const migrationId = source?.message.kind === 'migrate-source' ? source.message.migrationId : null;
    if (message.kind === 'migrate-stun-begin') {
      if (begin !== null) stuns.push(begin);
      begin = { entry, migrationId, withinUs: message.limitS * US_PER_SECOND };
      continue;
    }
    if (begin !== null && !isOfBegin(begin, entry)) stuns.push(begin);
    begin = null;
    stuns.push({ entry, migrationId, withinUs: null });
    source = null;
  }
  if (begin !== null) stuns.push(begin);
  return stuns;
}

function isOfBegin({ entry, withinUs }: Stun, stunned: Entry): boolean {
  return (stunned.at ?? 0) - (entry.at ?? 0) <= (withinUs ?? 0);
}

/** The stuns of one VM, in order, each of which one stop can take. */
export class Stuns {
  readonly #taken = new Set<Stun>();
  /** Those of one migration latest first, so that the earliest is taken off the end. */
  readonly #byId: ReadonlyMap<string | null, Stun[]>;

  constructor(readonly all: readonly Stun[]) {
    this.#byId = groupBy(all.toReversed(), ({ migrationId }) => migrationId);
  }

  /** Gives the stun of the migration that brought the VM, else the last one between a point in time and the stop's end. */
  take(stop: TimelineStop, since: number, migrationId: string | null): Stun | null {
    const stun = this.#ofMigration(migrationId) ?? this.#before(stop, since, migrationId);
    if (stun !== null) this.#taken.add(stun);
    return stun;
  }

  /** Gives the stuns that no stop took. */
  left(): readonly Stun[] {
    return this.all.filter((stun) => !this.#taken.has(stun));
  }

  #ofMigration(migrationId: string | null): Stun | null {
    const same = migrationId === null ? undefined : this.#byId.get(migrationId);
    for (let stun = same?.pop(); stun !== undefined; stun = same?.pop())
      if (!this.#taken.has(stun)) return stun;
    return null;
  }

  #before(stop: TimelineStop, since: number, migrationId: string | null): Stun | null {
    const until = stop.endedAt;
    if (until === null) return null;
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

/**
 * Gives the time from a stun's line to a stop's line. Null where they are not of one stop, or two clocks that do not
 * agree told the times.
 */
export function elapsedBetween({ entry, withinUs }: Stun, stop: TimelineStop): Micros | null {
  if (entry.at === null || stop.endedAt === null) return null;
  const elapsed = between(entry.at, stop.endedAt);
  if (elapsed < 0 || elapsed > LONGEST_SWITCHOVER_US) return null;
  if (withinUs !== null && elapsed - stop.durationUs > withinUs) return null;
  return entry.place !== stop.place && elapsed < stop.durationUs - FIGURE_LEAD_US ? null : elapsed;
}
