// The rule and its derivation: a member that is stopped falls silent at its last contacts with the backup and with the arbiter.
// Both must miss it for a full QoS timeout before the backup takes over (IRIS High Availability Guide, "Mirror Failover Modes"
// and "QoS Timeout"; the published example of a stop of 7 s with a QoS timeout of 8 s).
import { isOtherMember, type Role, type Takeover } from '../model/mirror.js';
import { reachesOnset, type Timeout } from '../model/timeout.js';

const IMPOSSIBLE: Takeover = Object.freeze({ verdict: 'impossible', idleOdds: 0 });
const EXPECTED: Takeover = Object.freeze({ verdict: 'expected', idleOdds: 1 });
const POSSIBLE: Takeover = Object.freeze({ verdict: 'possible', idleOdds: null });
/** One for each odds, since a report may have a million stops. */
const POSSIBLE_AT: readonly Takeover[] = Array.from({ length: 101 }, (_, percent) =>
  Object.freeze({ verdict: 'possible', idleOdds: percent / 100 }),
);

/** A stop as far as its takeover depends on it; `atLeast`: it lasted `durationUs` or longer. */
interface Length {
  readonly durationUs: number;
  readonly atLeast: boolean;
}

/** Whom a stop hits, and what by. */
interface Cluster {
  readonly timeout: Timeout;
  /** Whether it is a mirror: of other clusters the odds are not known. */
  readonly isMirror: boolean;
  /** What the VM is in the mirror, null where nobody said. */
  readonly role: Role | null;
}

/**
 * Says whether a stop can have led to a takeover. It is judged as a stop of the primary, unless the VM is known to be another
 * member: a stop of the backup or the arbiter causes none.
 */
export function takeoverAfter(
  { durationUs, atLeast }: Length,
  { timeout, isMirror, role }: Cluster,
): Takeover {
  const { qosUs } = timeout;
  if (isOtherMember(role)) return IMPOSSIBLE;
  if (durationUs >= qosUs) return EXPECTED;
  if (atLeast) return POSSIBLE;
  if (!reachesOnset({ durationUs }, timeout)) return IMPOSSIBLE;
  if (!isMirror) return POSSIBLE;
  return POSSIBLE_AT[Math.round(idleOdds(durationUs, qosUs) * 100)] ?? POSSIBLE;
}

/**
 * The odds that a stop of the primary leads to a takeover, from 0 to 1, if the mirror is idle and the phases of its keepalives
 * are independent. The last contact with each of the two is up to half of the QoS timeout old when the stop begins. A takeover
 * needs the younger of them to be older than the timeout less the stop.
 */
export function idleOdds(durationUs: number, qosUs: number): number {
  const share = Math.min(1, Math.max(0, (2 * durationUs) / qosUs - 1));
  return share ** 2;
}
