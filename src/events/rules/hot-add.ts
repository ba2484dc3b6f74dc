import type { Rule } from '../event.js';
import { REQUEST_REACH_US } from '../timeline-index.js';

/** A stop right after memory was asked for; the rule of migrations proves the others. */
export const hotAdd: Rule = {
  name: 'hot-add',
  reasons: { time: 'More memory was requested shortly before; nothing else ties the stop to it.' },
  *claims(timeline) {
    for (const request of timeline.of('memory-hot-add')) {
      if (request.at === null) continue;
      const stop = timeline.firstStopFrom(request.at, request.at + REQUEST_REACH_US);
      if (stop === null) continue;
      const claim = {
        proof: 'time',
        operation: request,
        cause: 'hot-add',
        snapshot: null,
        quiesceUs: null,
      } as const;
      yield [stop, { ...claim, evidence: [request] }];
    }
  },
};
