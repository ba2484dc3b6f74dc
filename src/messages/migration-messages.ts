import type { Message, MessageDefinition } from './message.js';

/** So many lines before a stun or a takeover tell whether a line without a stamp of its own is text of the guest. */
export const BEFORE_STUN = 8;

const OF_SWITCHOVER: ReadonlySet<Message['kind']> = new Set<Message['kind']>([
  'migrate-stun-begin',
  'migrate-stunned',
  'migrate-destination',
  'resume',
  'restore',
]);

/**
 * Says whether a message is of the stop that a new VMX process ends: the VM is stunned for the old process, or the new one
 * takes it over. The figure of such a stop counts the new process's part alone (Broadcom KB 432796).
 */
export function isOfSwitchover({ kind }: Message): boolean {
  return OF_SWITCHOVER.has(kind);
}

/** The VM is about to be stopped for a migration or for a suspend and resume on its own host. */
export const migrateStunBegin: MessageDefinition = {
  kind: 'migrate-stun-begin',
  needle: 'Migrate',
  before: BEFORE_STUN,
  pattern: /^Migrate: VM starting stun, waiting (?<limit>\d{1,6}) seconds/,
  read: ({ limit }) => ({ kind: 'migrate-stun-begin', limitS: Number(limit) }),
  meaning: 'The stun of a migration or of a fast suspend and resume begins; the seconds are its limit.',
  seenIn: 'ESXi 8',
  source: 'Broadcom KB 432796; the limit: KB 307365, 1010045',
  samples: [
    '2024-03-07T22:04:11.551Z In(05) vmx - Migrate: VM starting stun, waiting 100 seconds for go/no-go message.',
  ],
};

/** The VM is stopped for it. */
export const migrateStunned: MessageDefinition = {
  kind: 'migrate-stunned',
  needle: 'Migrate',
  before: BEFORE_STUN,
  pattern: /^Migrate: VM successfully stunned\b/,
  read: () => ({ kind: 'migrate-stunned' }),
  meaning: 'The VM stands still from here; the figure at the end of the stop does not count this part.',
  seenIn: 'ESXi 8',
  source: 'Broadcom KB 432796',
  samples: ['2024-03-07T22:04:11.626Z In(05) vcpu-0 - Migrate: VM successfully stunned'],
};

/** The source of a migration. */
export const migrateSource: MessageDefinition = {
  kind: 'migrate-source',
  needle: "Received migrate 'to'",
  before: 0,
  pattern:
    /^Received migrate 'to' request for mid id (?<id>\d+), src ip <(?<from>[^>]*)>, dst ip <(?<to>[^>]*)>/,
  read: ({ id = '', from = '', to = '' }) => ({ kind: 'migrate-source', migrationId: id, from, to }),
  meaning: 'This host is asked to hand the VM over; the id is the same in the log of the other host.',
  seenIn: 'ESXi 8',
  source: 'public excerpt of a vMotion, 2023',
  samples: [
    "2024-03-07T22:04:02.879Z In(05) vmx - Received migrate 'to' request for mid id 8743996508480001077, src ip <10.0.0.22>, dst ip <10.0.0.23>(invalidate source config).",
  ],
};

/** The destination of a migration. */
export const migrateDestination: MessageDefinition = {
  kind: 'migrate-destination',
  needle: 'Migrate',
  before: BEFORE_STUN,
  pattern: /^Migrate_Open: Restoring from <(?<from>[^>]*)> with migration id (?<id>\d+)/,
  read: ({ id = '', from = '' }) => ({ kind: 'migrate-destination', migrationId: id, from }),
  meaning: 'This host takes the VM over.',
  seenIn: 'ESXi 6.5, and with I120 prefixes',
  source: 'Broadcom KB 436882; vmware/vic issue 6701',
  samples: [
    '2015-03-07T22:04:09.200Z| vmx| I120: Migrate_Open: Restoring from <10.0.0.22> with migration id 8743996508480001077',
  ],
};

/** A storage migration goes on. */
export const storageMigration: MessageDefinition = {
  kind: 'storage-migration',
  needle: 'SVMotion',
  before: 0,
  pattern: /^SVMotion: Enter Phase (?<phase>\d{1,4})\b/,
  read: ({ phase }) => ({ kind: 'storage-migration', phase: Number(phase) }),
  meaning: 'The disks of the VM are moved to another datastore.',
  seenIn: 'ESXi 6.0',
  source: 'public article on the mirror driver, 2017',
  samples: ['2017-03-07T22:04:09.200Z| vmx| I120: SVMotion: Enter Phase 8'],
};
