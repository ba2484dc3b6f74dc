import { visible } from '../../model/text.js';
import { between, type Instant, micros, US_PER_MS } from '../../model/units.js';
import type { Entry } from '../../timeline/entry.js';
import { firstEndedFrom, type TimelineStop } from '../../timeline/stops.js';
import type { Claim, Rule } from '../event.js';

/** Stamps are cut to the millisecond, so a line of the stop's first moment can seem to stand before it. */
const STAMP_GRACE_US = 2 * US_PER_MS;

/** Snapshots that a consolidate takes for itself are part of the consolidate. */
const HELPER = /^Consolidate Helper/i;

/** What the log shows of the taking of one snapshot, each entry null where it does not. */
interface Taking {
  readonly start: Entry | null;
  /** The VM is stopped for it. */
  readonly work: Entry | null;
  /** The VM runs again, or the snapshot is complete: whichever comes first bounds the stop. */
  readonly end: Entry | null;
}

const UNSTARTED: Taking = { start: null, work: null, end: null };

/** A stop that the taking of a snapshot caused. */
export const snapshotCreate: Rule = {
  name: 'snapshot-create',
  proof:
    'SnapshotVMXTakeSnapshotWork: Transition to mode 0 stands within the stop, or the stop ends between SnapshotVMX_TakeSnapshot start and the line that says the snapshot is initiated or done.',
  claims: (scene) => {
    const claims = new Map<TimelineStop, Claim>();
    for (const taking of takingsIn(scene.entries)) {
      const stop = stopOf(taking, scene.stops);
      const operation = taking.start ?? taking.work;
      if (stop === null || operation === null) continue;
      if (!claims.has(stop)) claims.set(stop, claimOf(taking, operation, stop));
    }
    return claims;
  },
};

function takingsIn(entries: readonly Entry[]): readonly Taking[] {
  const takings: Taking[] = [];
  let open: Taking | null = null;
  for (const entry of entries) {
    const { kind } = entry.message;
    if (kind === 'snapshot-start') {
      if (open !== null) takings.push(open);
      open = { start: entry, work: null, end: null };
    } else if (kind === 'snapshot-mode' && entry.message.mode === 0) {
      // A snapshot stops the VM once: a second time is another one, whose request was not seen.
      const taking: Taking = open ?? UNSTARTED;
      if (taking.work !== null) takings.push(taking);
      open = { ...(taking.work === null ? taking : UNSTARTED), work: entry };
    } else if ((kind === 'snapshot-lazy' || kind === 'snapshot-done') && open !== null) {
      takings.push({ ...open, end: entry });
      open = null;
    } else if (kind === 'product' && open !== null) {
      // A new VMX process has begun: what the old one was at has ended unseen.
      takings.push(open);
      open = null;
    }
  }
  return open === null ? takings : [...takings, open];
}

function stopOf(taking: Taking, stops: readonly TimelineStop[]): TimelineStop | null {
  if (isHelper(taking)) return null;
  const workAt = taking.work?.at ?? null;
  const stopped = workAt === null ? undefined : stops[firstEndedFrom(stops, workAt - STAMP_GRACE_US)];
  if (stopped !== undefined && isWithin(workAt, stopped)) return stopped;
  const from = taking.start?.at ?? null;
  const to = taking.end?.at ?? null;
  if (from === null || to === null) return null;
  // The line that ends the bracket follows its own stop at once, so another operation's stop comes earlier.
  const last = stops[firstEndedFrom(stops, to + STAMP_GRACE_US + 1) - 1];
  return (last?.startedAt ?? from) >= from - STAMP_GRACE_US ? (last ?? null) : null;
}

function isHelper({ start }: Taking): boolean {
  return start?.message.kind === 'snapshot-start' && HELPER.test(start.message.name);
}

function isWithin(at: Instant | null, { startedAt, endedAt }: TimelineStop): boolean {
  if (at === null || startedAt === null || endedAt === null) return false;
  return at >= startedAt - STAMP_GRACE_US && at <= endedAt + STAMP_GRACE_US;
}

function claimOf({ start, work, end }: Taking, operation: Entry, stop: TimelineStop): Claim {
  const told = start?.message.kind === 'snapshot-start' ? start.message : null;
  const named =
    end?.message.kind === 'snapshot-lazy' || end?.message.kind === 'snapshot-done' ? end.message.name : null;
  const name = told?.name ?? named;
  return {
    operation,
    cause: 'snapshot-create',
    snapshot: {
      name: name === null ? null : visible(name),
      quiesced: told?.quiesced ?? null,
      memory: told?.memory ?? null,
    },
    quiesceUs: told?.quiesced === true ? waitBefore(start, stop) : null,
    evidence: [start, work, end].filter((entry) => entry !== null),
  };
}

function waitBefore(start: Entry | null, { startedAt }: TimelineStop) {
  if (start === null || start.at === null || startedAt === null) return null;
  const wait = between(start.at, startedAt);
  return wait > 0 ? wait : micros(0);
}
