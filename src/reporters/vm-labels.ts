import { groupBy } from '../model/lists.js';
import { keyOf, type VmKey } from '../model/mirror.js';
import type { Vm } from '../model/report.js';
import { visible } from '../model/text.js';
import { count } from './text/numbers.js';

/** What the VMs of a report are called in what people read. */
export interface VmLabels {
  /** Gives a VM's name, and in brackets what tells it from others of that name. */
  readonly of: (vm: VmKey) => string;
  /** The longest text in brackets, '' where no two VMs have one name. */
  readonly longestMark: string;
}

const known = new WeakMap<readonly Vm[], VmLabels>();

/** Gives what the VMs of a report are called; a report's are found once for all who ask. */
export function labelsOf(vms: readonly Vm[]): VmLabels {
  const labels = known.get(vms) ?? findLabels(vms);
  known.set(vms, labels);
  return labels;
}

/** Gives the side at which a name is cut: what tells VMs of one name apart stands at the end, so that is never cut off. */
export function sideToCut({ longestMark }: VmLabels): 'start' | 'end' {
  return longestMark === '' ? 'end' : 'start';
}

/** Names some VMs: the first three, and how many others there are. */
export function namesOf(vms: readonly VmKey[], labels: VmLabels): string {
  const names = vms.slice(0, 3).map(labels.of);
  const others = vms.length > names.length ? ` and ${count(vms.length - names.length, 'other')}` : '';
  return `${names.join(', ')}${others}`;
}

function findLabels(vms: readonly Vm[]): VmLabels {
  const marks = new Map<string, string>();
  let longestMark = '';
  const once = new Map(vms.map((vm) => [keyOf(vm), vm]));
  for (const twins of groupBy(once.values(), ({ vm }) => visible(vm)).values()) {
    if (twins.length === 1) continue;
    const found = marksOf(twins);
    for (const [index, vm] of twins.entries()) {
      const mark = ` (${visible(found[index] ?? '')})`;
      marks.set(keyOf(vm), mark);
      if (mark.length > longestMark.length) longestMark = mark;
    }
  }
  return { of: (vm) => visible(vm.vm) + (marks.get(keyOf(vm)) ?? ''), longestMark };
}

/** The host's name, where each VM has one of its own, else the shortest part of the path that differs. */
function marksOf(twins: readonly Vm[]): readonly string[] {
  const hosts = twins.map((vm) => (vm.hosts.length === 1 ? (vm.hosts[0] ?? '') : ''));
  if (areDistinct(hosts)) return hosts;
  const paths = twins.map(({ vmPath }) => vmPath.split(/!?[/\\]/));
  const shortest = paths.reduce((least, steps) => Math.min(least, steps.length), Number.POSITIVE_INFINITY);
  for (let fromEnd = 1; fromEnd <= shortest; fromEnd++) {
    const steps = paths.map((path) => path.at(-fromEnd) ?? '');
    if (areDistinct(steps)) return steps;
  }
  return twins.map(({ vmPath }) => vmPath);
}

function areDistinct(texts: readonly string[]): boolean {
  const distinct = new Set(texts);
  return distinct.size === texts.length && !distinct.has('');
}
