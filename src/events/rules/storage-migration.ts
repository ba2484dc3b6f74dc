import type { TimelineStop } from '../../timeline/stops.js';
import type { Claim, Rule } from '../event.js';
import type { EntryOf, Scene } from '../scene.js';

/** Stops while the disks of the VM are moved. */
export const storageMigration: Rule = {
  name: 'storage-migration',
  reasons: { bracket: 'The stop lies between two phases of a storage migration.' },
  *claims(scene) {
    for (const phases of runsOf(scene.of('storage-migration'))) yield* claimsBetween(phases, scene);
  },
};

type Phase = EntryOf<'storage-migration'>;

/** Phases count up; one that does not is the first seen of another migration. */
function runsOf(phases: readonly Phase[]): readonly (readonly Phase[])[] {
  const runs: Phase[][] = [];
  for (const phase of phases) {
    const run = runs.at(-1);
    const last = run?.at(-1);
    if (run !== undefined && last !== undefined && phase.message.phase > last.message.phase) run.push(phase);
    else runs.push([phase]);
  }
  return runs;
}

function* claimsBetween(phases: readonly Phase[], scene: Scene): Iterable<readonly [TimelineStop, Claim]> {
  const [first] = phases;
  const last = phases.at(-1);
  if (first === undefined || first.at === null || last === undefined || last.at === null) return;
  for (const stop of scene.stopsBetween(first.at, last.at)) {
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
