import type { Comparison } from '../model/baseline.js';
import { limitsOf } from '../model/level-limits.js';
import { ROLES } from '../model/mirror.js';
import type { Filters, Report } from '../model/report.js';
import { visible } from '../model/text.js';
import { onsetUs } from '../model/timeout.js';
import { gapsOf } from './gaps.js';
import { bytes, count, duration, limit } from './text/numbers.js';
import { partOf } from './text/part.js';
import { timesIn } from './times.js';
import { labelsOf } from './vm-labels.js';

/** One line of the head of a human format. */
export interface Fact {
  readonly label: string;
  readonly text: string;
}

/** Says what was read, which time it covers, what stops are judged by, and which filters and window hide others. */
export function facts(report: Report, zone: string): readonly Fact[] {
  const always = [
    { label: 'Read', text: readOf(report) },
    { label: 'Covers', text: coverOf(report, zone) },
    { label: report.policy.profile === null ? 'QoS timeout' : 'Timeout', text: qosOf(report) },
    { label: 'Levels', text: levelsOf(report) },
  ];
  const { config } = report.policy;
  const roles = rolesOf(report);
  const filters = filtersOf(report.filters);
  const guests = guestsOf(report);
  const window = windowOf(report, zone);
  return [
    ...always,
    ...(guests === null ? [] : [{ label: 'Guest logs', text: guests }]),
    ...(report.redacted ? [{ label: 'Redacted', text: 'names are pseudonyms' }] : []),
    ...(config === null ? [] : [{ label: 'Settings', text: visible(config) }]),
    ...(roles === '' ? [] : [{ label: 'Roles', text: roles }]),
    ...(report.baseline === null ? [] : [{ label: 'Baseline', text: baselineOf(report.baseline, zone) }]),
    ...(filters === '' ? [] : [{ label: 'Filters', text: filters }]),
    ...(window === null ? [] : [{ label: 'Window', text: window }]),
  ];
}

/** Says whether filters or a baseline keep some stops out of the report. */
export function isFiltered(report: Report): boolean {
  return report.baseline !== null || hasFilters(report);
}

/** Says which stops the report speaks of where it does not speak of all: `match the filters`. */
export function selection(report: Report, { isPlural }: { readonly isPlural: boolean }): string {
  const parts = [
    ...(hasFilters(report) ? [isPlural ? 'match the filters' : 'matches the filters'] : []),
    ...(report.baseline === null ? [] : [`${isPlural ? 'are' : 'is'} new or worse than in the baseline`]),
  ];
  return parts.join(' and ');
}

function hasFilters({ filters }: Report): boolean {
  return Object.values(filters).some((filter) => filter !== undefined);
}

function readOf(report: Report): string {
  const { summary, vms } = report;
  const names = vms.length > 0 && vms.length <= 3 ? ` (${vms.map(labelsOf(vms).of).join(', ')})` : '';
  const gap = gapIn(report);
  const unread = summary.complete ? '' : `; ${gap}, see the notes`;
  const parts = [count(summary.vms, 'VM') + names, count(summary.logs, 'log'), bytes(summary.bytes)];
  return parts.join(', ') + unread;
}

/** Says what keeps a report from being complete. */
export function gapIn(report: Report): string {
  const { isUnread, isUnmeasured, isAbsent, isQosUnknown } = gapsOf(report);
  if (isUnread) return 'something was left unread';
  if (isUnmeasured) return 'how long some stops lasted is not known';
  if (isAbsent) return 'the logs hold nothing of a VM or a time that was asked for';
  return isQosUnknown ? 'the QoS timeout is not known' : 'stops may be hidden';
}

function coverOf({ summary }: Report, zone: string): string {
  const time = timesIn(zone);
  if (summary.firstAt === null && summary.lastAt === null) return 'unknown';
  return `${time(summary.firstAt)} to ${time(summary.lastAt)} (${zone})`;
}

function qosOf({ policy, vms }: Report): string {
  const { qosUs, qosSource, mirror, profile } = policy;
  const own = vms.filter((vm) => vm.qosUs !== qosUs);
  const label = labelsOf(vms).of;
  const others = own.map((vm) => `; ${label(vm)} ${limit(vm.qosUs)}`).join('');
  const onset = limit(onsetUs(policy));
  if (profile !== null)
    return `${limit(qosUs)}${ofProfile(policy)}: ${visible(profile.timeout)}; a stop may matter from ${onset}, ${partOf(policy.onset)} of it${others}`;
  const ofDefault = qosSource === 'default' ? ' (default; set yours with --qos)' : '';
  const source = mirror === null ? ofDefault : ` (mirror ${visible(mirror)}, from its CPF)`;
  return `${limit(qosUs)}${source}; half of it is ${onset}${others}`;
}

/** Where the timeout of another cluster comes from. */
function ofProfile({ qosSource, profile }: Report['policy']): string {
  const name = `--profile ${visible(profile?.name ?? '')}`;
  return qosSource === 'profile' ? ` (the default of ${name}; set yours with --qos)` : ` (${name})`;
}

function levelsOf({ policy }: Report): string {
  const limits = limitsOf(policy, policy.approachPercent);
  // The mildest first.
  return limits
    .toReversed()
    .map(({ level, from }, index) => `${level} ${index === 0 ? 'from ' : ''}${limit(from)}`)
    .join(', ');
}

/** How many guest logs were read; null for none. */
function guestsOf({ diagnostics, freezes }: Report): string | null {
  const logs = diagnostics.filter(({ kind }) => kind === 'guest-log').length;
  return logs === 0 ? null : `${logs}, with ${count(freezes.length, 'freeze')}`;
}

/** What became of the stops of the baseline. */
function baselineOf({ path, stops, known, worse, gone }: Comparison, zone: string): string {
  const again = `${known} found again and not judged`;
  const parts = [
    again,
    ...(worse === 0 ? [] : [`${worse} worse`]),
    `${gone.length} gone${longestGone(gone, zone)}`,
  ];
  return `${visible(path)} (${count(stops, 'stop')}): ${parts.join(', ')}`;
}

function longestGone([longest]: Comparison['gone'], zone: string): string {
  if (longest === undefined) return '';
  const { vm, endedAt, durationUs, level } = longest;
  const at = endedAt === null ? 'at an unknown time' : `until ${timesIn(zone)(endedAt)} ${zone}`;
  return ` (the longest: ${duration(durationUs)} of ${visible(vm)} ${at}, ${level})`;
}

/** Which VMs are what in the mirror, as the user said. */
function rolesOf({ vms }: Report): string {
  const label = labelsOf(vms).of;
  return ROLES.flatMap((role) => {
    const names = vms.filter((vm) => vm.role === role).map(label);
    return names.length === 0 ? [] : [`${role} ${names.join(', ')}`];
  }).join('; ');
}

/** What dates and ages came to; a bound between two seconds is shown as the one before it. */
function windowOf({ window }: Report, zone: string): string | null {
  if (window === null) return null;
  const time = timesIn(zone);
  if (window.until === null) return `from ${time(window.since)} (${zone})`;
  if (window.since === null) return `until ${time(window.until)} (${zone})`;
  return `${time(window.since)} to ${time(window.until)} (${zone})`;
}

function filtersOf(filters: Filters): string {
  const given = Object.entries(filters).flatMap(([name, value]: [string, string | readonly string[]]) =>
    (typeof value === 'string' ? [value] : value).map((each) => `--${name} ${visible(each)}`),
  );
  return given.join(' ');
}
