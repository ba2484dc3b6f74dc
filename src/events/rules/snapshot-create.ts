import { firstIndex } from '../../model/lists.js';
import { visible } from '../../model/text.js';
import { between, type Micros, micros, US_PER_SECOND } from '../../model/units.js';
import type { Entry } from '../../timeline/entry.js';
import type { TimelineStop } from '../../timeline/stops.js';
import type { Consolidate } from '../consolidates.js';
import type { Claim, Proof, Rule } from '../event.js';
import { isHelper, nameOf, SNAPSHOT_REACH_US, type SnapshotTask } from '../snapshot-tasks.js';
import { REQUEST_REACH_US, type TimelineIndex } from '../timeline-index.js';

/** A stop caused by taking a snapshot. */
export const snapshotCreate: Rule = {
  name: 'snapshot-create',
  reasons: {
    task: 'Lines within the stop bear the opID of the request for the snapshot.',
    within: "The snapshot's work turned to mode 0, in which the VM stands still, within the stop.",
    bracket:
      'The stop lies between the request for the snapshot and the line that says it is initiated or done.',
    time: 'A snapshot was asked for shortly before; nothing else ties the stop to it.',
  },
  *claims(timeline) {
    for (const task of timeline.snapshotTasks) {
      const operation = task.start ?? task.work;
      if (operation === null || isHelper(task) || isPartOfOne(task, timeline.consolidates)) continue;
      const found = stopOf(task, timeline);
      if (found !== null) yield [found.stop, claimOf(task, operation, found)];
    }
  },
};

/** A snapshot without a name that is taken during a consolidate is most likely the consolidate's own. */
function isPartOfOne(task: SnapshotTask, consolidates: readonly Consolidate[]): boolean {
  const at = task.work?.at ?? null;
  if (nameOf(task) !== null || at === null) return false;
  const next = firstIndex(consolidates, ({ lines }) => (lines[0].at ?? 0) > at);
  return (consolidates[next - 1]?.lines.at(-1)?.at ?? Number.NEGATIVE_INFINITY) >= at;
}

interface Found {
  readonly stop: TimelineStop;
  readonly proof: Proof;
  /** Lines within the stop that tie it to the request. */
  readonly within: readonly Entry[];
}

function stopOf(task: SnapshotTask, timeline: TimelineIndex): Found | null {
  return (
    byTask(task, timeline) ?? byWork(task, timeline) ?? byBracket(task, timeline) ?? byTime(task, timeline)
  );
}

function byTask(task: SnapshotTask, timeline: TimelineIndex): Found | null {
  const { start } = task;
  if (start === null || start.at === null || start.opId === null) return null;
  const until = Math.min(start.at + SNAPSHOT_REACH_US, failedAt(task));
  const entry = timeline.firstSigned(start.opId, start.at, until);
  const stop = entry === null ? null : timeline.stopAround(entry);
  return entry === null || stop === null ? null : { stop, proof: 'task', within: [entry] };
}

function byWork({ work }: SnapshotTask, timeline: TimelineIndex): Found | null {
  const stop = work === null ? null : timeline.stopAround(work);
  return stop === null ? null : { stop, proof: 'within', within: [] };
}

/** The line that ends the bracket follows its own stop at once: so long at most, whatever the disks are like. */
const COMPLETION_REACH_US = 60 * US_PER_SECOND;

function byBracket({ start, end }: SnapshotTask, timeline: TimelineIndex): Found | null {
  if (start === null || end === null || start.at === null || end.at === null) return null;
  const stop = timeline.lastStopBegunBetween(start.at, end.at);
  if (stop === null || stop.startedAt === null || stop.startedAt - start.at > SNAPSHOT_REACH_US) return null;
  // Memory is written while the VM runs on, so the snapshot may be complete long after, and other stops lie between.
  const isLate = end.message.kind === 'snapshot-done' && start.message.memory === true;
  const isSure = isLate
    ? stop === timeline.firstStopFrom(start.at, end.at)
    : end.at - (stop.endedAt ?? 0) <= COMPLETION_REACH_US;
  return isSure ? { stop, proof: 'bracket', within: [] } : null;
}

/** The VM stopped right after the snapshot was asked for, and nothing says that it is not for that. */
function byTime(task: SnapshotTask, timeline: TimelineIndex): Found | null {
  const { start, end, work } = task;
  if (start === null || start.at === null || work !== null) return null;
  const by = Math.min(start.at + REQUEST_REACH_US, end?.at ?? Number.POSITIVE_INFINITY, failedAt(task));
  const stop = timeline.firstStopFrom(start.at, by);
  return stop === null ? null : { stop, proof: 'time', within: [] };
}

/** When the request ended without a snapshot: a stop that begins later is another one's. */
function failedAt({ failure }: SnapshotTask): number {
  return failure?.[0].at ?? Number.POSITIVE_INFINITY;
}

function claimOf(task: SnapshotTask, operation: Entry, { stop, proof, within }: Found): Claim {
  const { start, work, end } = task;
  const name = nameOf(task);
  const quiesced = start?.message.quiesced ?? null;
  return {
    operation,
    proof,
    cause: 'snapshot-create',
    snapshot: {
      name: name === null ? null : visible(name),
      quiesced,
      memory: start?.message.memory ?? null,
    },
    quiesceUs: quiesced === true ? waitBefore(start, stop) : null,
    evidence: [start, ...within, work, end].filter((entry) => entry !== null),
  };
}

function waitBefore(start: Entry | null, { startedAt }: TimelineStop): Micros | null {
  if (start === null || start.at === null || startedAt === null) return null;
  const wait = between(start.at, startedAt);
  return wait > 0 ? wait : micros(0);
}
