import { isOtherMember, keyOf } from '../model/mirror.js';
import type { Report, Stop } from '../model/report.js';
import { reachesOnset, timeoutsOf } from '../model/timeout.js';
import { limit } from './text/numbers.js';
import { labelsOf } from './vm-labels.js';
import { shortNameOf, worstStop } from './worst.js';

/** Says whether the backup or the arbiter has a stop that reached half of the QoS timeout. */
export function hasLongMembers(report: Report): boolean {
  return longMembers(report).length > 0;
}

/** Says, a sentence for each, what the longest stops of the backup and the arbiter did, where they reached half. */
export function memberNotes(report: Report, zone: string): readonly string[] {
  const timeoutOf = timeoutsOf(report);
  return longMembers(report).map(({ label, role, worst }) => {
    const { qosUs } = timeoutOf(worst);
    const full = worst.durationUs >= qosUs;
    const reached = `${full ? 'all' : 'half'} of the QoS timeout of ${limit(qosUs)}`;
    const stop = `Its longest stop, ${shortNameOf(worst, zone)}, reached ${reached}`;
    return `${label} is the ${role}: no stop of it causes a takeover. ${stop}: ${EFFECTS[role](full, limit(qosUs))}`;
  });
}

interface LongMember {
  readonly label: string;
  readonly role: 'backup' | 'arbiter';
  readonly worst: Stop;
}

function longMembers({ vms, stops, policy }: Report): readonly LongMember[] {
  const timeoutOf = timeoutsOf({ vms, policy });
  return vms.flatMap((vm) => {
    if (!isOtherMember(vm.role)) return [];
    const worst = worstStop(
      stops.filter((stop) => keyOf(stop) === keyOf(vm)),
      timeoutOf,
    );
    if (worst === null || !reachesOnset(worst, timeoutOf(worst))) return [];
    return [{ label: labelsOf(vms).of(vm), role: vm.role, worst }];
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
