import type { Message, MessageDefinition } from './message.js';

const HOSTED = /^(?:Workstation|Player|Fusion|Server|GSX)/i;

/** The header that a VMX process writes first. */
export const product: MessageDefinition = {
  kind: 'product',
  needle: 'Log for VMware ',
  before: 0,
  pattern: /^Log for VMware (?<name>.+?) pid=\d+ version=(?<version>\S+) build=(?:build-)?(?<build>\S+)/,
  read: ({ name = '', version, build }) => ({
    kind: 'product',
    name: `${name} ${version} build-${build}`,
    hosted: HOSTED.test(name),
  }),
  meaning: 'A VMX process begins the log: product, version and build.',
  seenIn: 'all; Workstation 25H2 writes the build without the word',
  source: 'headers of public logs, ESXi 5.1 to 8.0.1 and Workstation 6.5 to 25H2',
  samples: [
    '2019-03-07T20:00:00.100Z| vmx| I125: Log for VMware ESX pid=2101 version=6.7.0 build=build-8169922 option=Release',
    '2026-03-07T20:00:00.100Z -INFO vmware-vmx 2101 [ws@4413 threadName="vmx"] Log for VMware Workstation pid=2101 version=25.0.0 build=24995812 option=Release',
  ],
};

/** The name of the host. */
export const host: MessageDefinition = {
  kind: 'host',
  needle: 'Hostname=',
  before: 0,
  pattern: /^Hostname=(?<name>\S.*)$/,
  read: ({ name = '' }) => ({ kind: 'host', name: name.trimEnd() }),
  meaning: 'The host on which the VM ran when this log began.',
  seenIn: 'ESXi 5.1',
  source: 'public ESXi 5.1 log header',
  samples: ['2013-03-07T20:00:00.180Z| vmx| I120: Hostname=esx-a.example.net'],
};

/** The beginning of one part of the configuration dump. */
export const dump: MessageDefinition = {
  kind: 'dump',
  needle: 'DICT ---',
  before: 0,
  pattern: /^DICT --- (?<part>.*)$/,
  read: ({ part = '' }) => {
    const [, path = null] = /^CONFIGURATION\s+(\S.*\.vmx)\s*$/i.exec(part) ?? [];
    return { kind: 'dump', ofVm: part.startsWith('CONFIGURATION'), vmxPath: path };
  },
  meaning:
    "A part of the configuration dump begins; the part CONFIGURATION is the VM's own, and names its .vmx.",
  seenIn: 'Workstation 6.5 to 25H2; expected on ESXi',
  source: 'public hosted logs',
  samples: ['2019-03-07T20:00:00.220Z| vmx| I125: DICT --- CONFIGURATION /vmfs/volumes/ds1/db1/db1.vmx'],
};

/** The VM's name in the configuration dump. */
export const dumpedName: MessageDefinition = {
  kind: 'dumped-name',
  needle: 'displayName',
  anyCase: true,
  before: 0,
  pattern: /^DICT\s+displayName = (?<value>.*)$/i,
  read: ({ value = '' }) => named('dumped-name', value.trim().replace(/^"(.*)"$/, '$1')),
  meaning: 'The name that people know the VM by, as its configuration had it at power-on.',
  seenIn:
    'Workstation 6.5 (without quotes) to 25H2, in a tenth of the logs all in lower case; expected on ESXi',
  source: 'public hosted logs',
  samples: [
    '2019-03-07T20:00:00.221Z| vmx| I125: DICT               displayName = "db1"',
    'Mar 07 20:00:00.221: vmx| DICT               displayName = db1',
    '2019-03-07T20:00:00.221Z| vmx| I125: DICT               displayname = "db1"',
    '2019-03-07T20:00:00.221Z| vmx| I125: DICT               DISPLAYNAME = "db1"',
  ],
};

