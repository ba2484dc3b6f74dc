import { compareMaybeText, compareNumber, compareText, descending, inTurn } from '../model/order.js';
import { enoughQosMs, MOST_ADVISED_QOS_MS, MOST_QOS_MS } from '../model/policy.js';
import type { Report, Stop } from '../model/report.js';
import { duration, limit } from './text/numbers.js';
import { timesIn } from './times.js';
import type { VmLabels } from './vm-labels.js';

const worstFirst = inTurn<Stop>(
  descending((a, b) => compareNumber(a.durationUs, b.durationUs)),
  (a, b) => compareMaybeText(a.endedAt, b.endedAt),
  (a, b) => compareText(a.vm, b.vm),
  (a, b) => compareText(a.log, b.log),
  (a, b) => compareNumber(a.offset, b.offset),
);

/** Gives the longest stop, of equals the first in time, whatever the order of the list; null where there is none. */
export function worstStop(stops: readonly Stop[]): Stop | null {
  let worst: Stop | null = null;
  for (const stop of stops) if (worst === null || worstFirst(stop, worst) < 0) worst = stop;
  return worst;
}

/** Says whether a member of the mirror took over after a stop, as its guest log tells. */
export function isTakeoverSeen({ eventId }: Stop, { findings }: Pick<Report, 'findings'>): boolean {
  return findings.some((finding) => finding.kind === 'takeover-seen' && finding.eventId === eventId);
}

/** Names half of the QoS timeout, with its length. */
export function halfOf({ policy: { qosUs } }: Pick<Report, 'policy'>): string {
  return `half of the QoS timeout (${limit(qosUs / 2)} of ${limit(qosUs)})`;
}

/** Names a stop: how long, which VM, until when in a zone, and why. */
export function nameOf(stop: Stop, labels: VmLabels, zone: string): string {
  return `${lengthOf(stop)} of ${labels.of(stop)} (${circumstances(stop, zone)})`;
}

/** Names a stop of a VM that was named before: how long, until when in a zone, and why. */
export function shortNameOf(stop: Stop, zone: string): string {
  return `${lengthOf(stop)} (${circumstances(stop, zone)})`;
}

function lengthOf({ durationUs, atLeast }: Stop): string {
  return `${atLeast ? 'at least ' : ''}${duration(durationUs)}`;
}

function circumstances(stop: Stop, zone: string): string {
  const until = stop.endedAt === null ? 'at an unknown time' : `until ${timesIn(zone)(stop.endedAt)} ${zone}`;
  return `${until}, ${causeOf(stop)}`;
}

function causeOf({ cause, basis }: Stop): string {
  if (cause === 'unknown') return 'cause unknown';
  return basis === 'inferred' ? `probably ${cause}` : cause;
}

/** Says which QoS timeout would keep a stop below half, or that no allowed one does, and what to do then. */
export function remedyFor({ durationUs, atLeast }: Stop): string {
  const enoughMs = enoughQosMs(durationUs);
  const instead = 'make such stops shorter, or stop mirroring on the backup during planned work';
  if (atLeast)
    return `How long it lasted in all is not known (see the notes), so no QoS timeout can be named that would tolerate it: ${instead}.`;
  if (enoughMs > MOST_QOS_MS)
    return `No allowed QoS timeout (at most ${MOST_QOS_MS} ms) would tolerate it: ${instead}.`;
  if (enoughMs > MOST_ADVISED_QOS_MS)
    return `Only a QoS timeout of at least ${enoughMs} ms would tolerate it, and more than ${MOST_ADVISED_QOS_MS} ms is not advised: ${instead}.`;
  return `A QoS timeout of at least ${enoughMs} ms, better with a margin, would tolerate it; or ${instead}.`;
}
