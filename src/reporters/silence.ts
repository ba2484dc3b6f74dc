import type { Report, Vm } from '../model/report.js';
import { isFiltered } from './facts.js';
import { gapsOf } from './gaps.js';
import { count } from './numbers.js';
import { timesIn } from './times.js';
import { labelsOf, type VmLabels } from './vm-labels.js';

/** Answers for a report that holds no stop, as one sentence or two; times in a named zone. */
export function noStopAnswer(report: Report, zone: string): string {
  const { summary, vms } = report;
  if (summary.logs === 0)
    return 'Nothing proved: no VMware log was read. Name the vmware.log files of the VM, or the folder that holds them.';
  const silent = silentVms(vms);
  if (report.diagnostics.some(({ kind }) => kind === 'outside-window'))
    return 'Not proved: no log has a line in the time asked for. Get the logs of that time, or ask for another.';
  if (silent.length > 0 && silent.length === vms.length)
    return `Nothing proved: ${silence(silent, labelsOf(vms))}.`;
  const found = `no stop${isFiltered(report) ? ' that matches the filters' : ''}`;
  const { isUnread, isUnmeasured } = gapsOf(report);
  const gaps = [
    ...(isUnmeasured ? ['the VM was stopped for a time that no log tells'] : []),
    ...(isUnread ? ['part of the input was not read'] : []),
  ];
  if (gaps.length > 0) return `Not proved: ${found} was found, but ${gaps.join(', and ')} (see the notes).`;
  const where = `${count(summary.logs, 'log')} read ${covered(report, zone)}`;
  const hidden = isFiltered(report) ? ' Stops that the filters hide were not judged.' : '';
  const partly = silent.length > 0 ? ' as far as stops are recorded' : '';
  return `No${partly}: ${found} is in the ${where}, so none can have caused a takeover.${hidden}`;
}

/** Says whether nothing is known of a VM, since its product never records stops; a stop that was found is known. */
export function isSilent(vm: Vm): boolean {
  return !vm.recordsStops && vm.stops === 0;
}

/** Gives the VMs of which nothing is known. */
export function silentVms(vms: readonly Vm[]): readonly Vm[] {
  return vms.filter(isSilent);
}

/** Says, as a clause, why nothing is known of some VMs (at least one). */
export function silence(silent: readonly Vm[], labels: VmLabels): string {
  const names = silent.slice(0, 3).map(labels.of);
  const others = silent.length > names.length ? ` and ${count(silent.length - names.length, 'other')}` : '';
  const products = silent.length === 1 ? 'a product that never records' : 'products that never record';
  return `${names.join(', ')}${others} ran on ${products} stops (only ESXi does)`;
}

function covered({ summary: { firstAt, lastAt } }: Report, zone: string): string {
  const time = timesIn(zone);
  if (firstAt === null || lastAt === null) return '(their time is unknown)';
  return `(${time(firstAt)} to ${time(lastAt)} ${zone})`;
}
