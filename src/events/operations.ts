import { groupBy } from '../model/lists.js';
import type { Entry } from '../timeline/entry.js';
import type { TimelineStop } from '../timeline/stops.js';
import { type Claim, type Operation, PROOFS, type Rule } from './event.js';
import { infer } from './infer.js';
import { RULES } from './rules/index.js';
import type { TimelineIndex } from './timeline-index.js';

const TIMELESS = 'The line has no readable time, so nothing can be tied to it.';

/** A claim with the rule that made it. */
interface Ruling {
  readonly claim: Claim;
  readonly rule: Rule;
}

/** Finds the operation behind each stop of a VM; every stop is in exactly one, also those without a time. */
export function findOperations(
  stops: readonly TimelineStop[],
  timeline: TimelineIndex,
): readonly Operation[] {
  const rulings = ruleOn(timeline);
  const causeOf = (stop: TimelineStop) => rulings.get(stop)?.claim.cause ?? null;
  const untimed = stops.filter(({ endedAt }) => endedAt === null);
  return [...operationsOf(rulings), ...infer(timeline.stops, causeOf, timeline.gap), ...untimed.map(alone)];
}

/** Gives each stop that a rule claims the surest claim on it. */
function ruleOn(timeline: TimelineIndex): ReadonlyMap<TimelineStop, Ruling> {
  const rulings = new Map<TimelineStop, Ruling>();
  for (const rule of RULES) {
    for (const [stop, claim] of rule.claims(timeline)) {
      const known = rulings.get(stop);
      const ruling = { claim, rule };
      if (known === undefined || isSurer(ruling, known)) rulings.set(stop, ruling);
    }
  }
  return rulings;
}

/** Of two requests shortly before a stop, whichever rule reads them, the later one is the likelier. */
function isSurer(a: Ruling, b: Ruling): boolean {
  const { proof, operation } = a.claim;
  const [rankOfA, rankOfB] = [PROOFS.indexOf(proof), PROOFS.indexOf(b.claim.proof)];
  if (rankOfA !== rankOfB) return rankOfA < rankOfB;
  const isNarrower = proof === 'time' || (proof === 'bracket' && a.rule === b.rule);
  return isNarrower && (operation.at ?? 0) > (b.claim.operation.at ?? 0);
}

/** Makes one event of the stops that are tied to the same operation, as surely as the surest of them. */
function operationsOf(rulings: ReadonlyMap<TimelineStop, Ruling>): readonly Operation[] {
  const groups = groupBy(rulings, ([, { claim }]) => claim.operation);
  return [...groups.values()].map(operationOf);
}

function operationOf(group: readonly (readonly [TimelineStop, Ruling])[]): Operation {
  const [, surest] = group.reduce((best, one) => (isSurer(one[1], best[1]) ? one : best));
  const { cause, proof, snapshot, quiesceUs } = surest.claim;
  const stops = group.map(([stop]) => stop).sort((a, b) => (a.endedAt ?? 0) - (b.endedAt ?? 0));
  const basis = proof === 'time' ? 'inferred' : 'logged';
  const { name: rule, reasons } = surest.rule;
  const evidence = basis === 'inferred' ? [] : evidenceOf(group);
  return { cause, basis, rule, reason: reasons[proof] ?? '', snapshot, quiesceUs, stops, evidence };
}

/** Gives each line once; the stops of one operation often share their claim. */
function evidenceOf(group: readonly (readonly [TimelineStop, Ruling])[]): readonly Entry[] {
  const claims = new Set(group.map(([, { claim }]) => claim));
  const lines = new Set<Entry>();
  for (const { evidence } of claims) for (const entry of evidence) lines.add(entry);
  return [...lines];
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
