import type { Operation } from '../events/event.js';
import type { FindingDraft } from '../events/findings.js';
import { worstLevel } from '../model/level.js';
import type { LogPlace } from '../model/log.js';
import { compareNumber, compareText, inTurn } from '../model/order.js';
import type { Evidence, Stop, StopEvent } from '../model/report.js';
import type { AnalysisSettings } from '../model/settings.js';
import { isoOf } from '../model/units.js';
import type { Entry } from '../timeline/entry.js';
import type { TimelineStop } from '../timeline/stops.js';
import type { VmTimeline } from '../timeline/timeline.js';
import { isAskedFor } from './filter.js';
import { type Limits, levelOf, limitsOf, qosPercent } from './levels.js';
import { type Span, worstWindow } from './window.js';

/** A VM with the operations found behind its stops. */
export interface History {
  readonly timeline: VmTimeline;
  readonly operations: readonly Operation[];
  readonly findings: readonly FindingDraft[];
}

/** An event as it stands in the report, with its stops. */
export interface Judged {
  readonly event: StopEvent;
  readonly stops: readonly Stop[];
}

/** Numbers the operations of all VMs from 1 in the order of time, whatever is listed of them later. */
export function numberOperations(histories: readonly History[]): ReadonlyMap<Operation, number> {
  const all = histories.flatMap(({ timeline, operations }) =>
    operations.map((operation) => ({ timeline, operation, first: operation.stops[0] })),
  );
  all.sort(
    inTurn(
      (a, b) => compareNumber(a.first?.startedAt ?? null, b.first?.startedAt ?? null),
      (a, b) => compareText(a.timeline.vm, b.timeline.vm),
      (a, b) => compareText(a.timeline.vmPath, b.timeline.vmPath),
      (a, b) => compareText(a.first?.entry.place.path ?? '', b.first?.entry.place.path ?? ''),
      (a, b) => compareNumber(a.first?.entry.offset ?? null, b.first?.entry.offset ?? null),
    ),
  );
  return new Map(all.map(({ operation }, index) => [operation, index + 1]));
}

/** What stops are judged by. */
export interface Judging extends AnalysisSettings {
  /** Says whether nothing was wrong with a log or what came before it. */
  readonly isVerified: (place: LogPlace) => boolean;
}

/** Judges the stops of a VM's operation that the filters ask for; null where they ask for none. */
export function judge(
  timeline: VmTimeline,
  operation: Operation,
  id: number,
  { policy, filters, isVerified }: Judging,
): Judged | null {
  if (filters.cause !== null && !filters.cause.includes(operation.cause)) return null;
  const asked = operation.stops.filter((stop) => isAskedFor(stop, filters));
  if (asked.length === 0) return null;
  const { vm, vmPath } = timeline;
  const { cause, basis } = operation;
  const limits = limitsOf(policy);
  const stops = asked.map((stop) => {
    const verified = isVerified(stop.entry.place);
    return stopOf(stop, { vm, vmPath, cause, basis, eventId: id, verified }, limits, policy.qosUs);
  });
  const durations = stops.map(({ durationUs }) => durationUs);
  const event: StopEvent = {
    id,
    vm,
    vmPath,
    cause,
    basis,
    rule: operation.rule,
    reason: operation.reason,
    snapshot: operation.snapshot,
    quiesceUs: operation.quiesceUs,
    startedAt: isoOf(asked[0]?.startedAt ?? null),
    endedAt: isoOf(asked.at(-1)?.endedAt ?? null),
    stops: stops.length,
    longestUs: durations.reduce((a, b) => Math.max(a, b)),
    totalUs: Math.min(
      durations.reduce((a, b) => a + b, 0),
      Number.MAX_SAFE_INTEGER,
    ),
    worstWindowUs: worstWindow(asked.map(spanOf), policy.qosUs),
    level: worstLevel(stops.map(({ level }) => level)),
    evidence: operation.evidence.map(evidenceOf),
  };
  return { event, stops };
}

type Context = Pick<Stop, 'vm' | 'vmPath' | 'cause' | 'basis' | 'eventId' | 'verified'>;

function stopOf(
  stop: TimelineStop,
  { vm, vmPath, cause, basis, eventId, verified }: Context,
  limits: Limits,
  qosUs: number,
): Stop {
  return {
    vm,
    vmPath,
    startedAt: isoOf(stop.startedAt),
    endedAt: isoOf(stop.endedAt),
    timeBasis: stop.timeBasis,
    stoppedUs: stop.stoppedUs,
    stunnedUs: stop.stunnedUs,
    elapsedUs: stop.elapsedUs,
    durationUs: stop.durationUs,
    qosPercent: qosPercent(stop.durationUs, qosUs),
    level: levelOf(stop.durationUs, limits),
    cause,
    basis,
    eventId,
    log: stop.entry.place.path,
    offset: stop.entry.offset,
    line: stop.entry.line,
    verified,
  };
}

/** A stop without a time is alone in its event, so any clock serves it. */
function spanOf({ startedAt, endedAt, durationUs }: TimelineStop): Span {
  if (startedAt === null || endedAt === null) return { from: 0, to: durationUs };
  return { from: startedAt, to: endedAt };
}

/** Gives a line as it stands in the report. */
export function evidenceOf({ line, place, offset }: Entry): Evidence {
  return { text: line, log: place.path, offset };
}
