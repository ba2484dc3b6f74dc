import type { Operation } from '../events/event.js';
import { type Diagnostic, leavesUnread } from '../model/diagnostic.js';
import { isoOf } from '../model/iso.js';
import { compareLevels, type Level, worstLevel } from '../model/level.js';
import type { ExitCode, Finding, Report, Stop, StopEvent, Summary, Vm } from '../model/report.js';
import type { AnalysisSettings } from '../model/settings.js';
import { earliest, latest } from '../model/units.js';
import type { VmTimeline } from '../timeline/timeline.js';
import { exitCode } from './exit-code.js';
import { evidenceOf, type History, type Judged, type Judging, judge, numberOperations } from './judge.js';
import { limitsOf } from './levels.js';
import { isVmAskedFor, remarksOnVms } from './remarks.js';
import { diagnosticOrder, eventOrder, findingOrder, stopOrder, vmOrder } from './sorting.js';

/** What was read, besides what the timelines hold. */
export interface Findings {
  readonly histories: readonly History[];
  readonly diagnostics: readonly Diagnostic[];
  /** Paths of files and containers of which nothing is verified. */
  readonly doubts: ReadonlySet<string>;
  /** VMware logs read, and their bytes. */
  readonly logs: number;
  readonly bytes: number;
}

/** A VM as it stands in the report, with its stops and events. */
interface JudgedVm {
  readonly vm: Vm;
  readonly judged: readonly Judged[];
}

/** Judges everything found by the settings and puts it in order. */
export function makeReport(findings: Findings, settings: AnalysisSettings, version: string): Report {
  const { policy, filters, sort } = settings;
  const ids = numberOperations(findings.histories);
  const asked = findings.histories.filter(({ timeline }) => isVmAskedFor(timeline, filters));
  const judging = { ...settings, isVerified: verifierOf(findings.doubts), levels: limitsOf(policy) };
  const judgedVms = asked.map((history) => judgeVm(history, ids, judging));
  const judged = judgedVms.flatMap((one) => one.judged);
  const stops = judged.flatMap((one) => one.stops).sort(stopOrder(sort));
  const events = judged.map(({ event }) => event).sort(eventOrder(sort));
  const listed = new Set(events.map(({ id }) => id));
  const vms = judgedVms.map(({ vm }) => vm).sort(vmOrder(sort));
  const all = findings.histories.map(({ timeline }) => timeline);
  const timelines = asked.map(({ timeline }) => timeline);
  const diagnostics = [
    ...findings.diagnostics,
    ...timelines.flatMap((timeline) => timeline.diagnostics),
    ...remarksOnVms(all, timelines, filters),
  ].sort(diagnosticOrder);
  const summary = summarise(findings, timelines, stops, events, diagnostics);
  return {
    schemaVersion: 1,
    tool: { name: 'stuntime', version },
    policy,
    filters: filters.given,
    summary: withExitCode(summary, exitCode({ policy, summary, vms }, settings.allowPartial)),
    vms,
    events,
    stops,
    findings: asked.flatMap((history) => findingsOf(history, ids, listed)).sort(findingOrder),
    diagnostics,
  };
}

/** A log is verified where neither it nor a container that it stands in is in doubt. */
function verifierOf(doubts: ReadonlySet<string>): Judging['isVerified'] {
  if (doubts.size === 0) return ({ verified }) => verified;
  return ({ verified, path }) => {
    const steps = path.split('!/');
    return verified && !steps.some((_, index) => doubts.has(steps.slice(0, index + 1).join('!/')));
  };
}

function withExitCode({ level, ...rest }: Omit<Summary, 'exitCode'>, code: ExitCode): Summary {
  return { level, exitCode: code, ...rest };
}

function judgeVm(
  { timeline, operations }: History,
  ids: ReadonlyMap<Operation, number>,
  judging: Judging,
): JudgedVm {
  const judged = operations
    .map((operation) => judge(timeline, operation, ids.get(operation) ?? 0, judging))
    .filter((one) => one !== null);
  const stops = judged.flatMap((one) => one.stops);
  const vm: Vm = {
    vm: timeline.vm,
    vmPath: timeline.vmPath,
    hosts: timeline.hosts,
    products: timeline.products,
    logs: timeline.logs,
    firstAt: isoOf(timeline.firstAt),
    lastAt: isoOf(timeline.lastAt),
    stops: stops.length,
    longestUs: longestOf(stops),
    level: worstLevel(stops.map(({ level }) => level)),
    recordsStops: timeline.recordsStops,
  };
  return { vm, judged };
}

/** The findings on events that are listed, and those on what belongs to no event. */
function findingsOf(
  { timeline, findings }: History,
  ids: ReadonlyMap<Operation, number>,
  listed: ReadonlySet<number>,
): readonly Finding[] {
  return findings.flatMap(({ kind, operation, message, evidence }) => {
    const eventId = operation === null ? null : (ids.get(operation) ?? null);
    if (eventId !== null && !listed.has(eventId)) return [];
    const { vm, vmPath } = timeline;
    const at = isoOf(evidence[0]?.at ?? null);
    return [{ kind, vm, vmPath, eventId, at, message, evidence: evidence.map(evidenceOf) }];
  });
}

function summarise(
  { logs, bytes }: Findings,
  timelines: readonly VmTimeline[],
  stops: readonly Stop[],
  events: readonly StopEvent[],
  diagnostics: readonly Diagnostic[],
): Omit<Summary, 'exitCode'> {
  const count = (level: Level) => stops.filter((stop) => stop.level === level).length;
  return {
    level: worstLevel(stops.map(({ level }) => level)),
    vms: timelines.length,
    logs,
    bytes,
    stops: stops.length,
    events: events.length,
    flagged: stops.filter(({ level }) => compareLevels(level, 'near-half') >= 0).length,
    longestUs: longestOf(stops),
    firstAt: isoOf(earliest(timelines.map(({ firstAt }) => firstAt))),
    lastAt: isoOf(latest(timelines.map(({ lastAt }) => lastAt))),
    complete: !diagnostics.some(leavesUnread),
    levels: {
      ok: count('ok'),
      'near-half': count('near-half'),
      'over-half': count('over-half'),
      'near-full': count('near-full'),
      'over-full': count('over-full'),
    },
  };
}

/** Null where there is no stop: that is no stop of 0. */
function longestOf(stops: readonly Stop[]): number | null {
  return stops.reduce<number | null>(
    (longest, { durationUs }) => (longest === null ? durationUs : Math.max(longest, durationUs)),
    null,
  );
}
