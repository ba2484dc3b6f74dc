import type { MessageDefinition } from './message.js';

const NEEDLE = 'SnapshotVMX';

/** A consolidate needs another round. */
export const consolidateIteration: MessageDefinition = {
  kind: 'consolidate-iteration',
  needle: NEEDLE,
  before: 0,
  pattern: /^SnapshotVMXConsolidateOnlineCB: Another iteration is needed\b/,
  read: () => ({ kind: 'consolidate-iteration' }),
  meaning:
    'The guest wrote more than could be committed in a few seconds: another helper snapshot, another stop.',
  seenIn: 'ESX 3.x to ESXi 5.0',
  source: 'VMware KB 337175',
  samples: ['Mar 07 22:40:03.118: vmx| SnapshotVMXConsolidateOnlineCB: Another iteration is needed.'],
};

/** A consolidate has used up its helper snapshots. */
export const consolidateSynchronous: MessageDefinition = {
  kind: 'consolidate-synchronous',
  needle: NEEDLE,
  before: 0,
  pattern: /^SnapshotVMX\w*Consolidate\w*: .*\b(?:synchronous consolidate|maximum permissible helper)/i,
  read: () => ({ kind: 'consolidate-synchronous' }),
  meaning: 'The limit of helper snapshots is reached: the VM is held until the rest is committed.',
  seenIn: 'not seen in a public log; ESX 4 to ESXi 5.1 by the article',
  source: 'VMware KB 2039754 describes the event; its wording is unverified',
  samples: [
    '2013-03-07T22:58:40.004Z| vmx| I120: SnapshotVMXNeedConsolidateIteration: maximum permissible helper snapshots taken, performing synchronous consolidate of the current disk.',
  ],
};

/** A consolidate is called off. */
export const consolidateCancel: MessageDefinition = {
  kind: 'consolidate-cancel',
  needle: 'Consolidate',
  before: 0,
  pattern: /^(?:SnapshotVMX_ConsolidateCancel|ConsolidateItemComplete): (?=.*cancel)/i,
  read: () => ({ kind: 'consolidate-cancel' }),
  meaning: 'The consolidate under way is called off; what is left of it must be done later.',
  seenIn: 'ESXi 8, in a test fixture that may not be a real log',
  source: 'public test fixture, unverified',
  samples: [
    '2024-03-07T22:41:00.334Z In(05) vcpu-0 - SnapshotVMX_ConsolidateCancel: Requesting snapshot consolidate cancel.',
    '2024-03-07T22:41:09.214Z In(05) vcpu-0 - ConsolidateItemComplete: Cancelling in-progress online consolidate.',
  ],
};

/** A disk cannot be opened for a consolidate. */
export const consolidateTrouble: MessageDefinition = {
  kind: 'consolidate-trouble',
  needle: 'disk for consolidate',
  before: 0,
  pattern: /^DISK: Failed to open disk for consolidate '(?<disk>.*)' ?: (?<reason>.*)$/,
  read: ({ disk = '', reason = '' }) => ({ kind: 'consolidate-trouble', disk, reason: reason.trimEnd() }),
  meaning: 'A disk of the snapshot could not be opened, most often because another process holds its lock.',
  seenIn: 'ESXi 5.0',
  source: 'public excerpt of an ESXi 5.0 log, 2012',
  samples: [
    "2013-03-07T22:41:00.334Z| vcpu-0| I120: DISK: Failed to open disk for consolidate '/vmfs/volumes/ds1/db1/db1-000002.vmdk' : Failed to lock the file (16392) 5345",
  ],
};

/** A consolidate has ended, well or not. */
export const consolidateEnd: MessageDefinition = {
  kind: 'consolidate-end',
  needle: 'Consolidate',
  before: 0,
  pattern: /^ConsolidateEnd: Snapshot consolidate complete: (?<text>.*) \((?<code>-?\d{1,9})\)\.?\s*$/,
  read: ({ text = '', code }) => ({ kind: 'consolidate-end', text, code: Number(code) }),
  meaning: 'The consolidate has ended; code 0 is success, any other tells what went wrong.',
  seenIn: 'ESXi 8',
  source: 'Broadcom KB 417644; the code of a cancelled one from a public test fixture',
  samples: [
    '2024-03-07T22:41:12.386Z In(05) vcpu-0 - ConsolidateEnd: Snapshot consolidate complete: The operation completed successfully (0).',
    '2024-03-07T22:41:12.386Z In(05) vcpu-0 - ConsolidateEnd: Snapshot consolidate complete: Cancelled (34).',
  ],
};

/** Any other sign that a consolidate is at work. */
export const consolidateWork: MessageDefinition = {
  kind: 'consolidate-work',
  needle: NEEDLE,
  before: 0,
  pattern:
    /^SnapshotVMX_?Consolidate(?!Cancel)(?!.*(?:Another iteration is needed|synchronous consolidate|maximum permissible))/i,
  read: () => ({ kind: 'consolidate-work' }),
  meaning: 'A consolidate is under way: it has begun, or is done with one disk.',
  seenIn: 'ESXi 5.x and 6.0 (I120)',
  source: 'public text of 2016: Done with consolidate',
  samples: ['2016-03-07T22:40:23.785Z| vcpu-0| I120: SnapshotVMXConsolidateOnlineCB: Done with consolidate'],
};

/** Change tracking is set up for a disk. */
export const trackingEnabled: MessageDefinition = {
  kind: 'tracking-enabled',
  needle: 'Change tracking for disk',
  before: 0,
  pattern: /^DISK: Change tracking for disk '?(?<disk>[^' ]+)'? is now enabled/,
  read: ({ disk = '' }) => ({ kind: 'tracking-enabled', disk }),
  meaning: 'Change tracking is set up for a disk, which within a stop takes most of its time.',
  seenIn: 'ESXi 8',
  source: 'Broadcom KB 320346',
  samples: [
    "2024-03-07T22:04:11.803Z In(05) vcpu-0 5df670d8-d8-2afb DISK: Change tracking for disk 'scsi0:3' is now enabled.",
  ],
};
