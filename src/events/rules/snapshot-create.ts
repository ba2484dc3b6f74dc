import { visible } from '../../model/text.js';
import { between, type Micros, micros } from '../../model/units.js';
import type { Entry } from '../../timeline/entry.js';
import type { TimelineStop } from '../../timeline/stops.js';
import type { Claim, Proof, Rule } from '../event.js';
import { REQUEST_REACH_US, type Scene } from '../scene.js';
import { isHelper, type Taking, takingsIn } from '../takings.js';

/** A stop that the taking of a snapshot caused. */
export const snapshotCreate: Rule = {
  name: 'snapshot-create',
  reasons: {
    task: 'Lines within the stop bear the opID of the request for the snapshot.',
    within: "The snapshot's work turned to mode 0, in which the VM stands still, within the stop.",
    bracket:
      'The stop lies between the request for the snapshot and the line that says it is initiated or done.',
    time: 'A snapshot was asked for shortly before; nothing else ties the stop to it.',
  },
  *claims(scene) {
    for (const taking of takingsIn(scene.entries)) {
      const operation = taking.start ?? taking.work[0];
      if (operation === undefined || isHelper(taking)) continue;
      const found = stopOf(taking, scene);
      if (found !== null) yield [found.stop, claimOf(taking, operation, found)];
    }
  },
};

interface Found {
  readonly stop: TimelineStop;
  readonly proof: Proof;
  /** Lines within the stop that tie it to the request. */
  readonly within: readonly Entry[];
}

function stopOf(taking: Taking, scene: Scene): Found | null {
  return byTask(taking, scene) ?? byWork(taking, scene) ?? byBracket(taking, scene) ?? byTime(taking, scene);
}

function byTask({ start }: Taking, scene: Scene): Found | null {
  if (start === null || start.at === null || start.opId === null) return null;
  for (const entry of scene.between(start.at, start.at + TASK_REACH_US)) {
    const isSigned = entry.opId === start.opId && entry.thread?.startsWith('vcpu') === true;
    const stop = isSigned ? scene.stopAround(entry) : null;
    if (stop !== null) return { stop, proof: 'task', within: [entry] };
  }
  return null;
}

/** A quiesced snapshot waits for the guest for up to 15 minutes before it stops the VM. */
const TASK_REACH_US = 1_200_000_000;

function byWork({ work }: Taking, scene: Scene): Found | null {
  for (const entry of work) {
    const stop = scene.stopAround(entry);
    if (stop !== null) return { stop, proof: 'within', within: [] };
  }
  return null;
}

function byBracket({ start, end }: Taking, scene: Scene): Found | null {
  if (start === null || end === null || start.at === null || end.at === null) return null;
  // The line that ends the bracket follows its own stop at once, so another operation's stop comes earlier.
  const stop = scene.lastStopBetween(start.at, end.at);
  return stop === null ? null : { stop, proof: 'bracket', within: [] };
}

/** Nothing says that the snapshot was completed, but the VM stopped right after it was asked for. */
function byTime({ start, end, work }: Taking, scene: Scene): Found | null {
  if (start === null || start.at === null || end !== null || work.length > 0) return null;
  const stop = scene.firstStopFrom(start.at, start.at + REQUEST_REACH_US);
  return stop === null ? null : { stop, proof: 'time', within: [] };
}

function claimOf({ start, work, end }: Taking, operation: Entry, { stop, proof, within }: Found): Claim {
  const name = start?.message.name ?? end?.message.name ?? null;
  const quiesced = start?.message.quiesced ?? null;
  return {
    operation,
    proof,
    cause: 'snapshot-create',
    snapshot: {
      name: name === null ? null : visible(name),
      quiesced,
      memory: start?.message.memory ?? null,
    },
    quiesceUs: quiesced === true ? waitBefore(start, stop) : null,
    evidence: [start, ...within, ...work, end].filter((entry) => entry !== null),
  };
}

function waitBefore(start: Entry | null, { startedAt }: TimelineStop): Micros | null {
  if (start === null || start.at === null || startedAt === null) return null;
  return micros(Math.max(0, between(start.at, startedAt)));
}
