import { groupBy } from '../model/lists.js';
import type { Micros } from '../model/units.js';
import type { TimelineStop } from '../timeline/stops.js';
import type { VmTimeline } from '../timeline/timeline.js';
import { type Claim, type Operation, PROOFS } from './event.js';
import { infer } from './infer.js';
import { RULES } from './rules/index.js';
import { Scene } from './scene.js';

const TIMELESS = 'The line has no readable time, so nothing can be tied to it.';

/** A claim with the rule that made it. */
interface Ruling extends Claim {
  readonly rule: string;
  readonly reason: string;
}

/** Finds the operation behind each stop of a VM; every stop is in exactly one. */
export function findOperations(timeline: VmTimeline, gap: Micros): readonly Operation[] {
  const timed = timeline.stops.filter(({ endedAt }) => endedAt !== null);
  const untimed = timeline.stops.filter(({ endedAt }) => endedAt === null);
  const rulings = ruleOn(new Scene(timeline.entries, timed, gap));
  const causes = new Map([...rulings].map(([stop, { cause }]) => [stop, cause] as const));
  return [...operationsOf(rulings), ...infer(timed, causes, gap), ...untimed.map(alone)];
}

/** Gives each stop that a rule claims the surest claim on it. */
function ruleOn(scene: Scene): ReadonlyMap<TimelineStop, Ruling> {
  const rulings = new Map<TimelineStop, Ruling>();
  for (const { name, reasons, claims } of RULES) {
    for (const [stop, claim] of claims(scene)) {
      const known = rulings.get(stop);
      const ruling = { ...claim, rule: name, reason: reasons[claim.proof] ?? '' };
      if (known === undefined || isSurer(ruling, known)) rulings.set(stop, ruling);
    }
  }
  return rulings;
}

/** Of two requests shortly before a stop, whichever rule reads them, the later one is the likelier. */
function isSurer(a: Ruling, b: Ruling): boolean {
  const [rankOfA, rankOfB] = [PROOFS.indexOf(a.proof), PROOFS.indexOf(b.proof)];
  if (rankOfA !== rankOfB) return rankOfA < rankOfB;
  const isNarrower = a.proof === 'time' || (a.proof === 'bracket' && a.rule === b.rule);
  return isNarrower && (a.operation.at ?? 0) > (b.operation.at ?? 0);
}

/** Makes one event of the stops that are tied to the same operation, as surely as the surest of them. */
function operationsOf(rulings: ReadonlyMap<TimelineStop, Ruling>): readonly Operation[] {
  const groups = groupBy(rulings, ([, { operation }]) => operation);
  return [...groups.values()].map(operationOf);
}

function operationOf(group: readonly (readonly [TimelineStop, Ruling])[]): Operation {
  const [, surest] = group.reduce((best, one) => (isSurer(one[1], best[1]) ? one : best));
  const { cause, rule, reason, proof, snapshot, quiesceUs } = surest;
  const stops = group.map(([stop]) => stop).sort((a, b) => (a.endedAt ?? 0) - (b.endedAt ?? 0));
  const basis = proof === 'time' ? 'inferred' : 'logged';
  const evidence = basis === 'inferred' ? [] : [...new Set(group.flatMap(([, ruling]) => ruling.evidence))];
  return { cause, basis, rule, reason, snapshot, quiesceUs, stops, evidence };
}

function alone(stop: TimelineStop): Operation {
  const untold = {
    cause: 'unknown',
    basis: 'inferred',
    rule: null,
    snapshot: null,
    quiesceUs: null,
  } as const;
  return { ...untold, reason: TIMELESS, stops: [stop], evidence: [] };
}
