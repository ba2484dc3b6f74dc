import type { Comparison } from '../model/baseline.js';
import { DIAGNOSTICS } from '../model/diagnostic.js';
import type { Evidence, Filters, Freeze, Report, Snapshot, Stop, StopEvent, Vm } from '../model/report.js';
import { US_PER_MS } from '../model/units.js';
import { stopIdOf } from '../verdict/stop-id.js';
import { FINDING_TEXTS } from './finding-texts.js';
import { redactLine } from './lines.js';
import { Pseudonyms, type RedactionKey } from './names.js';
import { redactPath } from './paths.js';

/** A report that names nobody, and what its pseudonyms stand for. */
export interface Redacted {
  readonly report: Report;
  readonly key: RedactionKey;
}

/**
 * Replaces the names of VMs, hosts, datastores, snapshots, instances, mirrors and paths by numbered pseudonyms, in lines of logs
 * too. Of a line only times, numbers and the words of the product's own messages stay; diagnostics and findings are told in
 * general words. Names in `key` keep the pseudonyms that they have there.
 */
export function redact(report: Report, key: RedactionKey = {}): Redacted {
  const names = new Pseudonyms(key);
  collect(report, names);
  return { report: redacted(report, names), key: names.key() };
}

/** Before any path or line is redacted, so that a name has one pseudonym in all of them. */
function collect(report: Report, names: Pseudonyms): void {
  const { vms, events, stops, findings, freezes, backups, policy, baseline } = report;
  for (const { vm, hosts } of vms) {
    names.of('vm', vm);
    for (const host of hosts) names.of('host', host);
  }
  for (const list of [events, stops, findings, backups, baseline?.gone ?? []])
    for (const { vm } of list) names.of('vm', vm);
  for (const { snapshot } of events) if (isNamed(snapshot)) names.of('snapshot', snapshot.name);
  for (const { instance } of freezes) if (instance !== null) names.of('instance', instance);
  if (policy.mirror !== null) names.of('mirror', policy.mirror);
}

function isNamed(snapshot: Snapshot | null): snapshot is Snapshot & { readonly name: string } {
  return snapshot !== null && snapshot.name !== null;
}

function redacted(report: Report, names: Pseudonyms): Report {
  const { policy, filters, baseline } = report;
  const path = (text: string) => redactPath(text, names);
  const { mirror, config } = policy;
  return {
    ...report,
    redacted: true,
    policy: {
      ...policy,
      mirror: mirror === null ? null : names.of('mirror', mirror),
      config: config === null ? null : path(config),
    },
    filters: redactFilters(filters, names),
    baseline: baseline === null ? null : redactComparison(baseline, names),
    vms: report.vms.map((vm) => redactVm(vm, names)),
    events: report.events.map((event) => redactEvent(event, names)),
    stops: report.stops.map((stop) => redactStop(stop, names)),
    findings: report.findings.map((finding) => ({
      ...finding,
      ...placed(finding, names),
      message: FINDING_TEXTS[finding.kind],
      evidence: redactEvidence(finding.evidence, names),
    })),
    freezes: report.freezes.map((freeze) => redactFreeze(freeze, names)),
    backups: report.backups.map((backup) => ({ ...backup, ...placed(backup, names) })),
    diagnostics: report.diagnostics.map((diagnostic) => ({
      ...diagnostic,
      path: path(diagnostic.path),
      message: DIAGNOSTICS[diagnostic.kind].meaning,
    })),
  };
}

function redactVm(vm: Vm, names: Pseudonyms): Vm {
  return {
    ...vm,
    ...placed(vm, names),
    hosts: vm.hosts.map((host) => names.of('host', host)),
    products: vm.products.map((product) => redactLine(product, names)),
    logs: vm.logs.map((log) => redactPath(log, names)),
  };
}

function redactEvent(event: StopEvent, names: Pseudonyms): StopEvent {
  const { snapshot } = event;
  return {
    ...event,
    ...placed(event, names),
    snapshot: isNamed(snapshot) ? { ...snapshot, name: names.of('snapshot', snapshot.name) } : snapshot,
    evidence: redactEvidence(event.evidence, names),
  };
}

function redactStop(stop: Stop, names: Pseudonyms): Stop {
  const { vm, vmPath } = placed(stop, names);
  const line = redactLine(stop.line, names);
  // The id of a stop would tell whether a name is guessed right: it is made anew, of what the redacted report shows.
  const endedAt = stop.endedAt === null ? null : Date.parse(stop.endedAt) * US_PER_MS;
  const id = stopIdOf(vm, { ...stop, endedAt, line });
  return { ...stop, id, vm, vmPath, log: redactPath(stop.log, names), line };
}

function redactFreeze(freeze: Freeze, names: Pseudonyms): Freeze {
  const { instance, source, evidence } = freeze;
  return {
    ...freeze,
    instance: instance === null ? null : names.of('instance', instance),
    source: redactPath(source, names),
    evidence: redactEvidence(evidence, names),
  };
}

function placed({ vm, vmPath }: Pick<Stop, 'vm' | 'vmPath'>, names: Pseudonyms): Pick<Stop, 'vm' | 'vmPath'> {
  return { vm: names.of('vm', vm), vmPath: redactPath(vmPath, names) };
}

function redactEvidence(lines: readonly Evidence[], names: Pseudonyms): readonly Evidence[] {
  return lines.map(({ text, log, offset }) => ({
    text: redactLine(text, names),
    log: redactPath(log, names),
    offset,
  }));
}

function redactFilters(filters: Filters, names: Pseudonyms): Filters {
  const { vm } = filters;
  return vm === undefined ? filters : { ...filters, vm: vm.map((glob) => names.of('pattern', glob)) };
}

function redactComparison(baseline: Comparison, names: Pseudonyms): Comparison {
  return {
    ...baseline,
    path: redactPath(baseline.path, names),
    gone: baseline.gone.map((stop) => ({
      ...stop,
      vm: names.of('vm', stop.vm),
      line: redactLine(stop.line, names),
    })),
  };
}
