import { keyOf } from '../model/mirror.js';
import { compareMaybeText, inTurn } from '../model/order.js';
import type { Backup, StopEvent } from '../model/report.js';

/** The events of one snapshot. */
interface Events {
  readonly create: StopEvent | null;
  consolidate: StopEvent | null;
}

/** What is known of a freeze that belongs to the creation of a snapshot. */
export interface JoinedFreeze {
  /** Its place in the report's list. */
  readonly index: number;
  readonly startedAt: string | null;
  readonly endedAt: string | null;
}

/** The freezes that belong to the creation of a snapshot, and how long they kept a database from writing. */
export interface JoinedFreezes {
  readonly freezes: readonly JoinedFreeze[];
  readonly frozenUs: number | null;
}

const NO_FREEZES: JoinedFreezes = { freezes: [], frozenUs: null };

const earliestFirst = inTurn<StopEvent>(
  (a, b) => compareMaybeText(a.startedAt, b.startedAt),
  (a, b) => a.id - b.id,
);

/**
 * Makes one backup of each creation of a snapshot with the next consolidation of the VM, before its next creation. `freezes` gives
 * the freezes of a creation by the id of its event.
 */
export function backupsOf(
  events: readonly StopEvent[],
  freezes: ReadonlyMap<number, JoinedFreezes>,
): readonly Backup[] {
  const last = new Map<string, Events>();
  const found: Events[] = [];
  const ofSnapshots = events.filter(({ cause }) => cause === 'snapshot-create' || cause === 'consolidate');
  for (const event of ofSnapshots.sort(earliestFirst)) {
    const key = keyOf(event);
    const before = last.get(key);
    if (event.cause === 'consolidate' && before?.consolidate === null) before.consolidate = event;
    else {
      const isCreate = event.cause === 'snapshot-create';
      const next = { create: isCreate ? event : null, consolidate: isCreate ? null : event };
      last.set(key, next);
      found.push(next);
    }
  }
  return found.map((one) => backupOf(one, freezes.get(one.create?.id ?? -1) ?? NO_FREEZES));
}

const NO_INDEXES: readonly number[] = [];

/** A report may have a hundred thousand backups: nothing is made that is not kept. */
function backupOf({ create, consolidate }: Events, { freezes, frozenUs }: JoinedFreezes): Backup {
  const { vm, vmPath } = create ?? consolidate ?? { vm: '', vmPath: '' };
  let startedAt = earlierOf(create?.startedAt ?? null, consolidate?.startedAt ?? null);
  let endedAt = laterOf(create?.endedAt ?? null, consolidate?.endedAt ?? null);
  for (const freeze of freezes) {
    startedAt = earlierOf(startedAt, freeze.startedAt);
    endedAt = laterOf(endedAt, freeze.endedAt);
  }
  return {
    vm,
    vmPath,
    createEventId: create?.id ?? null,
    consolidateEventId: consolidate?.id ?? null,
    freezeIndexes: freezes.length === 0 ? NO_INDEXES : freezes.map(({ index }) => index),
    startedAt,
    endedAt,
    frozenUs,
    stoppedUs: (create?.totalUs ?? 0) + (consolidate?.totalUs ?? 0),
  };
}

/** ISO times in UTC sort as text. */
function earlierOf(a: string | null, b: string | null): string | null {
  if (a === null || b === null) return a ?? b;
  return a < b ? a : b;
}

function laterOf(a: string | null, b: string | null): string | null {
  if (a === null || b === null) return a ?? b;
  return a > b ? a : b;
}
