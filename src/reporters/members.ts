import type { Role } from '../model/mirror.js';
import type { Report } from '../model/report.js';
import { limit } from './text/numbers.js';
import { labelsOf, type VmKey } from './vm-labels.js';
import { reachesHalf, shortNameOf, worstStop } from './worst.js';

/** Gives the role of a stop's VM. */
export function roleOf({ vms }: Pick<Report, 'vms'>): (key: VmKey) => Role | null {
  const roles = new Map(vms.map((vm) => [keyOf(vm), vm.role]));
  return (key) => roles.get(keyOf(key)) ?? null;
}

function keyOf({ vm, vmPath }: VmKey): string {
  return `${vm}\n${vmPath}`;
}

function isOther(role: Role | null): role is 'backup' | 'arbiter' {
  return role === 'backup' || role === 'arbiter';
}

/** Says, a sentence for each, what the longest stops of the backup and the arbiter did, where they reached half. */
export function memberNotes(report: Report, zone: string): readonly string[] {
  const { vms, stops, policy } = report;
  return vms.flatMap((vm) => {
    if (!isOther(vm.role)) return [];
    const worst = worstStop(stops.filter((stop) => keyOf(stop) === keyOf(vm)));
    if (worst === null || !reachesHalf(worst, policy)) return [];
    const full = worst.durationUs >= policy.qosUs;
    const reached = `${full ? 'all' : 'half'} of the QoS timeout of ${limit(policy.qosUs)}`;
    const stop = `Its longest stop, ${shortNameOf(worst, zone)}, reached ${reached}`;
    return [
      `${labelsOf(vms).of(vm)} is the ${vm.role}: no stop of it causes a takeover. ${stop}: ${EFFECTS[vm.role](full, limit(policy.qosUs))}`,
    ];
  });
}

/** What a stop does to the mirror that reached half, or all, of the QoS timeout (IRIS High Availability Guide). */
const EFFECTS = {
  backup: (full: boolean, qos: string) =>
    full
      ? `the primary waits for about ${qos} and goes on without a backup. Until the backup has caught up, there is nothing to fail over to.`
      : `the primary may have waited, and gone on without a backup until that had caught up.`,
  arbiter: (full: boolean) =>
    full
      ? 'users notice nothing, but until the arbiter is connected again, the backup cannot take over from a host that is down.'
      : 'users notice nothing, but the mirror may have lost the arbiter for a while, and the backup could not have taken over from a host that is down.',
} as const;
