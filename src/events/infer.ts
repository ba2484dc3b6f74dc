import type { Cause } from '../model/cause.js';
import { type Micros, US_PER_SECOND } from '../model/units.js';
import type { TimelineStop } from '../timeline/stops.js';
import type { Operation } from './event.js';

/**
 * A lone stop further back is not read as the creation of the snapshot that is consolidated now: VMware advises
 * against keeping one snapshot for more than 72 hours (KB 1025279).
 */
const LONGEST_BACKUP_US = 72 * 3600 * US_PER_SECOND;

/** Stamps and figures of two stops may overlap by so much and still be true. */
const OVERLAP_US = US_PER_SECOND;

/** Stops that follow each other closely. */
type Cluster = readonly [TimelineStop, ...TimelineStop[]];

/**
 * Reads stops for which no line tells a cause the way a backup works (contract section 5): one stop alone and
 * later several close together are the creation of a snapshot and its consolidate. `gap` is the longest time
 * that the VM runs between two stops of one operation; stops of `others` in between also end a cluster.
 */
export function infer(
  stops: readonly TimelineStop[],
  others: readonly TimelineStop[],
  gap: Micros,
): readonly Operation[] {
  const clusters = clustersOf(stops, others, gap);
  return clusters.map((cluster, index) => operationOf(cluster, causeOf(cluster, clusters[index + 1])));
}

function clustersOf(
  stops: readonly TimelineStop[],
  others: readonly TimelineStop[],
  gap: Micros,
): readonly Cluster[] {
  const known = new Set(others);
  const all = [...stops, ...others].sort((a, b) => (a.endedAt ?? 0) - (b.endedAt ?? 0));
  const clusters: [TimelineStop, ...TimelineStop[]][] = [];
  let open: [TimelineStop, ...TimelineStop[]] | null = null;
  for (const stop of all) {
    if (known.has(stop)) {
      open = null;
    } else if (open !== null && ranBetween(open, stop) <= gap) {
      open.push(stop);
    } else {
      open = [stop];
      clusters.push(open);
    }
  }
  return clusters;
}

function ranBetween(cluster: Cluster, next: TimelineStop): number {
  const last = cluster.at(-1)?.endedAt ?? null;
  if (last === null || next.startedAt === null || next.endedAt === null) return Number.POSITIVE_INFINITY;
  // A VM cannot be stopped twice at once: a figure that reaches far into the stop before is absurd.
  const isAbsurd = next.startedAt < last - OVERLAP_US;
  return isAbsurd ? next.endedAt - last : next.startedAt - last;
}

function causeOf(cluster: Cluster, next: Cluster | undefined): Cause {
  if (cluster.length > 1) return 'consolidate';
  if (next === undefined || next.length === 1) return 'unknown';
  return ranBetween(cluster, next[0]) <= LONGEST_BACKUP_US ? 'snapshot-create' : 'unknown';
}

function operationOf(stops: Cluster, cause: Cause): Operation {
  return { cause, basis: 'inferred', snapshot: null, quiesceUs: null, stops, evidence: [] };
}
