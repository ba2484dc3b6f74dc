import type { Cause } from '../../model/cause.js';
import { US_PER_SECOND } from '../../model/units.js';
import type { Entry } from '../../timeline/entry.js';
import type { TimelineStop } from '../../timeline/stops.js';
import type { Claim, Rule } from '../event.js';
import { isOf, type Scene } from '../scene.js';

/** From its request to its stun a migration copies memory, and disks where those move too. */
const PREPARATION_US = 24 * 3600 * US_PER_SECOND;

/** A hot add is carried out at once. */
const HOT_ADD_REACH_US = 120 * US_PER_SECOND;

/** A stop for a migration, or for a suspend and resume on one host, which also serves hot add. */
export const migration: Rule = {
  name: 'migration',
  reasons: {
    within:
      'The VM was stunned for a migration, and no other stop ended before this one; lines before tell whether disks moved or memory was added.',
  },
  *claims(scene) {
    const arrivals = scene.of('migrate-destination');
    for (const [index, stop] of scene.stops.entries()) {
      const arrival = arrivalOf(stop, scene.stops[index - 1], arrivals);
      if (stop.stunEntry === null && arrival === null) continue;
      const since = scene.stops[index - 1]?.endedAt ?? 0;
      yield [stop, claimOf(stop, arrival, sinceLastStop(stop, since, scene))];
    }
  },
};

/** Gives the line by which the process that ended the stop took the VM over. */
function arrivalOf(
  stop: TimelineStop,
  previous: TimelineStop | undefined,
  arrivals: readonly Entry[],
): Entry | null {
  const until = stop.endedAt ?? 0;
  const since = previous?.endedAt ?? 0;
  return (
    arrivals.findLast(
      ({ at }) => at !== null && at > since && at <= until && at >= until - ARRIVAL_REACH_US,
    ) ?? null
  );
}

/** A VM runs within this time of being taken over. */
const ARRIVAL_REACH_US = 600 * US_PER_SECOND;

function claimOf(stop: TimelineStop, arrival: Entry | null, since: readonly Entry[]): Claim {
  const stun = stop.stunEntry?.at ?? arrival?.at ?? stop.startedAt ?? 0;
  const before = since.filter(({ at }) => at !== null && at <= stun);
  const hotAdd = before.findLast(
    (entry) => isOf(entry, 'memory-hot-add') && stun - (entry.at ?? 0) <= HOT_ADD_REACH_US,
  );
  const disks = before.findLast((entry) => isOf(entry, 'storage-migration'));
  const request = before.findLast((entry) => isOf(entry, 'request') || isOf(entry, 'migrate-source'));
  const evidence = [hotAdd, disks, request, stop.stunEntry, arrival].filter(
    (entry) => entry !== undefined && entry !== null,
  );
  const operation = stop.stunEntry ?? arrival ?? stop.entry;
  return {
    proof: 'within',
    operation,
    cause: causeOf(hotAdd, disks),
    snapshot: null,
    quiesceUs: null,
    evidence,
  };
}

function causeOf(hotAdd: Entry | undefined, disks: Entry | undefined): Exclude<Cause, 'unknown'> {
  if (hotAdd !== undefined) return 'hot-add';
  return disks === undefined ? 'migration' : 'storage-migration';
}

function sinceLastStop(stop: TimelineStop, since: number, scene: Scene): readonly Entry[] {
  const until = stop.endedAt ?? 0;
  return scene.between(Math.max(since, until - PREPARATION_US), until);
}
