import type { MessageDefinition } from './message.js';
import { BEFORE_STUN } from './migration-messages.js';

/** Lines that are written only while the VM is stopped. */
export const inStun: MessageDefinition = {
  kind: 'in-stun',
  needle: 'Closing all the disks',
  before: 0,
  pattern: /^Closing all the disks of the VM\b/,
  read: () => ({ kind: 'in-stun' }),
  meaning: 'The disks are closed within a stop; the opID of the line, where it has one, names the task.',
  seenIn: 'ESXi 6.0 to 8',
  source: 'Broadcom KB 311905, 320346; public ESXi 6.0 excerpt',
  samples: ['2024-03-07T22:04:11.330Z In(05) vcpu-0 5df670d8-d8-2afb Closing all the disks of the VM.'],
};

/** A request of the host to the VM. */
export const request: MessageDefinition = {
  kind: 'request',
  needle: 'Migrate',
  before: 0,
  pattern:
    /^VigorTransportProcessClientPayload: opID=(?<id>\S+) seq=\d+: Receiving (?<verb>Migrate\.\w+) request/,
  read: ({ id = '', verb = '' }) => ({ kind: 'request', verb, requestId: id }),
  meaning: 'The host hands a task to the VM; the opID ties it to the lines that the task writes.',
  seenIn: 'ESXi 8; lines of this form, with other verbs, also in I125 logs of ESXi 6.7',
  source:
    'public excerpt of a vMotion, 2023; vmware-archive/kubernetes-archived issue 502; the verbs of snapshots are not known',
  samples: [
    '2024-03-07T22:04:02.879Z In(05) vmx - VigorTransportProcessClientPayload: opID=1a2b3c4d-01-e6 seq=10304: Receiving Migrate.PrepareSource request.',
  ],
};

/** Memory is added while the VM runs. */
export const memoryHotAdd: MessageDefinition = {
  kind: 'memory-hot-add',
  needle: 'memoryHotplug',
  before: 0,
  pattern: /^memoryHotplug: Change of memory size from \d+ to \d+ was requested/,
  read: () => ({ kind: 'memory-hot-add' }),
  meaning: 'Memory is added to the running VM, by a fast suspend and resume.',
  seenIn: 'ESXi 8',
  source: 'Broadcom KB 432796',
  samples: [
    '2024-03-07T22:04:11.073Z In(05) vmx - memoryHotplug: Change of memory size from 32768 to 65536 was requested',
  ],
};

/** A device is to be taken away while the VM runs. */
export const hotRemove: MessageDefinition = {
  kind: 'hot-remove',
  needle: 'hot-remove',
  before: 0,
  pattern: /^Requesting hot-remove of '(?<device>[^']+)'/,
  read: ({ device = '' }) => ({ kind: 'hot-remove', device }),
  meaning: 'A device is to be removed from the running VM.',
  seenIn: 'ESXi 8',
  source: 'Broadcom KB 311905',
  samples: ["2024-03-07T22:04:11.073Z Wa(03) vmx - Requesting hot-remove of 'usb'."],
};

/** A device is gone. */
export const deviceAbsent: MessageDefinition = {
  kind: 'device-absent',
  needle: '.present = "FALSE"',
  before: 0,
  pattern: /^ConfigDB: Setting (?<device>\S+)\.present = "FALSE"/i,
  read: ({ device = '' }) => ({ kind: 'device-absent', device }),
  meaning: 'The device is gone from the configuration; within a stop this proves the removal.',
  seenIn: 'ESXi 8',
  source: 'Broadcom KB 311905',
  samples: ['2024-03-07T22:04:11.210Z No(00) vcpu-0 - ConfigDB: Setting usb.present = "FALSE"'],
};

/** A device is switched off, for a removal while the VM runs or because the VM itself is. */
export const deviceOff: MessageDefinition = {
  kind: 'device-off',
  needle: 'Powering off ',
  before: 0,
  pattern: /^Powering off (?<device>[A-Za-z][\w:.-]*)\s*$/,
  read: ({ device = '' }) => ({ kind: 'device-off', device }),
  meaning: 'A device is switched off. Only the line that says that its hot removal is done tells why.',
  seenIn: 'ESX 4.1',
  source: 'public excerpt about the removal of a network card that VMware KB 1023720 describes',
  samples: ['Mar 07 22:04:11.073: vmx| Powering off Ethernet0'],
};

