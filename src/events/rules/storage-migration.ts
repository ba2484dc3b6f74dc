import { US_PER_SECOND } from '../../model/units.js';
import type { Entry } from '../../timeline/entry.js';
import type { TimelineStop } from '../../timeline/stops.js';
import type { Claim, Rule } from '../event.js';
import { type EntryOf, isOf } from '../kinds.js';
import type { TimelineIndex } from '../timeline-index.js';

/** Stops while the disks of the VM are moved. */
export const storageMigration: Rule = {
  name: 'storage-migration',
  reasons: { bracket: 'The stop lies between two phases of a storage migration.' },
  *claims(timeline) {
    if (timeline.of('storage-migration').length === 0) return;
    for (const phases of runsOf(timeline.entries)) yield* claimsBetween(phases, timeline);
  },
};

type Phase = EntryOf<'storage-migration'>;

/** The disks of a VM are copied within this time. */
const LONGEST_PHASE_US = 24 * 3600 * US_PER_SECOND;

/** Phases count up; one that does not, or that a new process enters, is the first seen of another migration. */
function runsOf(entries: readonly Entry[]): readonly (readonly Phase[])[] {
  const runs: Phase[][] = [];
  let last: Phase | null = null;
  for (const entry of entries) {
    if (isOf(entry, 'product')) last = null;
    if (!isOf(entry, 'storage-migration')) continue;
    if (last !== null && isNext(last, entry)) runs.at(-1)?.push(entry);
    else runs.push([entry]);
    last = entry;
  }
  return runs;
}

function isNext(last: Phase, next: Phase): boolean {
  const time = (next.at ?? 0) - (last.at ?? 0);
  return next.message.phase > last.message.phase && time <= LONGEST_PHASE_US;
}

function* claimsBetween(
  phases: readonly Phase[],
  timeline: TimelineIndex,
): Iterable<readonly [TimelineStop, Claim]> {
  const [first] = phases;
  const last = phases.at(-1);
  if (first === undefined || first.at === null || last === undefined || last.at === null) return;
  for (const stop of timeline.stopsBetween(first.at, last.at)) {
    const claim = {
      proof: 'bracket',
      operation: first,
      cause: 'storage-migration',
      snapshot: null,
      quiesceUs: null,
    } as const;
    yield [stop, { ...claim, evidence: [first, last] }];
  }
}
