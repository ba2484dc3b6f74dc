import type { Basis, Cause } from '../model/cause.js';
import type { Backup, Freeze, Stop, StopEvent, Vm } from '../model/report.js';
import { visible } from '../model/text.js';
import { isSilent } from './silence.js';
import { duration } from './text/numbers.js';
import { guestTime, type ShowTime } from './times.js';

/** What the marks in the columns mean, a sentence for each mark that some stop has. */
export function legend(stops: readonly Stop[]): readonly string[] {
  const inferred = stops.some(({ basis, cause }) => isInferred(basis, cause));
  const unverified = stops.some(({ verified }) => !verified);
  const atLeast = stops.some((stop) => stop.atLeast);
  const assumed = stops.some(({ timeBasis }) => timeBasis === 'assumed');
  return [
    ...(unverified ? ['? after a duration: it stands in or behind damage, so it is unverified.'] : []),
    ...(atLeast
      ? ['+ after a duration: it lasted at least so long, and longer by a part that no log tells.']
      : []),
    ...(inferred ? ['? after a cause: inferred from the pattern in time, no line of a log says so.'] : []),
    ...(assumed ? ['? after a time: the log gives no year or no zone, so it is assumed.'] : []),
  ];
}

/** Shows a stop's length with its marks. */
export function durationOf({ durationUs, atLeast, verified }: Stop): string {
  return `${duration(durationUs)}${atLeast ? '+' : ''}${verified ? '' : '?'}`;
}

/** Shows a length that may not be known. */
export function lengthOf(us: number | null): string {
  return us === null ? '-' : duration(us);
}

/** Shows when a freeze began; where only the thaw is known, it began before that. */
export function startOf({ requestedAt, suspendedAt, resumingAt, resumedAt }: Freeze, time: ShowTime): string {
  const from = requestedAt ?? suspendedAt;
  const to = resumingAt ?? resumedAt;
  return from === null && to !== null ? `before ${guestTime(to, time)}` : guestTime(from, time);
}

/** Shows the ids of a backup's events. */
export function eventsOf({ createEventId, consolidateEventId }: Backup): string {
  return [createEventId, consolidateEventId].filter((id) => id !== null).join(', ');
}

/** Shows when a stop ended, with the mark of a time that is assumed. */
export function endOf(stop: Stop, time: ShowTime): string {
  return `${time(stop.endedAt)}${stop.timeBasis === 'assumed' ? '?' : ''}`;
}

/** Shows a cause with the mark of one that is inferred. */
export function causeOf({ cause, basis }: { readonly cause: Cause; readonly basis: Basis }): string {
  return `${cause}${isInferred(basis, cause) ? '?' : ''}`;
}

function isInferred(basis: Basis, cause: Cause): boolean {
  return basis === 'inferred' && cause !== 'unknown';
}

/** Shows the name of an event's snapshot, nothing where there is none. */
export function snapshotOf({ snapshot }: StopEvent): string {
  return visible(snapshot?.name ?? '');
}

/** Shows how many stops of a VM are known; none are recorded by some products. */
export function stopCount(vm: Vm): string {
  return isSilent(vm) ? 'not recorded' : String(vm.stops);
}

/** Shows the longest stop of a VM. */
export function longestStop({ longestUs }: Vm): string {
  return longestUs === null ? '-' : duration(longestUs);
}
