import type { Baseline } from '../model/baseline.js';
import { type Diagnostic, diagnostic, diagnosticOrder, leavesUnread } from '../model/diagnostic.js';
import type { GuestStory } from '../model/guest.js';
import { isoOf } from '../model/iso.js';
import { worstLevel } from '../model/level.js';
import { limitsOf } from '../model/level-limits.js';
import type { Policy } from '../model/policy.js';
import {
  type Finding,
  longestOf,
  type Report,
  type Stop,
  type StopEvent,
  type Summary,
  type Vm,
  type Window,
} from '../model/report.js';
import type { AnalysisSettings, CheckedFilters } from '../model/settings.js';
import { timeoutsOf } from '../model/timeout.js';
import { earliest, latest } from '../model/units.js';
import { isInWindow } from '../model/window.js';
import type { VmFacts } from '../timeline/timeline.js';
import { backupsOf } from './backups.js';
import type { BaselineMatcher } from './baseline.js';
import { isCovered } from './coverage.js';
import { exitCode } from './exit-code.js';
import type { GuestJoin } from './guest-join.js';
import { evidenceOf, type History, type Judging, judge, type Numbered, numberOperations } from './judge.js';
import { mirrorFindings } from './mirror-findings.js';
import { qosOf, roleDiagnostics, roleOf } from './roles.js';
import { eventOrder, findingOrder, stopOrder, vmOrder } from './sorting.js';
import { isVmAskedFor, vmDiagnostics } from './vm-diagnostics.js';

/** What was read, besides what the timelines hold. */
export interface Findings {
  readonly histories: readonly History[];
  /** VMs without a history, since the run was stopped. */
  readonly unjudged: number;
  readonly diagnostics: readonly Diagnostic[];
  /** Paths of files and containers of which nothing is verified. */
  readonly doubts: ReadonlySet<string>;
  /** The earlier report whose stops are not judged again; null for none. */
  readonly baseline: Baseline | null;
  /** What guest logs tell; null where none was read. */
  readonly guests: GuestStory | null;
  /** VMware logs read, and their bytes. */
  readonly logs: number;
  readonly bytes: number;
}

/** After so many operations of a VM a signal may be heard: a VM may have a million. */
const OPERATIONS_AT_A_TIME = 10_000;

/** A VM as it stands in the report, with its stops and events. */
interface JudgedVm {
  /** Whether all its operations were judged. */
  readonly whole: boolean;
  readonly vm: Vm;
  readonly stops: readonly Stop[];
  readonly events: readonly StopEvent[];
  readonly doubts: readonly Diagnostic[];
}

/**
 * Judges everything found by the settings and puts it in order. `goesOn` is asked now and then: once it says no, the rest is
 * not judged, and the report says for how many VMs.
 */
