import { compareMaybeText, compareNumber, compareText, descending, inTurn } from '../model/order.js';
import { MOST_ADVISED_QOS_MS, MOST_QOS_MS, type Policy } from '../model/policy.js';
import type { Profile } from '../model/profile.js';
import type { Report, Stop } from '../model/report.js';
import { visible } from '../model/text.js';
import { enoughMs, onsetUs, type Timeout, type TimeoutOf } from '../model/timeout.js';
import { duration, limit } from './text/numbers.js';
import { partOf } from './text/part.js';
import { timesIn } from './times.js';
import type { VmLabels } from './vm-labels.js';

const longestFirst = inTurn<Stop>(
  descending((a, b) => compareNumber(a.durationUs, b.durationUs)),
  (a, b) => compareMaybeText(a.endedAt, b.endedAt),
  (a, b) => compareText(a.vm, b.vm),
  (a, b) => compareText(a.log, b.log),
  (a, b) => compareNumber(a.offset, b.offset),
);

/**
 * Gives the stop that is the longest by its VM's timeout, of equals the first in time, whatever the order of the list; null
 * where there is none.
 */
export function worstStop(stops: readonly Stop[], timeoutOf: TimeoutOf): Stop | null {
  let [worst, most]: [Stop | null, number] = [null, Number.NEGATIVE_INFINITY];
  for (const stop of stops) {
    const share = stop.durationUs / timeoutOf(stop).qosUs;
    if (worst !== null && (share < most || (share === most && longestFirst(stop, worst) >= 0))) continue;
    [worst, most] = [stop, share];
  }
  return worst;
}

/** Says whether a member of the mirror took over after a stop, as its guest log tells. */
export function isTakeoverSeen({ eventId }: Stop, { findings }: Pick<Report, 'findings'>): boolean {
  return findings.some((finding) => finding.kind === 'takeover-seen' && finding.eventId === eventId);
}

/** Names the part of a timeout from which on a stop has an effect, with its length: half for a mirror. */
export function onsetOfTimeout(timeout: Timeout, { profile }: Policy): string {
  const { qosUs, onset } = timeout;
  const [name, from, whole] = [timeoutName(profile), limit(onsetUs(timeout)), limit(qosUs)];
  if (onset.kind === 'interval') return `${from} of ${name} (${whole})`;
  return `${partOf(onset)} of ${name} (${from} of ${whole})`;
}

/** Names a whole timeout, with its length. */
export function wholeTimeout({ qosUs }: Timeout, { profile }: Policy): string {
  if (profile === null) return `the whole QoS timeout of ${limit(qosUs)}`;
  return `all of ${timeoutName(profile)} (${limit(qosUs)})`;
}

function timeoutName(profile: Profile | null): string {
  return profile === null ? 'the QoS timeout' : visible(profile.timeout);
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

function remedyIn({ outcome, raise }: Profile, enoughMs: number): string {
  if (outcome === 'tilt') return `No setting would tolerate it: ${SHORTER}.`;
  return `A timeout of at least ${enoughMs} ms, better with a margin, would tolerate it (raise ${visible(raise)}); or ${SHORTER}.`;
}

const SHORTER = 'make such stops shorter';

/** Says which timeout would keep a stop from having an effect, or that no allowed one does, and what to do then. */
export function remedyFor({ durationUs, atLeast }: Stop, { onset, profile }: Policy): string {
  const enough = enoughMs(durationUs, onset);
  const [name, instead] =
    profile === null
      ? ['QoS timeout', `${SHORTER}, or stop mirroring on the backup during planned work`]
      : ['timeout', SHORTER];
  if (atLeast)
    return `How long it lasted in all is not known (see the notes), so no ${name} can be named that would tolerate it: ${instead}.`;
  if (profile !== null) return remedyIn(profile, enough);
  if (enough > MOST_QOS_MS)
    return `No allowed QoS timeout (at most ${MOST_QOS_MS} ms) would tolerate it: ${instead}.`;
  if (enough > MOST_ADVISED_QOS_MS)
    return `Only a QoS timeout of at least ${enough} ms would tolerate it, and more than ${MOST_ADVISED_QOS_MS} ms is not advised: ${instead}.`;
  return `A QoS timeout of at least ${enough} ms, better with a margin, would tolerate it; or ${instead}.`;
}
