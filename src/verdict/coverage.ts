import { type Diagnostic, diagnostic } from '../model/diagnostic.js';
import { isoOf } from '../model/iso.js';
import type { CheckedFilters } from '../model/settings.js';
import { earliest, latest } from '../model/units.js';
import type { VmFacts } from '../timeline/timeline.js';
import { matchesVm, someNames } from './filter.js';

/** The window of time that is asked for, both ends included; an end that was not given is null. */
type Window = Pick<CheckedFilters, 'since' | 'until'>;

/**
 * Says whether some log of a VM is known to reach into the window: its first or last line lies in it, or they lie on
 * both sides of it. A log whose times cannot be read proves nothing. Without a window every log does.
 */
export function isCovered({ spans }: Pick<VmFacts, 'spans'>, { since, until }: Window): boolean {
  if (since === null && until === null) return true;
  return spans.some(
    ({ firstAt, lastAt }) =>
      firstAt !== null &&
      lastAt !== null &&
      (since === null || lastAt >= since) &&
      (until === null || firstAt <= until),
  );
}

/**
 * Names the VMs that no log shows in the window: one error for each `--vm` (or for the whole input) none of whose VMs
 * has a log there, otherwise one warning for each such VM. Products that record no stops are reported elsewhere.
 */
export function windowDiagnostics(asked: readonly VmFacts[], filters: CheckedFilters): readonly Diagnostic[] {
  const recording = asked.filter(({ recordsStops }) => recordsStops);
  const outside = new Set(recording.filter((vm) => !isCovered(vm, filters)));
  if (outside.size === 0) return [];
  const groups = [...new Set(filters.vm ?? ['*'])]
    .map((glob) => recording.filter(({ names }) => matchesVm(glob, names)))
    .filter((vms) => vms.length > 0 && vms.every((vm) => outside.has(vm)));
  for (const vm of groups.flat()) outside.delete(vm);
  return [
    ...groups.map((vms) => nothingInWindow(vms, filters)),
    ...[...outside].map((vm) => notInWindow(vm, filters)),
  ];
}

function nothingInWindow(vms: readonly VmFacts[], filters: CheckedFilters): Diagnostic {
  const message = `${missing(vms, filters)} Nothing is known of that time: get the logs of it, or ask for another.`;
  return diagnostic('outside-window', filters.since === null ? '--until' : '--since', message);
}

function notInWindow(vm: VmFacts, filters: CheckedFilters): Diagnostic {
  const message = `${missing([vm], filters)} It was powered off, or its log of that time is missing and stops may be hidden there.`;
  return diagnostic('vm-outside-window', vm.vmPath, message);
}

function missing(vms: readonly VmFacts[], filters: CheckedFilters): string {
  const spans = vms.flatMap((vm) => vm.spans);
  return `No log of ${someNames(vms)} has a line ${inWords(filters)} (${nearest(spans, filters)}).`;
}

/** Each log ends before the window or begins after it, unless its times are unknown. */
function nearest(spans: VmFacts['spans'], { since, until }: Window): string {
  const ends = spans.map(({ lastAt }) => lastAt).filter((at) => at !== null && since !== null && at < since);
  const begins = spans
    .map(({ firstAt }) => firstAt)
    .filter((at) => at !== null && until !== null && at > until);
  const [before, after] = [latest(ends), earliest(begins)];
  const told = [
    ...(before === null ? [] : [`the last one before is of ${isoOf(before)}`]),
    ...(after === null ? [] : [`the first one after is of ${isoOf(after)}`]),
  ];
  return told.length === 0 ? 'no line has a readable time' : told.join(', ');
}

function inWords({ since, until }: Window): string {
  if (since !== null && until !== null) return `from ${isoOf(since)} to ${isoOf(until)}`;
  return since === null ? `at or before ${isoOf(until)}` : `at or after ${isoOf(since)}`;
}
