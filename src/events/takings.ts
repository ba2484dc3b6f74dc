import type { Entry } from '../timeline/entry.js';
import { type EntryOf, isOf } from './scene.js';

/** What the log shows of the taking of one snapshot, each entry null where it does not. */
export interface Taking {
  readonly start: EntryOf<'snapshot-start'> | null;
  /** The VM is stopped for it. */
  readonly work: readonly Entry[];
  /** The VM runs again, or the snapshot is complete: whichever comes first bounds the stop. */
  readonly end: EntryOf<'snapshot-lazy'> | EntryOf<'snapshot-done'> | null;
}

const UNSTARTED: Taking = { start: null, work: [], end: null };

/** A consolidate takes snapshots for itself under this name (VMware KB 337175). */
const HELPER = /^Consolidate Helper/i;

/** Says whether a snapshot is one that a consolidate takes for itself. */
export function isHelper({ start, end }: Taking): boolean {
  return HELPER.test(start?.message.name ?? end?.message.name ?? '');
}

/** Gives the snapshots that were taken, or at least begun, in the order of their ends. */
export function takingsIn(entries: readonly Entry[]): readonly Taking[] {
  const takings: Taking[] = [];
  let open: Taking | null = null;
  const close = (end: Taking['end']) => {
    if (open !== null) takings.push({ ...open, end });
    open = null;
  };
  for (const entry of entries) {
    if (isOf(entry, 'snapshot-start')) {
      close(null);
      open = { start: entry, work: [], end: null };
    } else if (isOf(entry, 'snapshot-mode') && entry.message.mode === 0) {
      const taking: Taking = open ?? UNSTARTED;
      open = { ...taking, work: [...taking.work, entry].slice(0, MOST_WORK) };
    } else if (isOf(entry, 'snapshot-lazy') || isOf(entry, 'snapshot-done')) {
      close(entry);
    } else if (entry.message.kind === 'product') {
      // A new VMX process has begun: what the old one was at has ended unseen.
      close(null);
    }
  }
  close(null);
  return takings;
}

/** A snapshot stops the VM once; lines repeated without end are no more proof than a few. */
const MOST_WORK = 8;
