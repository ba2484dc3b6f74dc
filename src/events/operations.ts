import type { Micros } from '../model/units.js';
import type { TimelineStop } from '../timeline/stops.js';
import type { VmTimeline } from '../timeline/timeline.js';
import type { Claim, Operation, Scene } from './event.js';
import { infer } from './infer.js';
import { RULES } from './rules/index.js';

/** Finds the operation behind each stop of a VM; every stop is in exactly one. */
export function findOperations(timeline: VmTimeline, gap: Micros): readonly Operation[] {
  const timed = timeline.stops.filter(({ endedAt }) => endedAt !== null);
  const untimed = timeline.stops.filter(({ endedAt }) => endedAt === null);
  const claims = claimsOn({ entries: timeline.entries, stops: timed });
  const unclaimed = timed.filter((stop) => !claims.has(stop));
  return [...logged(claims), ...infer(unclaimed, [...claims.keys()], gap), ...untimed.map(alone)];
}

function claimsOn(scene: Scene): ReadonlyMap<TimelineStop, Claim> {
  const claims = new Map<TimelineStop, Claim>();
  for (const rule of RULES) {
    for (const [stop, claim] of rule.claims(scene)) if (!claims.has(stop)) claims.set(stop, claim);
  }
  return claims;
}

/** Makes one event of the stops that were claimed for the same operation. */
function logged(claims: ReadonlyMap<TimelineStop, Claim>): readonly Operation[] {
  const operations = new Map<Claim['operation'], Operation>();
  for (const [stop, { operation, cause, snapshot, quiesceUs, evidence }] of claims) {
    const known = operations.get(operation);
    const stops = [...(known?.stops ?? []), stop].sort((a, b) => (a.endedAt ?? 0) - (b.endedAt ?? 0));
    const whole: Operation = known ?? { cause, basis: 'logged', snapshot, quiesceUs, stops, evidence };
    operations.set(operation, { ...whole, stops });
  }
  return [...operations.values()];
}

function alone(stop: TimelineStop): Operation {
  return {
    cause: 'unknown',
    basis: 'inferred',
    snapshot: null,
    quiesceUs: null,
    stops: [stop],
    evidence: [],
  };
}
