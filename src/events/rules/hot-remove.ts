import { US_PER_SECOND } from '../../model/units.js';
import type { Entry } from '../../timeline/entry.js';
import type { TimelineStop } from '../../timeline/stops.js';
import type { Claim, Rule } from '../event.js';
import { type EntryOf, isOf } from '../kinds.js';
import { firstWrittenFrom, REQUEST_REACH_US, type TimelineIndex } from '../timeline-index.js';

/** A stop for a device that was taken away while the VM ran. */
export const hotRemove: Rule = {
  name: 'hot-remove',
  reasons: {
    within: 'The device whose removal had just been requested left the configuration within the stop.',
    bracket:
      'The stop lies between the lines that say that a device is switched off and that its hot removal is done.',
    time: 'The removal of a device was requested shortly before; nothing else ties the stop to it.',
  },
  *claims(timeline) {
    for (const request of timeline.of('hot-remove')) {
      if (request.at === null) continue;
      const stop = timeline.firstStopFrom(request.at, request.at + REQUEST_REACH_US);
      if (stop !== null) yield [stop, claimOf(request, stop, timeline)];
    }
    yield* bracketed(timeline);
  },
};

/** A hot removal is carried out at once. */
const REMOVAL_REACH_US = 60 * US_PER_SECOND;

/** A device is switched off for other reasons too: only the end of the removal tells that it was for that. */
function* bracketed(timeline: TimelineIndex): Iterable<readonly [TimelineStop, Claim]> {
  const offs = timeline.of('device-off');
  let removed: Entry | null = null;
  for (const done of timeline.of('hot-remove-done')) {
    const to = done.at ?? 0;
    const off = offs[firstWrittenFrom(offs, to + 1) - 1];
    if (off === undefined || off === removed || to - (off.at ?? 0) > REMOVAL_REACH_US) continue;
    removed = off;
    const claim = {
      proof: 'bracket',
      operation: off,
      cause: 'hot-remove',
      snapshot: null,
      quiesceUs: null,
    } as const;
    for (const stop of timeline.stopsBetween(off.at ?? 0, to))
      yield [stop, { ...claim, evidence: [off, done] }];
  }
}

function claimOf(request: EntryOf<'hot-remove'>, stop: TimelineStop, timeline: TimelineIndex): Claim {
  const { device } = request.message;
  const gone = timeline
    .within(stop)
    .find(
      (entry) => isOf(entry, 'device-absent') && entry.message.device.toLowerCase() === device.toLowerCase(),
    );
  return {
    proof: gone === undefined ? 'time' : 'within',
    operation: request,
    cause: 'hot-remove',
    snapshot: null,
    quiesceUs: null,
    evidence: gone === undefined ? [request] : [request, gone],
  };
}
