import type { MessageDefinition } from './message.js';

const NEEDLE = 'SnapshotVMX';

/** A snapshot was asked for. */
export const snapshotStart: MessageDefinition = {
  kind: 'snapshot-start',
  needle: NEEDLE,
  before: 0,
  // A name may hold quotes, commas and look-alikes of the fields, so it reaches to the last place that fits.
  pattern:
    /^SnapshotVMX_TakeSnapshot start: '(?<name>.*)', (?:powerState=\d+, )?deviceState=(?<memory>\d+)\b(?<rest>.*)$/,
  read: ({ name = '', memory, rest = '' }) => ({
    kind: 'snapshot-start',
    name,
    memory: memory !== '0',
    quiesced: flagOf(/\bquiesced=(\d+)/.exec(rest)?.[1]),
  }),
  meaning: 'A snapshot is requested: its name, whether memory is saved and whether the guest is quiesced.',
  seenIn: 'Workstation 7.1 and later, ESXi 6.0 to 8',
  source: 'public ESXi 6.0 and 8 excerpts; hosted logs',
  samples: [
    "2019-03-07T22:04:11.120Z| vmx| I125: SnapshotVMX_TakeSnapshot start: 'nightly', deviceState=0, lazy=0, logging=0, quiesced=1, forceNative=0, tryNative=1, sibling=0 saveAllocMaps=0 cb=1A2B3C, cbData=4D5E6F",
    "2024-03-07T22:04:11.120Z In(05) vmx 1a2b3c4d-01-e6 SnapshotVMX_TakeSnapshot start: 'nightly', deviceState=1, lazy=1, quiesced=0, forceNative=0, tryNative=1, saveAllocMaps=0",
    "Mar 07 22:04:11.120: vmx| SnapshotVMX_TakeSnapshot start: 'nightly', powerState=0, deviceState=1, createAuxDeltaDisks=0, logging=0, cb=1A2B, cbData=3C4D",
  ],
};

/** The work of taking the snapshot changes mode. */
export const snapshotMode: MessageDefinition = {
  kind: 'snapshot-mode',
  needle: NEEDLE,
  before: 0,
  pattern: /^SnapshotVMXTakeSnapshotWork: Transition to mode (?<mode>\d+)\./,
  read: ({ mode }) => ({ kind: 'snapshot-mode', mode: Number(mode) }),
  meaning: 'Mode 0: the VM is stopped for the snapshot; 2: it runs while memory is saved; 1: done.',
  seenIn: 'Workstation 12 to 25H2, ESXi 6.0',
  source: 'public ESXi 6.0 excerpt; hosted logs',
  samples: ['2019-03-07T22:04:11.300Z| vcpu-0| I125: SnapshotVMXTakeSnapshotWork: Transition to mode 0.'],
};

/** The VM runs again while its memory is still being written. */
export const snapshotLazy: MessageDefinition = {
  kind: 'snapshot-lazy',
  needle: NEEDLE,
  before: 0,
  pattern: /^SnapshotVMXTakeSnapshotWork: Initiated lazy snapshot '(?<name>.*)': \d+\s*$/,
  read: ({ name = '' }) => ({ kind: 'snapshot-lazy', name }),
  meaning: 'The VM runs again; its memory is written in the background from here.',
  seenIn: 'Workstation 12 and later, ESXi 8',
  source: 'public ESXi 8 excerpt; hosted logs',
  samples: [
    "2024-03-07T22:04:11.950Z In(05) vcpu-0 - SnapshotVMXTakeSnapshotWork: Initiated lazy snapshot 'nightly': 12",
  ],
};

/** The snapshot is complete. */
export const snapshotDone: MessageDefinition = {
  kind: 'snapshot-done',
  needle: NEEDLE,
  before: 0,
  pattern:
    /^(?:SnapshotVMXTakeSnapshotComplete: Done|SnapshotVMX done) with snapshot '(?<name>.*)': -?\d+\s*$/,
  read: ({ name = '' }) => ({ kind: 'snapshot-done', name }),
  meaning: 'The snapshot is complete; its number follows the name.',
  seenIn: 'Workstation 7.1 (older wording) and later, ESXi 8',
  source: 'Broadcom KB 417644; hosted logs',
  samples: [
    "2024-03-07T22:04:12.240Z In(05) vcpu-0 - SnapshotVMXTakeSnapshotComplete: Done with snapshot 'nightly': 12",
    "Mar 07 22:04:12.240: vmx| SnapshotVMX done with snapshot 'nightly': 1",
  ],
};

function flagOf(digit: string | undefined): boolean | null {
  return digit === undefined ? null : digit !== '0';
}
