import { US_PER_SECOND } from '../model/units.js';
import type { Entry } from '../timeline/entry.js';
import { type EntryOf, isOf } from './kinds.js';
import { isOfQuiescing, Quiescing } from './quiescing.js';

/** What the log shows of one snapshot being taken; an entry is null if the log does not show it. */
export interface SnapshotTask {
  readonly start: EntryOf<'snapshot-start'> | null;
  /** The VM is stopped for it. */
  readonly work: Entry | null;
  /** The VM runs again, or the snapshot is complete: whichever comes first bounds the stop. */
  readonly end: EntryOf<'snapshot-lazy'> | EntryOf<'snapshot-done'> | null;
  /** The guest is asked to hold its writes. */
  readonly asked: Entry | null;
  /** It did not, so that the request ended here and no stop after it is its own: the lines that say so, in order. */
  readonly failure: readonly [Entry, ...Entry[]] | null;
}

/** A snapshot task whose end may not have been read yet. */
export type OpenSnapshotTask = { -readonly [Key in keyof SnapshotTask]: SnapshotTask[Key] };

/** A quiesced snapshot waits for the guest for up to 15 minutes before it stops the VM; 5 more are margin. */
export const SNAPSHOT_REACH_US = 1200 * US_PER_SECOND;

/** A consolidate takes snapshots for itself under this name (VMware KB 337175). */
const HELPER = /^Consolidate Helper/i;

/** Says whether a snapshot is one that a consolidate takes for itself. */
export function isHelper(task: SnapshotTask): boolean {
  return HELPER.test(nameOf(task) ?? '');
}

/** Gives the name of a snapshot, null where the log does not show it. */
export function nameOf({ start, end }: SnapshotTask): string | null {
  return start?.message.name ?? end?.message.name ?? null;
}

/** Gives the snapshots that were taken, or at least begun. */
export function snapshotTasksIn(entries: readonly Entry[]): readonly SnapshotTask[] {
  const snapshotTasks: OpenSnapshotTask[] = [];
  let open = new OpenSnapshotTasks();
  for (const entry of entries) {
    const begun = open.begunBy(entry);
    if (begun !== null) snapshotTasks.push(begun);
    // A new VMX process has begun: what the old one was at has ended unseen.
    if (entry.message.kind === 'product') open = new OpenSnapshotTasks();
  }
  return snapshotTasks;
}

const NOTHING_SEEN: SnapshotTask = { start: null, work: null, end: null, asked: null, failure: null };

/** The snapshots that are being taken at one moment: several where the end of some was not logged. */
class OpenSnapshotTasks {
  readonly #stack: OpenSnapshotTask[] = [];
  readonly #quiescing = new Quiescing();
  readonly #byName = new Map<string, OpenSnapshotTask[]>();
  /** The VM runs on, and a line of its own will say that the snapshot is complete. */
  readonly #lazy = new Set<string>();
  /** The one whose work was seen last. */
  #worked: OpenSnapshotTask | null = null;

  /** Reads the next entry, and gives the task that it begins; null if it begins none. */
  begunBy(entry: Entry): OpenSnapshotTask | null {
    if (isOf(entry, 'snapshot-start')) return this.#start(entry);
    if (isOf(entry, 'snapshot-mode') && entry.message.mode === 0) return this.#work(entry);
    if (isOf(entry, 'snapshot-lazy') || isOf(entry, 'snapshot-done')) return this.#end(entry);
    if (isOfQuiescing(entry)) return this.#quiescing.take(entry);
    return null;
  }

  #start(start: EntryOf<'snapshot-start'>): OpenSnapshotTask {
    const task: OpenSnapshotTask = { ...NOTHING_SEEN, start };
    this.#quiescing.request(task);
    this.#stack.push(task);
    const namesakes = this.#byName.get(start.message.name);
    if (namesakes === undefined) this.#byName.set(start.message.name, [task]);
    else namesakes.push(task);
    return task;
  }

  /** A snapshot stops the VM once: a second time is another one, whose request was not seen. */
  #work(work: Entry): OpenSnapshotTask | null {
    while (isOver(this.#stack.at(-1))) this.#stack.pop();
    const newest = this.#stack.at(-1);
    const isKnown = newest !== undefined && newest.work === null && isInReach(newest.start, work);
    this.#worked = isKnown ? newest : { ...NOTHING_SEEN };
    this.#worked.work = work;
    return isKnown ? null : this.#worked;
  }

  #end(end: EntryOf<'snapshot-lazy'> | EntryOf<'snapshot-done'>): OpenSnapshotTask | null {
    const { name } = end.message;
    const known = this.#openNamesake(name);
    const isCompletion = known === undefined && isOf(end, 'snapshot-done') && this.#lazy.delete(name);
    if (isOf(end, 'snapshot-lazy')) this.#lazy.add(name);
    if (known !== undefined) known.end = end;
    return known !== undefined || isCompletion ? null : this.#endOfUnstarted(end);
  }

  /** Takes the last open snapshot of a name; one that failed is open no longer. */
  #openNamesake(name: string): OpenSnapshotTask | undefined {
    const namesakes = this.#byName.get(name);
    let known = namesakes?.pop();
    while (known !== undefined && known.failure !== null) known = namesakes?.pop();
    return known;
  }

  /** The work seen last, if any, is that of the snapshot whose end this is, whoever was taken for its owner. */
  #endOfUnstarted(end: EntryOf<'snapshot-lazy'> | EntryOf<'snapshot-done'>): OpenSnapshotTask | null {
    const worked = this.#worked;
    if (worked === null || worked.end !== null || !isInReach(worked.work, end)) return null;
    this.#worked = null;
    if (worked.start === null) {
      worked.end = end;
      return null;
    }
    const { work } = worked;
    worked.work = null;
    return { ...NOTHING_SEEN, work, end };
  }
}

function isOver(task: OpenSnapshotTask | undefined): boolean {
  return task !== undefined && (task.end !== null || task.failure !== null);
}

function isInReach(from: Entry | null, to: Entry): boolean {
  return from !== null && (to.at ?? 0) - (from.at ?? 0) <= SNAPSHOT_REACH_US;
}
