import type { Diagnostic } from '../model/diagnostic.js';
import {
  type Compare,
  compareMaybeText,
  compareNumber,
  compareText,
  descending,
  inTurn,
} from '../model/order.js';
import { FINDING_KINDS, type Finding, type Stop, type StopEvent, type Vm } from '../model/report.js';
import type { SortKey } from '../model/settings.js';

const SEVERITIES = ['error', 'warning', 'info'];

/** Gives the total order of stops for a sort key. */
export function stopOrder(key: SortKey): Compare<Stop> {
  const byTime = inTurn<Stop>(by('endedAt'), compareVm);
  const byPlace = inTurn<Stop>(
    (a, b) => compareText(a.log, b.log),
    (a, b) => compareNumber(a.offset, b.offset),
  );
  const longest = descending<Stop>((a, b) => a.durationUs - b.durationUs);
  if (key === 'time') return inTurn(byTime, longest, byPlace);
  if (key === 'vm') return inTurn(compareVm, byTime, longest, byPlace);
  return inTurn(longest, byTime, byPlace);
}

/** Gives the total order of events for a sort key. */
export function eventOrder(key: SortKey): Compare<StopEvent> {
  const byTime = inTurn<StopEvent>(by('startedAt'), (a, b) => a.id - b.id);
  if (key === 'time') return byTime;
  if (key === 'vm') return inTurn(compareVm, byTime);
  return inTurn(
    descending((a, b) => a.longestUs - b.longestUs),
    byTime,
  );
}

/** Gives the total order of VMs for a sort key. */
export function vmOrder(key: SortKey): Compare<Vm> {
  const byLogs = inTurn<Vm>(compareVm, (a, b) => compareText(a.logs.join('\n'), b.logs.join('\n')));
  if (key === 'time') return inTurn(by('firstAt'), byLogs);
  if (key === 'vm') return byLogs;
  return inTurn(
    descending((a, b) => compareNumber(a.longestUs ?? -1, b.longestUs ?? -1)),
    byLogs,
  );
}

/** Orders findings by their events, those on no event last. */
export const findingOrder: Compare<Finding> = inTurn<Finding>(
  (a, b) => compareNumber(a.eventId, b.eventId),
  by('at'),
  compareVm,
  (a, b) => FINDING_KINDS.indexOf(a.kind) - FINDING_KINDS.indexOf(b.kind),
  (a, b) => compareText(a.message, b.message),
);

/** Orders diagnostics: errors first, then by what they are about. */
export const diagnosticOrder: Compare<Diagnostic> = inTurn(
  (a, b) => SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity),
  (a, b) => compareText(a.path, b.path),
  (a, b) => compareText(a.kind, b.kind),
  (a, b) => compareText(a.message, b.message),
);

function compareVm(a: { vm: string; vmPath: string }, b: { vm: string; vmPath: string }): number {
  return compareText(a.vm, b.vm) || compareText(a.vmPath, b.vmPath);
}

function by<Key extends string>(key: Key): Compare<Readonly<Record<Key, string | null>>> {
  return (a, b) => compareMaybeText(a[key], b[key]);
}
