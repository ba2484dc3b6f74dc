import type { Cause } from '../model/cause.js';
import { type Micros, US_PER_SECOND } from '../model/units.js';
import type { TimelineStop } from '../timeline/stops.js';
import type { Operation } from './event.js';

/**
 * A lone stop further back is not read as the creation of the snapshot that is consolidated now: VMware advises
 * against keeping one snapshot for more than 72 hours (KB 1025279).
 */
const LONGEST_BACKUP_US = 72 * 3600 * US_PER_SECOND;

/** What the pattern in time is called where a rule's name stands. */
const PATTERN = 'pattern in time';

const REASONS: Readonly<Record<'consolidate' | 'snapshot-create' | 'unknown', string>> = {
  consolidate: 'No line tells; several stops close together are what a consolidate makes.',
  'snapshot-create':
    'No line tells; one stop alone, followed by a consolidate, is what the creation of its snapshot makes.',
  unknown: 'No line tells, and a stop alone has no pattern.',
};

const NO_EVIDENCE: Operation['evidence'] = [];

/** Stamps and figures of two stops may overlap by so much and still be true. */
const OVERLAP_US = US_PER_SECOND;

/** Stops that follow each other closely. */
interface Cluster {
  readonly first: TimelineStop;
  last: TimelineStop;
  size: number;
  /** Those whose cause no line tells. */
  readonly unclaimed: TimelineStop[];
  /** Whether a line says that some of it is a consolidate. */
  isConsolidate: boolean;
}

/**
 * Reads stops for which no line tells a cause the way a backup works: one stop alone and later several close together
 * are the creation of a snapshot and its consolidate. `causeTold` gives what the lines tell of a stop: one logged as a
 * consolidate joins the cluster; any other logged cause closes it. `gap` is the longest time that the VM runs between two
 * stops of one operation.
 */
export function infer(
  stops: readonly TimelineStop[],
  causeTold: (stop: TimelineStop) => Cause | null,
  gap: Micros,
): readonly Operation[] {
  const operations: Operation[] = [];
  let following: Cluster | null = null;
  for (const cluster of clustersOf(stops, causeTold, gap).toReversed()) {
    if (cluster === null) {
      following = null;
      continue;
    }
    if (cluster.unclaimed.length > 0) operations.push(operationOf(cluster, following));
    following = cluster;
  }
  return operations;
}

/** Gives the clusters in order; null stands for a snapshot whose creation a line tells. */
function clustersOf(
  stops: readonly TimelineStop[],
  causeTold: (stop: TimelineStop) => Cause | null,
  gap: Micros,
): readonly (Cluster | null)[] {
  const clusters: (Cluster | null)[] = [];
  let open: Cluster | null = null;
  for (const stop of stops) {
    const cause = causeTold(stop);
    if (cause !== null && cause !== 'consolidate') {
      if (cause === 'snapshot-create') clusters.push(null);
      open = null;
      continue;
    }
    if (open === null || ranBetween(open.last, stop) > gap) {
      // A list with one stop in it is a tenth of an empty one to which one is added; there may be a million.
      const unclaimed = cause === null ? [stop] : [];
      open = { first: stop, last: stop, size: 1, unclaimed, isConsolidate: cause !== null };
      clusters.push(open);
      continue;
    }
    open.last = stop;
    open.size++;
    if (cause === null) open.unclaimed.push(stop);
    else open.isConsolidate = true;
  }
  return clusters;
}

function ranBetween(last: TimelineStop, next: TimelineStop): number {
  const [endedAt, startedAt] = [last.endedAt ?? 0, next.startedAt ?? Number.POSITIVE_INFINITY];
  // A VM cannot be stopped twice at once: a figure that reaches far into the stop before is absurd.
  const isAbsurd = startedAt < endedAt - OVERLAP_US;
  return (isAbsurd ? (next.endedAt ?? startedAt) : startedAt) - endedAt;
}

function operationOf(cluster: Cluster, following: Cluster | null): Operation {
  const cause = causeOf(cluster, following);
  const rule = cause === 'unknown' ? null : PATTERN;
  const reason = REASONS[cause];
  return {
    cause,
    basis: 'inferred',
    rule,
    reason,
    snapshot: null,
    quiesceUs: null,
    stops: cluster.unclaimed,
    evidence: NO_EVIDENCE,
  };
}

function causeOf(cluster: Cluster, following: Cluster | null): keyof typeof REASONS {
  if (readsAsConsolidate(cluster)) return 'consolidate';
  if (following === null || !readsAsConsolidate(following)) return 'unknown';
  return ranBetween(cluster.last, following.first) <= LONGEST_BACKUP_US ? 'snapshot-create' : 'unknown';
}

function readsAsConsolidate({ size, isConsolidate }: Cluster): boolean {
  return size > 1 || isConsolidate;
}
