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
import type { TimeoutOf } from '../model/timeout.js';

/** Gives the total order of stops for a sort key; the longest one is so by the timeout of its VM. */
export function stopOrder(key: SortKey, timeoutOf: TimeoutOf): Compare<Stop> {
  const byTime: Compare<Stop> = (a, b) => compareMaybeText(a.endedAt, b.endedAt) || compareVm(a, b);
  const byPlace = inTurn<Stop>(
    by('log'),
    (a, b) => a.offset - b.offset,
    // An archive may hold several logs of one name.
    by('line'),
  );
  if (key === 'time') return (a, b) => byTime(a, b) || b.durationUs - a.durationUs || byPlace(a, b);
  if (key === 'vm')
    return (a, b) => compareVm(a, b) || byTime(a, b) || b.durationUs - a.durationUs || byPlace(a, b);
  const share = (stop: Stop) => stop.durationUs / timeoutOf(stop).qosUs;
  return (a, b) => share(b) - share(a) || b.durationUs - a.durationUs || byTime(a, b) || byPlace(a, b);
}

/** Gives the total order of events for a sort key, as that of stops. */
export function eventOrder(key: SortKey, timeoutOf: TimeoutOf): Compare<StopEvent> {
  const byTime: Compare<StopEvent> = (a, b) => compareMaybeText(a.startedAt, b.startedAt) || a.id - b.id;
  if (key === 'time') return byTime;
  if (key === 'vm') return (a, b) => compareVm(a, b) || byTime(a, b);
  const share = (event: StopEvent) => event.longestUs / timeoutOf(event).qosUs;
  return (a, b) => share(b) - share(a) || b.longestUs - a.longestUs || byTime(a, b);
}

/** Gives the total order of VMs for a sort key. */
export function vmOrder(key: SortKey): Compare<Vm> {
  const byLogs = inTurn<Vm>(compareVm, (a, b) => compareText(a.logs.join('\n'), b.logs.join('\n')));
  if (key === 'time') return inTurn(by('firstAt'), byLogs);
  if (key === 'vm') return byLogs;
  return inTurn(
    descending((a, b) => compareNumber((a.longestUs ?? -1) / a.qosUs, (b.longestUs ?? -1) / b.qosUs)),
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

function compareVm(a: { vm: string; vmPath: string }, b: { vm: string; vmPath: string }): number {
  return compareText(a.vm, b.vm) || compareText(a.vmPath, b.vmPath);
}

function by<Key extends string>(key: Key): Compare<Readonly<Record<Key, string | null>>> {
  return (a, b) => compareMaybeText(a[key], b[key]);
}
