import type { Message } from '../messages/message.js';
import { US_PER_SECOND } from '../model/units.js';
import type { Entry } from '../timeline/entry.js';
import { isHelper, type SnapshotTask } from './snapshot-tasks.js';

/** What the log shows of one consolidate. */
export interface Consolidate {
  readonly lines: readonly [Entry, ...Entry[]];
  /** When the last line before, and the first one after, was written that is another operation's. */
  readonly after: number;
  readonly before: number;
}

/**
 * Two lines further apart are not of one consolidate: a round takes an hour at most (VMware KB 2039754), a large disk
 * hours, and the next night's backup brings the next consolidate.
 */
const LONGEST_SILENCE_US = 12 * 3600 * US_PER_SECOND;

const WORK: ReadonlySet<Message['kind']> = new Set<Message['kind']>([
  'consolidate-work',
  'consolidate-iteration',
  'consolidate-synchronous',
  'consolidate-cancel',
  'consolidate-trouble',
  'consolidate-end',
]);

/** Lines of other operations: the stops of two are not one cluster, however close. */
const FOREIGN: ReadonlySet<Message['kind']> = new Set<Message['kind']>([
  'product',
  'snapshot-start',
  'snapshot-lazy',
  'snapshot-done',
  'migrate-stun-begin',
  'migrate-stunned',
  'migrate-destination',
  'storage-migration',
  'memory-hot-add',
  'hot-remove',
  'suspend-start',
  'suspend-done',
  'resume',
  'restore',
]);

/** After these no line is the same consolidate's: it has ended unseen. */
const ENDING: ReadonlySet<Message['kind']> = new Set<Message['kind']>(['product', 'snapshot-start']);

type Draft = { -readonly [Key in keyof Consolidate]: Consolidate[Key] } & { lines: [Entry, ...Entry[]] };

/** Gives the consolidates of which the log shows a line, in order; helper snapshots are part of them. */
export function consolidatesIn(
  entries: readonly Entry[],
  snapshotTasks: readonly SnapshotTask[],
): readonly Consolidate[] {
  const helpers = helperLinesIn(snapshotTasks);
  const found: Draft[] = [];
  let open: Draft | null = null;
  let after = Number.NEGATIVE_INFINITY;
  for (const entry of entries) {
    const { kind } = entry.message;
    const at = entry.at ?? 0;
    const isOwn = WORK.has(kind) || helpers.has(entry);
    if (!isOwn && !FOREIGN.has(kind)) continue;
    const last = found.at(-1);
    if (last !== undefined && open !== last) last.before = Math.min(last.before, at);
    if (!isOwn) {
      after = at;
      if (open !== null) open.before = Math.min(open.before, at);
      if (ENDING.has(kind)) open = null;
      continue;
    }
    if (open !== null && at - (open.lines.at(-1)?.at ?? at) <= LONGEST_SILENCE_US) {
      open.lines.push(entry);
      open.before = Number.POSITIVE_INFINITY;
    } else {
      if (last !== undefined) last.before = Math.min(last.before, at);
      open = { lines: [entry], after, before: Number.POSITIVE_INFINITY };
      found.push(open);
    }
    if (kind === 'consolidate-end') {
      open = null;
      after = at;
    }
  }
  return found;
}

function helperLinesIn(snapshotTasks: readonly SnapshotTask[]): ReadonlySet<Entry | null> {
  const helpers = snapshotTasks.filter(isHelper);
  return new Set(helpers.flatMap(({ start, work, end }) => [start, work, end]));
}
