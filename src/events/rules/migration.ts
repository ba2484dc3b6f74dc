import type { Cause } from '../../model/cause.js';
import { US_PER_SECOND } from '../../model/units.js';
import type { Entry } from '../../timeline/entry.js';
import { isSignOfLife, LONGEST_SWITCHOVER_US } from '../../timeline/marks.js';
import type { TimelineStop } from '../../timeline/stops.js';
import type { Claim, Rule } from '../event.js';
import { type EntryOf, isOf } from '../kinds.js';
import { firstWrittenFrom, type TimelineIndex } from '../timeline-index.js';

/** From its request to its stun a migration copies memory, and disks where those move too. */
const PREPARATION_US = 24 * 3600 * US_PER_SECOND;

/** A hot add is carried out at once. */
const HOT_ADD_REACH_US = 120 * US_PER_SECOND;

/** A VM runs within this time of being taken over. */
const ARRIVAL_REACH_US = LONGEST_SWITCHOVER_US;

/** A stop for a migration, or for a suspend and resume on one host, which also serves hot add. */
export const migration: Rule = {
  name: 'migration',
  reasons: {
    within:
      'The VM was stunned or taken over for a migration, or for a suspend and resume on one host, and no other stop ended before this one; lines before tell whether disks moved or memory was added.',
    bracket:
      'The VM was about to be stunned for a migration, or for a suspend and resume on one host, and this is the first stop since; lines before tell whether disks moved or memory was added.',
  },
  *claims(timeline) {
    const [arrivals, beginnings] = [timeline.of('migrate-destination'), timeline.of('migrate-stun-begin')];
    const isQuiet = arrivals.length === 0 && beginnings.length === 0;
    const signs = isQuiet ? [] : timeline.entries.filter(isSignOfLife);
    for (const [index, stop] of timeline.stops.entries()) {
      if (isQuiet && stop.stunEntry === null) continue;
      const since = timeline.stops[index - 1]?.endedAt ?? 0;
      const sign = signs[firstWrittenFrom(signs, (stop.startedAt ?? 0) + 1) - 1];
      const ranAt = Math.max(since, sign?.at ?? 0);
      const arrival = lastOf(arrivals, Math.max(ranAt, (stop.endedAt ?? 0) - ARRIVAL_REACH_US), stop);
      const begin = beginningOf(lastOf(beginnings, ranAt, stop), stop);
      const operation = stop.stunEntry ?? begin ?? arrival;
      if (operation === null) continue;
      const proof = stop.stunEntry === null && arrival === null ? 'bracket' : 'within';
      const found = [begin, stop.stunEntry, arrival].filter((entry) => entry !== null);
      yield [stop, { proof, ...claimOf(stop, operation, found, timeline, since) }];
    }
  },
};

/** Gives the last of some entries that were written after one point in time and before the stop ended. */
function lastOf<E extends Entry>(entries: readonly E[], since: number, { endedAt }: TimelineStop): E | null {
  const last = entries[firstWrittenFrom(entries, (endedAt ?? 0) + 1) - 1];
  return last !== undefined && (last.at ?? 0) > since ? last : null;
}

/** Null where the stop began later than the line says that the stun may take. */
function beginningOf(
  begin: EntryOf<'migrate-stun-begin'> | null,
  { startedAt, stunEntry }: TimelineStop,
): Entry | null {
  if (begin === null || begin.at === null) return null;
  const stunnedAt = stunEntry?.at ?? startedAt ?? 0;
  return stunnedAt - begin.at <= begin.message.limitS * US_PER_SECOND ? begin : null;
}

function claimOf(
  stop: TimelineStop,
  operation: Entry,
  found: readonly Entry[],
  timeline: TimelineIndex,
  since: number,
): Omit<Claim, 'proof'> {
  const until = Math.min(operation.at ?? 0, stop.endedAt ?? 0);
  const before = ofItsProcess(timeline.between(Math.max(since, until - PREPARATION_US), until), operation);
  const hotAdd = before.findLast(
    (entry) => isOf(entry, 'memory-hot-add') && until - (entry.at ?? 0) <= HOT_ADD_REACH_US,
  );
  const disks = before.findLast((entry) => isOf(entry, 'storage-migration'));
  const request = before.findLast((entry) => isOf(entry, 'request') || isOf(entry, 'migrate-source'));
  const evidence = [hotAdd, disks, request, ...found].filter((entry) => entry !== undefined);
  return { operation, cause: causeOf(hotAdd, disks), snapshot: null, quiesceUs: null, evidence };
}

/** What was asked of an earlier process is past; the process that takes the VM over begins in a log of its own. */
function ofItsProcess(entries: readonly Entry[], { place }: Entry): readonly Entry[] {
  const header = entries.findLastIndex((entry) => isOf(entry, 'product') && entry.place === place);
  return entries.slice(header + 1);
}

function causeOf(hotAdd: Entry | undefined, disks: Entry | undefined): Exclude<Cause, 'unknown'> {
  if (hotAdd !== undefined) return 'hot-add';
  return disks === undefined ? 'migration' : 'storage-migration';
}
