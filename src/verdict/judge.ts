import type { Operation } from '../events/event.js';
import type { FindingDraft } from '../events/findings.js';
import { isoOf } from '../model/iso.js';
import { worstLevel } from '../model/level.js';
import type { LogPlace } from '../model/log.js';
import { compareNumber, compareText } from '../model/order.js';
import type { Evidence, Stop, StopEvent } from '../model/report.js';
import type { AnalysisSettings } from '../model/settings.js';
import type { Entry } from '../timeline/entry.js';
import type { TimelineStop } from '../timeline/stops.js';
import type { VmTimeline } from '../timeline/timeline.js';
import { isAskedFor } from './filter.js';
import { type Limits, levelOf, qosPercent } from './levels.js';
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
    (a, b) =>
      compareNumber(a.first?.startedAt ?? null, b.first?.startedAt ?? null) ||
      compareText(a.timeline.vm, b.timeline.vm) ||
      compareText(a.timeline.vmPath, b.timeline.vmPath) ||
      compareText(a.first?.entry.place.path ?? '', b.first?.entry.place.path ?? '') ||
      compareNumber(a.first?.entry.offset ?? null, b.first?.entry.offset ?? null),
  );
  return new Map(all.map(({ operation }, index) => [operation, index + 1]));
}

/** What stops are judged by. */
export interface Judging extends AnalysisSettings {
  /** Says whether nothing was wrong with a log or what came before it. */
  readonly isVerified: (place: LogPlace) => boolean;
  readonly levels: Limits;
}

/** Judges the stops of a VM's operation that the filters ask for; null where they ask for none. */
export function judge(
  timeline: VmTimeline,
  operation: Operation,
  id: number,
  judging: Judging,
): Judged | null {
  const { policy, filters } = judging;
  if (filters.cause !== null && !filters.cause.includes(operation.cause)) return null;
  const stops: Stop[] = [];
  const spans: Span[] = [];
  for (const stop of operation.stops) {
    if (!isAskedFor(stop, filters)) continue;
    stops.push(stopOf(stop, timeline, operation, id, judging));
    spans.push(spanOf(stop));
  }
  if (stops.length === 0) return null;
  const event: StopEvent = {
    id,
    vm: timeline.vm,
    vmPath: timeline.vmPath,
    cause: operation.cause,
    basis: operation.basis,
    rule: operation.rule,
    reason: operation.reason,
    snapshot: operation.snapshot,
    quiesceUs: operation.quiesceUs,
    startedAt: stops[0]?.startedAt ?? null,
    endedAt: stops.at(-1)?.endedAt ?? null,
    stops: stops.length,
    longestUs: stops.reduce(
      (longest, { durationUs }) => Math.max(longest, durationUs),
      Number.MIN_SAFE_INTEGER,
    ),
    totalUs: Math.min(
      stops.reduce((sum, { durationUs }) => sum + durationUs, 0),
      Number.MAX_SAFE_INTEGER,
    ),
    worstWindowUs: worstWindow(spans, policy.qosUs),
    level: worstLevel(stops.map(({ level }) => level)),
    evidence: operation.evidence.map(evidenceOf),
  };
  return { event, stops };
}

function stopOf(
  stop: TimelineStop,
  timeline: VmTimeline,
  { cause, basis }: Operation,
  eventId: number,
  { policy, levels, isVerified }: Judging,
): Stop {
  return {
    vm: timeline.vm,
    vmPath: timeline.vmPath,
    startedAt: isoOf(stop.startedAt),
    endedAt: isoOf(stop.endedAt),
    timeBasis: stop.timeBasis,
    stoppedUs: stop.stoppedUs,
    stunnedUs: stop.stunnedUs,
    elapsedUs: stop.elapsedUs,
    durationUs: stop.durationUs,
    qosPercent: qosPercent(stop.durationUs, policy.qosUs),
    level: levelOf(stop.durationUs, levels),
    cause,
    basis,
    eventId,
    log: stop.entry.place.path,
    offset: stop.entry.offset,
    line: stop.entry.line,
    verified: isVerified(stop.entry.place),
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
