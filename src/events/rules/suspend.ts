import { US_PER_SECOND } from '../../model/units.js';
import type { Entry } from '../../timeline/entry.js';
import { RESTORE_REACH_US } from '../../timeline/marks.js';
import type { TimelineStop } from '../../timeline/stops.js';
import type { Claim, Rule } from '../event.js';
import { isOf } from '../kinds.js';
import type { TimelineIndex } from '../timeline-index.js';

/** The memory of a large VM is written within this time. */
const LONGEST_SUSPEND_US = 3600 * US_PER_SECOND;

/** A stop for a suspend, or one that ended when the VM went on from a suspended state. */
export const suspend: Rule = {
  name: 'suspend',
  reasons: {
    bracket:
      'The stop lies between the start and the end of a suspend, or is the first after the VM went on from a .vmss file.',
  },
  *claims(timeline) {
    if (timeline.of('suspend-done').length > 0) yield* suspended(timeline);
    yield* restored(timeline, 'suspend');
  },
};

function* suspended(timeline: TimelineIndex): Iterable<readonly [TimelineStop, Claim]> {
  for (const [start, end] of suspendsIn(timeline.entries)) {
    for (const stop of timeline.stopsBetween(start.at ?? 0, end.at ?? 0))
      yield [stop, claimOf('suspend', start, [start, end])];
  }
}

/** A stop that ended when the VM went on from a snapshot's state. */
export const revert: Rule = {
  name: 'revert',
  reasons: { bracket: 'The stop is the first after the VM went on from the .vmsn file of a snapshot.' },
  *claims(timeline) {
    yield* restored(timeline, 'snapshot');
  },
};

/** Gives the first and the last line of each suspend; an end belongs to the last start before it. */
function suspendsIn(entries: readonly Entry[]): readonly (readonly [Entry, Entry])[] {
  const found: (readonly [Entry, Entry])[] = [];
  let start: Entry | null = null;
  for (const entry of entries) {
    if (isOf(entry, 'suspend-start')) start = entry;
    // A new process: the one before was not suspended to its end.
    if (isOf(entry, 'product')) start = null;
    if (!isOf(entry, 'suspend-done') || start === null) continue;
    if ((entry.at ?? 0) - (start.at ?? 0) <= LONGEST_SUSPEND_US) found.push([start, entry]);
    start = null;
  }
  return found;
}

function* restored(
  timeline: TimelineIndex,
  of: 'snapshot' | 'suspend',
): Iterable<readonly [TimelineStop, Claim]> {
  for (const restore of [...timeline.of('resume'), ...timeline.of('restore')]) {
    if (restore.message.of !== of || restore.at === null) continue;
    const stop = timeline.firstStopEndedFrom(restore.at);
    const by = restore.at + RESTORE_REACH_US;
    if (stop !== null && (stop.startedAt ?? Number.POSITIVE_INFINITY) <= by)
      yield [stop, claimOf(of === 'suspend' ? 'suspend' : 'revert', restore, [restore])];
  }
}

function claimOf(cause: Claim['cause'], operation: Entry, evidence: readonly Entry[]): Claim {
  return { proof: 'bracket', operation, cause, snapshot: null, quiesceUs: null, evidence };
}
