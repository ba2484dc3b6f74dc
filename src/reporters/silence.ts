import type { Diagnostic } from '../model/diagnostic.js';
import type { Report, Vm } from '../model/report.js';
import { isFiltered, selection } from './facts.js';
import { gapsOf, isUnproved } from './gaps.js';
import { count } from './text/numbers.js';
import { timesIn } from './times.js';
import { labelsOf, namesOf, type VmLabels } from './vm-labels.js';

/** Answers for a report that holds no stop, as one sentence or two; times in a named zone. */
export function noStopAnswer(report: Report, zone: string): string {
  const { summary, vms } = report;
  if (summary.logs === 0)
    return 'Nothing proved: no VMware log was read. Name the vmware.log files of the VM, or the folder that holds them.';
  const silent = silentVms(vms);
  if (vms.every(({ level }) => level === null) && report.diagnostics.some(isOutside))
    return 'Not proved: no log has a line in the time asked for. Get the logs of that time, or ask for another.';
  if (silent.length > 0 && silent.length === vms.length)
    return `Nothing proved: ${silence(silent, labelsOf(vms))}.`;
  const found = `no stop${isFiltered(report) ? ` that ${selection(report, { isPlural: false })}` : ''}`;
  if (isUnproved(report)) return `Not proved: ${found} was found, but ${doubt(report)}.`;
  const where = `${count(summary.logs, 'log')} read ${covered(report, zone)}`;
  const hidden = hiddenStops(report);
  return `No${reservation(vms)}: ${found} is in the ${where}, so none can have caused a takeover.${hidden}`;
}

function hiddenStops(report: Report): string {
  if (!isFiltered(report)) return '';
  if (report.baseline === null) return ' Stops that the filters hide were not judged.';
  return ' Stops that the baseline holds were not judged.';
}

/** Says, as a clause, what keeps a report from proving that there was no stop that is too long. */
export function doubt(report: Report): string {
  const { isUnread, isUnmeasured, isAbsent, isQosUnknown, isHidden } = gapsOf(report);
  const gaps = [
    ...(isUnmeasured ? ['the VM was stopped for a time that no log tells'] : []),
    ...(isUnread ? ['part of the input was not read'] : []),
    ...(isAbsent ? ['the logs hold nothing of a VM or a time that was asked for'] : []),
    ...(isQosUnknown ? ["the mirror's QoS timeout is not known"] : []),
  ];
  if (gaps.length === 0 && isHidden)
    return 'stops may be hidden (see the notes), which --strict counts as unread';
  return `${gaps.join(', and ') || 'part of the input was not read'} (see the notes)`;
}

function isOutside({ kind }: Diagnostic): boolean {
  return kind === 'outside-window';
}

/** Says whether nothing is known of a VM, since its product never records stops; a stop that was found is known. */
export function isSilent(vm: Vm): boolean {
  return !vm.recordsStops && vm.stops === 0;
}

/** Gives the VMs of which nothing is known. */
export function silentVms(vms: readonly Vm[]): readonly Vm[] {
  return vms.filter(isSilent);
}

/** Gives the VMs of which no log reaches into the window; a stop that was found is known. */
export function absentVms(vms: readonly Vm[]): readonly Vm[] {
  return vms.filter((vm) => vm.level === null && !isSilent(vm));
}

/** The suffix that limits a "no", such as ' as far as stops are recorded'; empty if nothing limits it. */
export function reservation(vms: readonly Vm[]): string {
  if (silentVms(vms).length > 0) return ' as far as stops are recorded';
  return absentVms(vms).length > 0 ? ' as far as the logs reach' : '';
}

/** Says, as a clause, that some VMs (at least one) have no log in the window. */
export function absence(absent: readonly Vm[], labels: VmLabels): string {
  return `no log of ${namesOf(absent, labels)} reaches into the window`;
}

/** Says, as a clause, why nothing is known of some VMs (at least one). */
export function silence(silent: readonly Vm[], labels: VmLabels): string {
  const products = silent.length === 1 ? 'a product that never records' : 'products that never record';
  return `${namesOf(silent, labels)} ran on ${products} stops (only ESXi does)`;
}

function covered({ summary: { firstAt, lastAt } }: Report, zone: string): string {
  const time = timesIn(zone);
  if (firstAt === null || lastAt === null) return '(their time is unknown)';
  return `(${time(firstAt)} to ${time(lastAt)} ${zone})`;
}