export async function makeReport(
  findings: Findings,
  settings: AnalysisSettings,
  version: string,
  goesOn: () => Promise<boolean>,
): Promise<Report> {
  const { policy, filters, sort } = settings;
  const histories = numberOperations(findings.histories);
  const asked = histories.filter(({ vm }) => isVmAskedFor(vm, filters));
  const matcher = findings.baseline === null ? null : await matcherFor(findings.baseline);
  const common = { ...settings, isVerified: verifierOf(findings.doubts), matcher };
  if (matcher !== null) noteAll(histories, matcher);
  const judgedVms: JudgedVm[] = [];
  for (const history of asked) {
    const timeout = { qosUs: qosOf(history.vm, settings), onset: policy.onset };
    const levels = limitsOf(timeout, policy.approachPercent);
    const judging = { ...common, timeout, levels, role: roleOf(history.vm, settings.roles) };
    judgedVms.push(await judgeVm(history, judging, goesOn));
  }
  const unjudged = findings.unjudged + judgedVms.filter(({ whole }) => !whole).length;
  const vms = judgedVms.map(({ vm }) => vm).sort(vmOrder(sort));
  const timeoutOf = timeoutsOf({ policy, vms });
  const stops = judgedVms.flatMap((one) => one.stops).sort(stopOrder(sort, timeoutOf));
  const events = judgedVms.flatMap((one) => one.events).sort(eventOrder(sort, timeoutOf));
  const all = findings.histories.map(({ vm }) => vm);
  const askedVms = asked.map(({ vm }) => vm);
  const { ofEvents, ...ofGuests } = await joined(findings.guests, histories, settings);
  // After an interruption no missing VM or window is reported: the unread part may hold it.
  const isWhole = unjudged === 0 && !findings.diagnostics.some(({ kind }) => kind === 'interrupted');
  const diagnostics = [
    ...settings.remarks,
    ...findings.diagnostics,
    ...ofGuests.diagnostics,
    ...(unjudged > 0 ? [notJudged(unjudged)] : []),
    ...askedVms.flatMap((vm) => [...vm.diagnostics, ...openStopsIn(vm, filters)]),
    ...judgedVms.flatMap((one) => one.doubts),
    ...(isWhole ? [...vmDiagnostics(all, askedVms, filters), ...roleDiagnostics(all, settings)] : []),
  ].sort(diagnosticOrder);
  const summary = summarise(findings, askedVms, { stops, events, diagnostics }, policy);
  return {
    schemaVersion: 1,
    tool: { name: 'stuntime', version },
    redacted: false,
    policy,
    filters: filters.given,
    window: windowOf(filters),
    summary: judged(summary, exitCode({ policy, summary, vms })),
    baseline: matcher?.result() ?? null,
    vms,
    events,
    stops,
    findings: [
      ...findingsOn(asked, events, filters),
      ...(policy.profile === null ? mirrorFindings({ stops, vms, policy }) : []),
      ...(await quotedLines(findings.guests, { stops, vms, policy })),
    ].sort(findingOrder),
    freezes: findings.guests?.freezes.map(({ freeze }) => freeze) ?? [],
    backups: backupsOf(events, ofEvents),
    diagnostics,
  };
}

/** Loaded on demand: most runs are compared with no other. */
async function matcherFor(baseline: Baseline): Promise<BaselineMatcher> {
  const { BaselineMatcher } = await import('./baseline.js');
  return new BaselineMatcher(baseline);
}

/** What filters leave out is not gone. */
function noteAll(histories: readonly Numbered[], matcher: BaselineMatcher): void {
  for (const { vm, operations } of histories)
    for (const { stops } of operations)
      for (const { endedAt, line } of stops) matcher.note({ vm: vm.vm, endedAt: isoOf(endedAt), line });
}

const NO_GUESTS: GuestJoin = { ofEvents: new Map(), diagnostics: [] };

/** Loaded on demand: most runs read no guest logs. */
async function joined(
  story: GuestStory | null,
  histories: readonly Numbered[],
  { guests }: AnalysisSettings,
): Promise<GuestJoin> {
  if (story === null) return NO_GUESTS;
  const { joinGuests } = await import('./guest-join.js');
  const found = joinGuests(story, histories, guests);
  const solved = new Set(
    found.diagnostics.filter(({ kind }) => kind === 'guest-clock').map(({ path }) => path),
  );
  const others = story.diagnostics.filter(({ kind, path }) => kind !== 'guest-zone' || !solved.has(path));
  return { ...found, diagnostics: [...others, ...found.diagnostics] };
}

async function quotedLines(
  story: GuestStory | null,
  found: Pick<Report, 'stops' | 'vms' | 'policy'>,
): Promise<readonly Finding[]> {
  if (story === null || story.mirror.length === 0 || found.policy.profile !== null) return [];
  const { mirrorLineFindings } = await import('./mirror-lines.js');
  return mirrorLineFindings(found, story.mirror);
}

/** A log is verified where neither it nor a container that it stands in is in doubt. */
function verifierOf(doubts: ReadonlySet<string>): Judging['isVerified'] {
  if (doubts.size === 0) return ({ verified }) => verified;
  return ({ verified, path }) => {
    const steps = path.split('!/');
    return verified && !steps.some((_, index) => doubts.has(steps.slice(0, index + 1).join('!/')));
  };
}

function windowOf({ since, until }: CheckedFilters): Window | null {
  return since === null && until === null ? null : { since: isoOf(since), until: isoOf(until) };
}

/** That all stops are short is said only where it is proved. */
function judged({ level, ...rest }: Omit<Summary, 'exitCode'>, code: Summary['exitCode']): Summary {
  return { level: code === 2 && level === 'ok' ? null : level, exitCode: code, ...rest };
}

function notJudged(vms: number): Diagnostic {
  const message = `The run was stopped before ${vms} of the VMs ${vms === 1 ? 'was' : 'were'} judged in full; run it again.`;
  return diagnostic('interrupted', '', message);
}

