import type { Message } from '../../messages/message.js';
import { US_PER_SECOND } from '../../model/units.js';
import type { Entry } from '../../timeline/entry.js';
import { firstEndedFrom, type TimelineStop } from '../../timeline/stops.js';
import type { Claim, Rule } from '../event.js';
import type { Scene } from '../scene.js';
import { isHelper, takingsIn } from '../takings.js';

/** The stops of a consolidate: over all its disks and rounds, and those of the snapshots that it takes for itself. */
export const consolidate: Rule = {
  name: 'consolidate',
  reasons: {
    bracket:
      'The stop lies between the first and the last line of a consolidate, or as close to them as stops of one event do.',
  },
  *claims(scene) {
    for (const lines of consolidatesIn(scene.entries)) {
      const claim = claimOf(lines);
      for (const stop of stopsOf(lines, scene)) yield [stop, claim];
    }
  },
};

/** The line that says the end is written while the last stop ends. */
const END_GRACE_US = 2 * US_PER_SECOND;

type Lines = readonly [Entry, ...Entry[]];

const WORK: ReadonlySet<Message['kind']> = new Set<Message['kind']>([
  'consolidate-work',
  'consolidate-iteration',
  'consolidate-synchronous',
  'consolidate-cancel',
  'consolidate-trouble',
]);

/** Evidence that proves the bounds; a consolidate of a thousand rounds is not proved better by all of them. */
const MOST_EVIDENCE = 20;

function consolidatesIn(entries: readonly Entry[]): readonly Lines[] {
  const helpers = new Set<Entry | null>(
    takingsIn(entries)
      .filter(isHelper)
      .flatMap(({ start, work, end }) => [start, ...work, end]),
  );
  const found: Lines[] = [];
  let open: [Entry, ...Entry[]] | null = null;
  for (const entry of entries) {
    const { kind } = entry.message;
    const isWork = WORK.has(kind) || kind === 'consolidate-end' || helpers.has(entry);
    // A new process, or a snapshot that somebody else takes: the consolidate before has ended unseen.
    if (kind === 'product' || (kind === 'snapshot-start' && !isWork)) open = null;
    if (!isWork) continue;
    if (open === null) {
      open = [entry];
      found.push(open);
    } else {
      open.push(entry);
    }
    if (kind === 'consolidate-end') open = null;
  }
  return found;
}

/** The stops between the lines, those shortly before the first, and unless it says the end, after the last. */
function stopsOf(lines: Lines, { stops, gap }: Scene): readonly TimelineStop[] {
  const last = lines.at(-1) ?? lines[0];
  const from = lines[0].at ?? 0;
  const to = last.at ?? from;
  let begin = firstEndedFrom(stops, from);
  let end = firstEndedFrom(stops, to + END_GRACE_US);
  let edge = Math.min(from, begin < end ? (stops[begin]?.startedAt ?? from) : from);
  for (let before = stops[begin - 1]; before !== undefined; before = stops[begin - 1]) {
    if (edge - (before.endedAt ?? 0) > gap) break;
    edge = before.startedAt ?? edge;
    begin--;
  }
  if (last.message.kind === 'consolidate-end') return stops.slice(begin, end);
  edge = Math.max(to, stops[end - 1]?.endedAt ?? to);
  for (let after = stops[end]; after !== undefined; after = stops[end]) {
    if ((after.startedAt ?? Number.POSITIVE_INFINITY) - edge > gap) break;
    edge = after.endedAt ?? edge;
    end++;
  }
  return stops.slice(begin, end);
}

function claimOf(lines: Lines): Claim {
  return {
    proof: 'bracket',
    operation: lines[0],
    cause: 'consolidate',
    snapshot: null,
    quiesceUs: null,
    evidence:
      lines.length <= MOST_EVIDENCE
        ? lines
        : [...lines.slice(0, MOST_EVIDENCE / 2), ...lines.slice(-MOST_EVIDENCE / 2)],
  };
}
