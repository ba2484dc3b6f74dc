import { groupBy } from '../model/lists.js';
import { isOtherMember, keyOf, type Role, rolesOf } from '../model/mirror.js';
import { compareMaybeText, inTurn } from '../model/order.js';
import type { Finding, FindingKind, Report, Stop } from '../model/report.js';
import { seconds } from '../model/text.js';
import { reachesOnset, type TimeoutOf, timeoutsOf } from '../model/timeout.js';
import { US_PER_MS, US_PER_SECOND } from '../model/units.js';

/** A stop of half the QoS timeout or more, which its peers in the mirror may notice; times in microseconds. */
interface LongStop {
  readonly stop: Stop;
  readonly role: Role | null;
  /** The QoS timeout of its VM. */
  readonly qosUs: number;
  readonly from: number;
  readonly to: number;
}

/** ISO times sort as text. */
const earliestFirst = inTurn<Stop>(
  (a, b) => compareMaybeText(a.startedAt, b.startedAt),
  (a, b) => compareMaybeText(a.endedAt, b.endedAt),
);

/**
 * Finds stops that followed each other before the mirror can have recovered, and stops of the backup and the arbiter at one
 * time. VMs with a role are of one mirror, every other VM may be of its own. There is at most one finding of a kind for an event.
 */
export function mirrorFindings(report: Pick<Report, 'stops' | 'vms' | 'policy'>): readonly Finding[] {
  const roles = rolesOf(report.vms);
  const timeoutOf = timeoutsOf(report);
  const long = report.stops.filter((stop) => reachesOnset(stop, timeoutOf(stop)));
  const mirrors = groupBy(long, (stop) => (roles.has(keyOf(stop)) ? '' : keyOf(stop)));
  const first = new Map<string, Finding>();
  for (const mirror of mirrors.values()) {
    mirror.sort(earliestFirst);
    for (const rule of [together, inRecovery]) {
      for (const finding of rule(timed(mirror, roles, timeoutOf))) {
        const key = `${finding.kind} ${finding.eventId}`;
        if (!first.has(key)) first.set(key, finding);
      }
    }
  }
  return [...first.values()];
}

/** A report may have a million stops: they are given times one by one. */
function* timed(
  stops: readonly Stop[],
  roles: ReadonlyMap<string, Role>,
  timeoutOf: TimeoutOf,
): Generator<LongStop> {
  for (const stop of stops) {
    if (stop.startedAt === null || stop.endedAt === null) continue;
    yield {
      stop,
      role: roles.get(keyOf(stop)) ?? null,
      qosUs: timeoutOf(stop).qosUs,
      from: microsOf(stop.startedAt),
      to: microsOf(stop.endedAt),
    };
  }
}

function microsOf(iso: string): number {
  return Date.parse(iso) * US_PER_MS;
}

/** IRIS High Availability Guide, 3.3.3.5: with backup and arbiter down together, the primary waits for the backup. */
function* together(sorted: Iterable<LongStop>): Generator<Finding> {
  const last = new Map<Role | null, LongStop>();
  for (const one of sorted) {
    const other = one.role === 'backup' ? last.get('arbiter') : last.get('backup');
    if (isOtherMember(one.role) && other !== undefined && other.to > one.from) {
      const [backup, arbiter] = one.role === 'backup' ? [one.stop, other.stop] : [other.stop, one.stop];
      const isLong = [one, other].every(({ stop, qosUs }) => stop.durationUs >= qosUs);
      const effect = isLong
        ? 'Both lasted the whole QoS timeout or longer: the primary hung until the backup was back, and nobody could work.'
        : 'Had both lasted the whole QoS timeout, the primary would have hung until the backup was back.';
      const message = `The backup ${backup.vm} and the arbiter ${arbiter.vm} were stopped at the same time (${lengthOf(backup)} and ${lengthOf(arbiter)}). ${effect} Never back up two members of a mirror at once.`;
      yield finding('members-together', one.stop, other.stop, message);
    }
    if ((last.get(one.role)?.to ?? Number.NEGATIVE_INFINITY) < one.to) last.set(one.role, one);
  }
}

/** After a loss the members need up to twice the QoS timeout, 5 s at least, to find each other again (trouble timeout). */
function* inRecovery(sorted: Iterable<LongStop>): Generator<Finding> {
  let last: LongStop | null = null;
  for (const one of sorted) {
    const recovery = last === null ? 0 : Math.max(2 * last.qosUs, 5 * US_PER_SECOND);
    const gap = last === null ? 0 : one.from - last.to;
    if (last !== null && gap >= 0 && gap < recovery) {
      const message = `A stop of ${one.stop.vm} began ${seconds(gap)} after one of ${last.stop.vm} that lasted ${lengthOf(last.stop)}. If that one broke the mirror's connections, the mirror was still in agent controlled mode, in which a stop of the primary causes no takeover; or the backup had taken over already.`;
      yield finding('second-stop', one.stop, last.stop, message);
    }
    if (last === null || one.to > last.to) last = one;
  }
}

function finding(kind: FindingKind, stop: Stop, other: Stop, message: string): Finding {
  const { vm, vmPath, eventId, startedAt: at } = stop;
  const evidence = [other, stop].map(({ line, log, offset }) => ({ text: line, log, offset }));
  return { kind, vm, vmPath, eventId, at, message, waitedUs: null, evidence };
}

function lengthOf({ durationUs, atLeast }: Stop): string {
  return `${atLeast ? 'at least ' : ''}${seconds(durationUs)}`;
}