/** The VM's name where its configuration is written anew. */
export const setName: MessageDefinition = {
  kind: 'set-name',
  needle: 'displayName',
  anyCase: true,
  before: 0,
  pattern: /^ConfigDB: Setting displayName = "(?<name>.*)"\s*$/i,
  read: ({ name }) => named('set-name', name),
  meaning:
    'The configuration is written anew, the name with it: it serves logs whose beginning was rotated away.',
  seenIn: 'Workstation 12',
  source: 'public hosted logs',
  samples: ['2019-03-07T21:00:00.221Z| vmx| A100: ConfigDB: Setting displayName = "db1"'],
};

/** The VM's identifiers. */
export const uuid: MessageDefinition = {
  kind: 'uuid',
  needle: 'uuid.',
  anyCase: true,
  before: 0,
  pattern:
    /^(?<dump>DICT\s+|ConfigDB: Setting )uuid\.(?<of>bios|location) = "?(?<id>[\da-f](?:[- ]?[\da-f])*)"?\s*$/i,
  read: ({ dump: before = '', of = '', id = '' }) => {
    const digits = id.replace(/[ -]/g, '').toLowerCase();
    // Zeros are what a configuration that was never filled in holds.
    if (digits.length !== 32 || /^0+$/.test(digits)) return null;
    return {
      kind: 'uuid',
      of: of.toLowerCase() === 'bios' ? 'bios' : 'location',
      id: digits,
      dumped: before.startsWith('DICT'),
    };
  },
  meaning:
    "The VM's identifiers: `uuid.bios` stays when it is renamed or moved, `uuid.location` changes with its folder.",
  seenIn: 'Workstation; expected on ESXi',
  source: 'public hosted logs',
  samples: [
    '2019-03-07T20:00:00.222Z| vmx| I125: DICT                 uuid.bios = "56 4d 0a 1b 2c 3d 4e 5f-60 71 82 93 a4 b5 c6 d7"',
    '2019-03-07T20:00:00.222Z| vmx| I125: DICT             uuid.location = "56 4d 0a 1b 2c 3d 4e 5f-60 71 82 93 a4 b5 c6 d8"',
    '2019-03-07T20:00:00.222Z| vmx| A100: ConfigDB: Setting uuid.bios = "56 4d 0a 1b 2c 3d 4e 5f-60 71 82 93 a4 b5 c6 d7"',
  ],
};

/** The VM's configuration file. */
export const configFile: MessageDefinition = {
  kind: 'config-file',
  needle: 'Config file: ',
  before: 0,
  pattern: /^Config file: (?<path>\S.*\.vmx)\s*$/i,
  read: ({ path = '' }) => ({ kind: 'config-file', vmxPath: path }),
  meaning: "The VM's configuration file, which tells VMs of one name apart.",
  seenIn: 'Workstation; expected on ESXi',
  source: 'public hosted logs',
  samples: ['2019-03-07T20:00:00.219Z| vmx| I125: Config file: /vmfs/volumes/ds1/db1/db1.vmx'],
};

/** Where the VMX process swaps. */
export const swapFile: MessageDefinition = {
  kind: 'swap-file',
  needle: 'vmx swap file path',
  before: 0,
  pattern: /^MemSched: vmx swap file path = (?<path>"?\/.*\S)\s*$/,
  read: ({ path = '' }) => ({ kind: 'swap-file', path: path.replace(/^"(.*)"$/, '$1') }),
  meaning:
    "The swap file of the VMX process, which stands in the VM's folder unless somebody configured another.",
  seenIn: 'ESXi 8.0.1',
  source: 'public ESXi 8 log header',
  samples: [
    '2024-03-07T20:00:00.300Z In(05) vmx - MemSched: vmx swap file path = /vmfs/volumes/5a1b2c3d-1234abcd-0a1b-001122334455/db1/vmx-db1-1.vswp',
  ],
};

function named(kind: 'dumped-name' | 'set-name', name: string | undefined): Message | null {
  return name === undefined || name === '' ? null : { kind, name };
}
