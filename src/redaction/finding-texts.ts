import type { FindingKind } from '../model/report.js';

/** What is said of a finding whose own words may hold names, or a text of the log. */
export const FINDING_TEXTS: Readonly<Record<FindingKind, string>> = {
  understated:
    'The figure on the line leaves out a part of the stop; the stop is judged by the times of its lines.',
  'tracking-enabled':
    'Change tracking of disks was set up anew within the stop, which takes most of such a stop.',
  'another-iteration': 'The consolidate needed several rounds, each with a stop of its own.',
  'synchronous-consolidate':
    'The consolidate had used up its helper snapshots and held the VM until the rest was committed.',
  'consolidate-failed': "The consolidate did not succeed: its snapshot's disks are still there and grow.",
  'memory-snapshot': "The snapshot saved the VM's memory, which a backup does not need.",
  'quiesce-failed': 'The guest could not be quiesced for the snapshot.',
  'members-together': 'The backup and the arbiter were stopped at the same time.',
  'second-stop': 'A stop began before the mirror can have recovered from a long one.',
  'takeover-seen': "A takeover followed this stop: the mirror's guest logs say that a member became primary.",
  'mirror-lines': "After this stop the mirror's guest logs hold messages of the mirror.",
};
