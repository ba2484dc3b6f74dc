import type { TimelineStop } from '../../timeline/stops.js';
import type { Claim, Rule } from '../event.js';
import { type EntryOf, isOf } from '../kinds.js';
import { REQUEST_REACH_US, type Scene } from '../scene.js';

/** A stop for a device that was taken away while the VM ran. */
export const hotRemove: Rule = {
  name: 'hot-remove',
  reasons: {
    within: 'The device whose removal had just been requested left the configuration within the stop.',
    time: 'The removal of a device was requested shortly before; nothing else ties the stop to it.',
  },
  *claims(scene) {
    for (const request of scene.of('hot-remove')) {
      if (request.at === null) continue;
      const stop = scene.firstStopFrom(request.at, request.at + REQUEST_REACH_US);
      if (stop !== null) yield [stop, claimOf(request, stop, scene)];
    }
  },
};

function claimOf(request: EntryOf<'hot-remove'>, stop: TimelineStop, scene: Scene): Claim {
  const { device } = request.message;
  const gone = scene
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
