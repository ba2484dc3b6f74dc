import { US_PER_SECOND } from '../../model/units.js';
import { firstEndedFrom, type TimelineStop } from '../../timeline/stops.js';
import type { Consolidate } from '../consolidates.js';
import type { Claim, Rule } from '../event.js';
import { STAMP_GRACE_US, type TimelineIndex } from '../timeline-index.js';

/** The stops of a consolidate: over all its disks and rounds, and those of the snapshots that it takes for itself. */
export const consolidate: Rule = {
  name: 'consolidate',
  reasons: {
    bracket:
      'The stop lies between the first and the last line of a consolidate, or as close to them as stops of one event do.',
  },
  *claims(timeline) {
    for (const found of timeline.consolidates) {
      const claim = claimOf(found);
      for (const stop of stopsOf(found, timeline)) yield [stop, claim];
    }
  },
};

/** The line that says the end is written while the last stop ends. */
const END_GRACE_US = 2 * US_PER_SECOND;

/** Evidence that proves the bounds; a consolidate of a thousand rounds is not proved better by all of them. */
const MOST_EVIDENCE = 20;

/**
 * The stops between the lines, those shortly before the first, and unless it says the end, after the last. A line
 * of another operation ends what is shortly before or after.
 */
function stopsOf(
  { lines, after, before }: Consolidate,
  { stops, gap }: TimelineIndex,
): readonly TimelineStop[] {
  const last = lines.at(-1) ?? lines[0];
  const from = lines[0].at ?? 0;
  const to = last.at ?? from;
  const isEnded = last.message.kind === 'consolidate-end';
  let begin = firstEndedFrom(stops, from);
  let end = begin;
  for (let next = stops[end]; next !== undefined && startOf(next) <= to + STAMP_GRACE_US; next = stops[end]) {
    if (isEnded && (next.endedAt ?? 0) > to + END_GRACE_US) break;
    end++;
  }
  let edge = Math.min(from, begin < end ? startOf(stops[begin]) : from);
  for (let previous = stops[begin - 1]; previous !== undefined; previous = stops[begin - 1]) {
    const startedAt = startOf(previous);
    if (edge - (previous.endedAt ?? 0) > gap || startedAt < after - STAMP_GRACE_US) break;
    edge = startedAt;
    begin--;
  }
  if (isEnded) return stops.slice(begin, end);
  edge = Math.max(to, stops[end - 1]?.endedAt ?? to);
  for (let next = stops[end]; next !== undefined; next = stops[end]) {
    if (startOf(next) - edge > gap || startOf(next) > before) break;
    edge = next.endedAt ?? edge;
    end++;
  }
  return stops.slice(begin, end);
}

function startOf(stop: TimelineStop | undefined): number {
  return stop?.startedAt ?? Number.POSITIVE_INFINITY;
}

function claimOf({ lines }: Consolidate): Claim {
  const half = MOST_EVIDENCE / 2;
  return {
    proof: 'bracket',
    operation: lines[0],
    cause: 'consolidate',
    snapshot: null,
    quiesceUs: null,
    evidence: lines.length <= MOST_EVIDENCE ? lines : [...lines.slice(0, half), ...lines.slice(-half)],
  };
}
