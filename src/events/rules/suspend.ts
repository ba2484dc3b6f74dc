import { US_PER_SECOND } from '../../model/units.js';
import type { Entry } from '../../timeline/entry.js';
import type { TimelineStop } from '../../timeline/stops.js';
import type { Claim, Rule } from '../event.js';
import type { Scene } from '../scene.js';

/** A VM runs within this time of its state being read. */
const RESTORE_REACH_US = 600 * US_PER_SECOND;

/** A stop for a suspend, or one that ended when the VM went on from a suspended state. */
export const suspend: Rule = {
  name: 'suspend',
  reasons: {
    bracket:
      'The stop lies between the start and the end of a suspend, or is the first after the VM went on from a .vmss file.',
  },
  *claims(scene) {
    const ends = scene.of('suspend-done');
    for (const start of scene.of('suspend-start')) {
      const end = ends.find(({ at }) => at !== null && start.at !== null && at >= start.at);
      if (start.at === null || end === undefined || end.at === null) continue;
      for (const stop of scene.stopsBetween(start.at, end.at))
        yield [stop, claimOf('suspend', start, [start, end])];
    }
    yield* restored(scene, 'suspend');
  },
};

/** A stop that ended when the VM went on from a snapshot's state. */
export const revert: Rule = {
  name: 'revert',
  reasons: { bracket: 'The stop is the first after the VM went on from the .vmsn file of a snapshot.' },
  *claims(scene) {
    yield* restored(scene, 'snapshot');
  },
};

function* restored(scene: Scene, of: 'snapshot' | 'suspend'): Iterable<readonly [TimelineStop, Claim]> {
  for (const restore of scene.of('restore')) {
    if (restore.message.of !== of || restore.at === null) continue;
    const [stop] = scene.stopsEndedBetween(restore.at, restore.at + RESTORE_REACH_US);
    if (stop !== undefined)
      yield [stop, claimOf(of === 'suspend' ? 'suspend' : 'revert', restore, [restore])];
  }
}

function claimOf(cause: Claim['cause'], operation: Entry, evidence: readonly Entry[]): Claim {
  return { proof: 'bracket', operation, cause, snapshot: null, quiesceUs: null, evidence };
}
