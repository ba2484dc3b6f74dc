import type { AdviceSentence } from '../model/advice.js';
import type { Cause } from '../model/cause.js';
import { FINDING_KINDS, type FindingKind } from '../model/report.js';

type Known = Pick<AdviceSentence, 'text' | 'source'>;

const HA_GUIDE = 'InterSystems IRIS High Availability Guide';
const ARTICLE = 'InterSystems Developer Community, "VM Backups and Caché freeze/thaw scripts"';

const PLANNED: Known = {
  text: 'For planned work, stop mirroring on the backup until it is done.',
  source: `${HA_GUIDE}, 3.8`,
};

const OF_CAUSES: Readonly<Partial<Record<Cause, readonly Known[]>>> = {
  'snapshot-create': [
    { text: "Take the backup's snapshots without memory, and quiesced.", source: ARTICLE },
    { text: 'Back up when both the database and the storage are quiet.', source: ARTICLE },
  ],
  consolidate: [
    {
      text: 'Consolidate when the guest writes little: if it writes faster than the snapshot is committed, there are more rounds, each with a stop.',
      source: 'VMware KB 337175',
    },
    {
      text: 'Keep snapshots for a short time: a consolidate that cannot catch up ends by holding the VM until all is committed, which may take half an hour.',
      source: 'VMware KB 2039754',
    },
  ],
  migration: [
    {
      text: 'A vMotion is meant to switch over within 500 ms: find out why these took longer.',
      source: 'Broadcom KB 436882',
    },
    PLANNED,
  ],
  'storage-migration': [
    {
      text: 'A storage migration may hold the VM for as long as fsr.maxSwitchoverSeconds allows, 100 s by default.',
      source: 'VMware KB 1010045',
    },
    PLANNED,
  ],
  'hot-add': [
    {
      text: 'Adding memory or processors to a running VM can stop it for minutes, and its logged figure leaves out most of that.',
      source: 'Broadcom KB 432796',
    },
    PLANNED,
  ],
  'hot-remove': [PLANNED],
  suspend: [PLANNED],
  revert: [
    {
      text: 'Start a member that was reverted to a snapshot only from the powered-off state: otherwise there may be two primaries.',
      source: `${HA_GUIDE}, 3.8`,
    },
  ],
};

const OF_FINDINGS: Readonly<Partial<Record<FindingKind, readonly Known[]>>> = {
  'memory-snapshot': [{ text: 'Switch off memory in the snapshots of the backup.', source: ARTICLE }],
  'tracking-enabled': [
    {
      text: 'Find what switches off change tracking between backups: setting it up again takes most of such a stop.',
      source: 'Broadcom KB 320346',
    },
  ],
  'quiesce-failed': [
    {
      text: 'Find out why the guest does not quiesce: a freeze should last for a few seconds only.',
      source: ARTICLE,
    },
  ],
  'members-together': [
    {
      text: 'Never back up, migrate or reconfigure two of the three members at once: without backup and arbiter, the primary hangs.',
      source: `${HA_GUIDE}, 3.3.3.5`,
    },
  ],
};

const OF_TIMEOUT: readonly Known[] = [
  {
    text: 'A longer timeout has a price: a real outage is noticed later, and if the backup is lost, users wait for about the timeout, or three times as long without an arbiter.',
    source: `${HA_GUIDE}, 3.3.3.3`,
  },
  {
    text: 'Keep it at 30 s or below.',
    source: ARTICLE,
  },
  {
    text: 'Above 30 s, a primary that waits for a stopped backup may freeze itself: it stops updates if it cannot complete a journal write for 30 s.',
    source: 'InterSystems IRIS Data Integrity Guide, 9.2',
  },
  {
    text: 'Run the failover members on different hosts and different storage.',
    source: `${HA_GUIDE}, 3.8`,
  },
];

/** Gives what is published about the timeout, and about the causes and findings that were found. */
export function sentencesFor(
  causes: readonly Cause[],
  findings: ReadonlySet<FindingKind>,
): readonly AdviceSentence[] {
  return [
    ...causes.flatMap((about) => of(about, OF_CAUSES[about])),
    ...FINDING_KINDS.filter((kind) => findings.has(kind)).flatMap((about) => of(about, OF_FINDINGS[about])),
    ...of('timeout', OF_TIMEOUT),
  ];
}

function of(about: AdviceSentence['about'], known: readonly Known[] = []): readonly AdviceSentence[] {
  return known.map((each) => ({ about, ...each }));
}
