import { leavesUnread } from '../model/diagnostic.js';
import { fails } from '../model/policy.js';
import type { Evidence, Report, Stop, StopEvent, Vm } from '../model/report.js';
import { visible } from '../model/text.js';
import { reachesOnset, type Timeout, type TimeoutOf, timeoutsOf } from '../model/timeout.js';
import { labelsOf } from './vm-labels.js';
import { nameOf, onsetOfTimeout, remedyFor, wholeTimeout, worstStop } from './worst.js';

/**
 * What a build system is told of one thing. `failed`: a stop reached the failing level; `error`: something keeps the run from
 * being a proof; `skipped`: something is not known, and the run is a proof all the same.
 */
export interface Case {
  readonly outcome: 'passed' | 'failed' | 'error' | 'skipped';
  /** What it is about: an event's cause, or the kind of a diagnostic. */
  readonly kind: string;
  /** Different in each case of a report, and the same in each report of the same logs. */
  readonly name: string;
  /** The VM, null where it is about none. */
  readonly vm: string | null;
  /** One sentence or two: value, limit, what to do. */
  readonly message: string;
  /** The line that decides, null where no line does. */
  readonly place: Evidence | null;
  readonly evidence: readonly Evidence[];
  /** The event, null where it is about none. */
  readonly event: StopEvent | null;
}

/**
 * Gives a case for all that keeps a report from being a proof, or would, did the user not allow it; then one for each event, in the
 * report's order.
 */
export function casesOf(report: Report): readonly Case[] {
  const named = uniquely();
  return [...proofCases(report, named), ...eventCases(report, named)];
}

/** Gives a name that none before it had. */
type Named = (name: string) => string;

function* eventCases(report: Report, named: Named): Generator<Case> {
  const { events, policy, vms } = report;
  const timeoutOf = timeoutsOf(report);
  const worst = worstByEvent(report.stops, timeoutOf);
  const label = labelsOf(vms).of;
  for (const event of events) {
    const vm = label(event);
    const stop = worst.get(event.id) ?? null;
    yield {
      outcome: fails(event.level, policy) ? 'failed' : 'passed',
      kind: event.cause,
      name: named(
        `${vm}: ${event.cause === 'unknown' ? 'unknown cause' : event.cause} at ${event.startedAt ?? 'unknown time'}`,
      ),
      vm,
      message: stop === null ? event.reason : messageOf(stop, timeoutOf(stop), report),
      place: stop === null ? null : { text: stop.line, log: stop.log, offset: stop.offset },
      evidence: event.evidence,
      event,
    };
  }
}

function* proofCases(report: Report, named: Named): Generator<Case> {
  const { diagnostics, policy, vms } = report;
  for (const diagnostic of diagnostics) {
    if (!leavesUnread(diagnostic, policy.strict)) continue;
    const { kind, path, message } = diagnostic;
    const about = visible(path === '' ? kind : `${kind}: ${path}`);
    yield ofProof(policy.allowPartial ? 'skipped' : 'error', kind, named(about), null, visible(message));
  }
  const isNothingKnown = vms.every(({ level }) => level === null);
  const outcome = isNothingKnown ? 'error' : 'skipped';
  if (vms.length === 0)
    yield ofProof(outcome, 'no-vm', named('no VM'), null, 'No VM log was read, so nothing is proved.');
  for (const vm of vms) {
    if (vm.level !== null) continue;
    const name = labelsOf(vms).of(vm);
    yield ofProof(outcome, 'not-known', named(`${name}: not known`), name, unknownOf(vm));
  }
}

function ofProof(
  outcome: Case['outcome'],
  kind: string,
  name: string,
  vm: string | null,
  message: string,
): Case {
  return { outcome, kind, name, vm, message, place: null, evidence: [], event: null };
}

function unknownOf({ recordsStops }: Vm): string {
  return recordsStops
    ? 'Its logs do not tell whether it was stopped in the time asked for.'
    : 'Its product records no stops.';
}

function worstByEvent(stops: readonly Stop[], timeoutOf: TimeoutOf): ReadonlyMap<number, Stop> {
  const worst = new Map<number, Stop>();
  for (const stop of stops) {
    const other = worst.get(stop.eventId);
    if (other === undefined || worstStop([other, stop], timeoutOf) === stop) worst.set(stop.eventId, stop);
  }
  return worst;
}

function messageOf(stop: Stop, timeout: Timeout, { policy, vms }: Report): string {
  const name = nameOf(stop, labelsOf(vms), 'UTC');
  const onset = onsetOfTimeout(timeout, policy);
  if (!reachesOnset(stop, timeout)) return `${name} stays below ${onset}.`;
  const reached = stop.durationUs >= timeout.qosUs ? wholeTimeout(timeout, policy) : onset;
  return `${name} reached ${reached}. ${remedyFor(stop, policy)}`;
}

/** Gives names as they come, and with a number those that came before. */
function uniquely(): Named {
  const given = new Set<string>();
  const counts = new Map<string, number>();
  return (name) => {
    let found = name;
    while (given.has(found)) {
      const count = (counts.get(name) ?? 1) + 1;
      counts.set(name, count);
      found = `${name} (${count})`;
    }
    given.add(found);
    return found;
  };
}
