import type { Operation } from '../events/event.js';
import type { FindingDraft } from '../events/findings.js';
import type { Diagnostic } from '../model/diagnostic.js';
import { isoOf } from '../model/iso.js';
import { worstLevel } from '../model/level.js';
import { type LevelLimits, levelOf, qosPercent } from '../model/level-limits.js';
import type { LogPlace } from '../model/log.js';
import type { Role } from '../model/mirror.js';
import { compareNumber, compareText } from '../model/order.js';
import type { Evidence, Stop, StopEvent } from '../model/report.js';
import type { AnalysisSettings } from '../model/settings.js';
import type { Timeout } from '../model/timeout.js';
import type { Cited } from '../timeline/entry.js';
import type { TimelineStop } from '../timeline/stops.js';
import type { VmFacts } from '../timeline/timeline.js';
import type { BaselineMatcher } from './baseline.js';
import { isAskedFor } from './filter.js';
import { stopIdOf } from './stop-id.js';
import { takeoverAfter } from './takeover.js';
import { type Span, worstWindow } from './window.js';

/** A VM with the operations found behind its stops. */
export interface History {
  readonly vm: VmFacts;
  readonly operations: readonly Operation[];
  readonly findings: readonly FindingDraft[];
}

/** An event as it stands in the report, with its stops. */
export interface Judged {
  readonly event: StopEvent;
  readonly stops: readonly Stop[];
  /** Of which stops only a part of the length is known, and why. */
  readonly doubts: readonly Diagnostic[];
}

/** A VM's history with the number of each of its operations, in their order. */
export interface Numbered extends History {
  readonly ids: readonly number[];
}

/** Numbers the operations of all VMs from 1 in the order of time, whatever is listed of them later. */
export function numberOperations(histories: readonly History[]): readonly Numbered[] {
  const operations = histories.flatMap((history) => history.operations);
  const vms = histories.flatMap(({ vm, operations: { length } }) => new Array<VmFacts>(length).fill(vm));
  // Places in the list are sorted instead of operations: a number costs no memory of its own.
  const order = [...operations.keys()].sort(
    (a, b) =>
      compareFirst(operations[a], operations[b]) ||
      compareText(vms[a]?.vm ?? '', vms[b]?.vm ?? '') ||
      compareText(vms[a]?.vmPath ?? '', vms[b]?.vmPath ?? '') ||
      comparePlaces(operations[a], operations[b]),
  );
  const ids = new Array<number>(order.length).fill(0);
  for (const [index, place] of order.entries()) ids[place] = index + 1;
  let next = 0;
  return histories.map((history) => {
    const from = next;
    next += history.operations.length;
    return { ...history, ids: ids.slice(from, next) };
  });
}

function compareFirst(a: Operation | undefined, b: Operation | undefined): number {
  return compareNumber(a?.stops[0]?.startedAt ?? null, b?.stops[0]?.startedAt ?? null);
}

function comparePlaces(a: Operation | undefined, b: Operation | undefined): number {
  const [one, other] = [a?.stops[0], b?.stops[0]];
  return (
    compareText(one?.place.path ?? '', other?.place.path ?? '') ||
    compareNumber(one?.offset ?? null, other?.offset ?? null)
  );
}

/** Most events of a long list have none, and a list takes room even when it is empty. */
const NO_EVIDENCE: StopEvent['evidence'] = Object.freeze([]);

/** What stops are judged by. */
export interface Judging extends AnalysisSettings {
  /** Says whether nothing was wrong with a log or what came before it. */
  readonly isVerified: (place: LogPlace) => boolean;
  /** The timeout of the VM. */
  readonly timeout: Timeout;
  readonly levels: LevelLimits;
  /** Finds the stops that an earlier report holds; null for none. */
  readonly matcher: BaselineMatcher | null;
  /** What the VM is in the mirror, null where nobody said. */
  readonly role: Role | null;
}

/** Judges the stops of a VM's operation that the filters ask for; null where they ask for none. */
export function judge(facts: VmFacts, operation: Operation, id: number, judging: Judging): Judged | null {
  const { timeout, filters } = judging;
  if (filters.cause !== null && !filters.cause.includes(operation.cause)) return null;
  const found = operation.stops.filter((stop) => isAskedFor(stop, filters));
  const shown = found.map((stop) => stopOf(stop, facts, operation, id, judging));
  const [asked, stops] = withoutKnown(found, shown, judging.matcher);
  if (asked.length === 0) return null;
  const event: StopEvent = {
    id,
    vm: facts.vm,
    vmPath: facts.vmPath,
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
    worstWindowUs: worstWindow(asked.map(spanOf), timeout.qosUs),
    level: worstLevel(stops),
    evidence: operation.evidence.length === 0 ? NO_EVIDENCE : operation.evidence.map(evidenceOf),
  };
  return { event, stops, doubts: asked.flatMap(({ doubt }) => doubt ?? []) };
}

/** Leaves out stops that an earlier report holds, of both lists alike. Few runs have one, and many stops cost time. */
function withoutKnown(
  found: readonly TimelineStop[],
  shown: readonly Stop[],
  matcher: BaselineMatcher | null,
): readonly [readonly TimelineStop[], readonly Stop[]] {
  if (matcher === null) return [found, shown];
  const isNew = shown.map((stop) => !matcher.isKnown(stop));
  return [found.filter((_, index) => isNew[index]), shown.filter((_, index) => isNew[index])];
}

function stopOf(
  stop: TimelineStop,
  facts: VmFacts,
  { cause, basis }: Operation,
  eventId: number,
  { policy, timeout, levels, isVerified, role }: Judging,
): Stop {
  return {
    vm: facts.vm,
    vmPath: facts.vmPath,
    startedAt: isoOf(stop.startedAt),
    endedAt: isoOf(stop.endedAt),
    timeBasis: stop.timeBasis,
    stoppedUs: stop.stoppedUs,
    stunnedUs: stop.stunnedUs,
    elapsedUs: stop.elapsedUs,
    durationUs: stop.durationUs,
    qosPercent: qosPercent(stop.durationUs, timeout.qosUs),
    level: levelOf(stop.durationUs, levels),
    cause,
    basis,
    eventId,
    log: stop.place.path,
    offset: stop.offset,
    line: stop.line,
    verified: isVerified(stop.place),
    atLeast: stop.doubt !== null,
    takeover: takeoverAfter(
      { durationUs: stop.durationUs, atLeast: stop.doubt !== null },
      { timeout, isMirror: policy.profile === null, role },
    ),
    id: stopIdOf(facts.vm, stop),
  };
}

/** A stop without a time is alone in its event, so any clock serves it. */
function spanOf({ startedAt, endedAt, durationUs }: TimelineStop): Span {
  if (startedAt === null || endedAt === null) return { from: 0, to: durationUs };
  return { from: startedAt, to: endedAt };
}

/** Gives a line as it stands in the report. */
export function evidenceOf({ line, place, offset }: Cited): Evidence {
  return { text: line, log: place.path, offset };
}