/** A device was taken away while the VM ran. */
export const hotRemoveDone: MessageDefinition = {
  kind: 'hot-remove-done',
  needle: 'Hot removal done',
  before: 0,
  pattern: /^Hot removal done\b/,
  read: () => ({ kind: 'hot-remove-done' }),
  meaning: 'The device that was switched off before is removed from the running VM.',
  seenIn: 'ESX 4.1',
  source: 'public excerpt about the removal of a network card that VMware KB 1023720 describes',
  samples: ['Mar 07 22:04:11.310: vmx| Hot removal done.'],
};

/** A suspend begins. */
export const suspendStart: MessageDefinition = {
  kind: 'suspend-start',
  needle: 'SUSPEND: ',
  before: 0,
  pattern: /^SUSPEND: Start(?: suspend)? \(flags=/,
  read: () => ({ kind: 'suspend-start' }),
  meaning: 'The VM is being suspended to disk.',
  seenIn: 'Workstation 12 to 17',
  source: 'public hosted logs',
  samples: [
    '2019-03-07T22:04:11.210Z| vmx| I125: SUSPEND: Start suspend (flags=0)',
    '2012-03-07T22:04:11.210Z| vmx| I120: SUSPEND: Start (flags=0 prog=0)',
  ],
};

/** A suspend is complete. */
export const suspendDone: MessageDefinition = {
  kind: 'suspend-done',
  needle: 'SUSPEND: ',
  before: 0,
  pattern: /^SUSPEND: Completed suspend: /,
  read: () => ({ kind: 'suspend-done' }),
  meaning: 'The suspend has ended.',
  seenIn: 'Workstation 12 to 17',
  source: 'public hosted logs',
  samples: [
    "2019-03-07T22:04:19.210Z| vmx| I125: SUSPEND: Completed suspend: 'Operation completed successfully' (0)",
  ],
};

/** A process begins that goes on with a VM. */
export const resume: MessageDefinition = {
  kind: 'resume',
  needle: 'Resuming virtual machine from',
  before: BEFORE_STUN,
  pattern: /^Resuming virtual machine from .*\.vms(?<kind>[ns])(?: with \d+ MB of memory)?\.?\s*$/i,
  read: ({ kind }) => ({ kind: 'resume', of: kind?.toLowerCase() === 'n' ? 'snapshot' : 'suspend' }),
  meaning:
    'The VM is about to go on from a file: of a snapshot (.vmsn) after a revert, or of a suspend (.vmss).',
  seenIn: 'Workstation 5 (without the memory) to 17',
  source: 'public hosted logs; a revert of 2 GB took 49.5 s from here to its end',
  samples: [
    '2019-03-07T22:14:10.630Z| vmx| I125: Resuming virtual machine from E:\\vms\\db1\\db1-Snapshot2.vmsn with 2048 MB of memory.',
    '2021-03-07T22:14:10.630Z| vmx| I005: Resuming virtual machine from /vmfs/volumes/ds1/db1/db1-1a2b3c.vmss with 2944 MB of memory.',
  ],
};

/** A new process goes on with a VM. */
export const restore: MessageDefinition = {
  kind: 'restore',
  needle: 'CPT: Restoring checkpoint',
  before: BEFORE_STUN,
  pattern: /^CPT: Restoring checkpoint (?:\(null\)|.*\.vms(?<kind>[ns]))\s*$/i,
  read: ({ kind }) => ({ kind: 'restore', of: originOf(kind) }),
  meaning:
    'A new process goes on with the VM from a saved state: of a snapshot (.vmsn) after a revert, of a suspend (.vmss), or of the process that hands it over in a migration (no file).',
  seenIn: 'Workstation 16 and 17 (.vmss), ESXi 6.5 (no file); .vmsn by the format of the files',
  source: 'public hosted logs; vmware/vic issue 6701',
  samples: [
    '2021-03-07T22:14:11.210Z| vmx| I005: CPT: Restoring checkpoint /vmfs/volumes/ds1/db1/db1-1a2b3c.vmss',
    '2018-02-15T02:55:01.542Z| vmx| I125: CPT: Restoring checkpoint (null)',
  ],
};

function originOf(kind: string | undefined): 'snapshot' | 'suspend' | 'migration' {
  if (kind === undefined) return 'migration';
  return kind.toLowerCase() === 'n' ? 'snapshot' : 'suspend';
}