async function judgeVm(
  { vm: facts, operations, ids }: Numbered,
  judging: Judging,
  goesOn: () => Promise<boolean>,
): Promise<JudgedVm> {
  const [stops, events, doubts]: [Stop[], StopEvent[], Diagnostic[]] = [[], [], []];
  let whole = true;
  for (const [index, operation] of operations.entries()) {
    // What was found of a VM is judged that far at least, whenever the signal came.
    if (index > 0 && index % OPERATIONS_AT_A_TIME === 0 && !(await goesOn())) {
      whole = false;
      break;
    }
    const judged = judge(facts, operation, ids[index] ?? 0, judging);
    if (judged === null) continue;
    events.push(judged.event);
    for (const stop of judged.stops) stops.push(stop);
    for (const doubt of judged.doubts) doubts.push(doubt);
  }
  const vm: Vm = {
    vm: facts.vm,
    vmPath: facts.vmPath,
    hosts: facts.hosts,
    products: facts.products,
    logs: facts.logs,
    firstAt: isoOf(facts.firstAt),
    lastAt: isoOf(facts.lastAt),
    stops: stops.length,
    longestUs: longestOf(stops),
    level: levelOf(facts, stops, judging, whole),
    recordsStops: facts.recordsStops,
    role: judging.role,
    qosUs: judging.timeout.qosUs,
  };
  return { whole, vm, stops, events, doubts };
}

/** Where no log can tell, or not all stops were judged, that no long stop was found means nothing. */
function levelOf(facts: VmFacts, stops: readonly Stop[], { filters }: Judging, whole: boolean): Vm['level'] {
  const level = worstLevel(stops);
  return level !== 'ok' || (whole && facts.recordsStops && isCovered(facts, filters)) ? level : null;
}

/** What is said of the open stops of a VM that may reach into the time asked for. */
function openStopsIn({ openStops }: VmFacts, filters: CheckedFilters): readonly Diagnostic[] {
  return openStops.filter((open) => isInWindow(open, filters)).map((open) => open.diagnostic);
}

/** The findings on events that are listed, and those on what belongs to no event, in the time asked for. */
function findingsOn(
  histories: readonly Numbered[],
  events: readonly StopEvent[],
  filters: CheckedFilters,
): Finding[] {
  const found = histories.filter(({ findings }) => findings.length > 0);
  if (found.length === 0) return [];
  const listed = new Set(events.map(({ id }) => id));
  return found.flatMap((history) => findingsOf(history, listed, filters));
}

function findingsOf(
  { vm: facts, operations, ids, findings }: Numbered,
  listed: ReadonlySet<number>,
  filters: CheckedFilters,
): readonly Finding[] {
  const idOf = new Map(operations.map((operation, index) => [operation, ids[index] ?? null]));
  return findings.flatMap(({ kind, operation, message, waitedUs = null, evidence }) => {
    const eventId = operation === null ? null : (idOf.get(operation) ?? null);
    const [from, to] = [evidence[0]?.at ?? null, evidence.at(-1)?.at ?? null];
    if (eventId === null ? !isInWindow({ from, to }, filters) : !listed.has(eventId)) return [];
    const { vm, vmPath } = facts;
    const at = isoOf(from);
    return [{ kind, vm, vmPath, eventId, at, message, waitedUs, evidence: evidence.map(evidenceOf) }];
  });
}

function summarise(
  { logs, bytes }: Findings,
  all: readonly VmFacts[],
  { stops, events, diagnostics }: Pick<Report, 'stops' | 'events' | 'diagnostics'>,
  { strict }: Policy,
): Omit<Summary, 'exitCode'> {
  const levels = { ok: 0, 'near-half': 0, 'over-half': 0, 'near-full': 0, 'over-full': 0 };
  for (const { level } of stops) levels[level]++;
  return {
    level: worstLevel(stops),
    vms: all.length,
    logs,
    bytes,
    stops: stops.length,
    events: events.length,
    flagged: stops.length - levels.ok,
    longestUs: longestOf(stops),
    firstAt: isoOf(earliest(all.map(({ firstAt }) => firstAt))),
    lastAt: isoOf(latest(all.map(({ lastAt }) => lastAt))),
    complete: !diagnostics.some((each) => leavesUnread(each, strict)),
    levels,
  };
}
