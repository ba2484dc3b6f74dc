// Values that come back: a daemon keeps its process id, a VM its peers and its network cards. Without them
// every line would be news, and the corpus would not compress the way real logs do (about 10:1).

/** Returns the values that one VM or host uses again and again. */
export function createCast(random) {
  const many = (count, make) => Array.from({ length: count }, () => make(random));
  return {
    daemons: many(16, daemon),
    peers: many(20, address),
    opIds: many(50, opId),
    nodes: many(12, () => random.hex(8)),
    macs: many(4, mac),
    tasks: many(40, task),
    worlds: many(60, () => random.int(2097152, 2199999)),
  };
}

const DAEMONS = [
  'sshd',
  'systemd',
  'kernel',
  'irisdb',
  'crond',
  'chronyd',
  'vmtoolsd',
  'auditd',
  'NetworkManager',
];
const TASKS = ['createSnapshot', 'removeAllSnapshots', 'reconfigure', 'queryChangedDiskAreas'];

const daemon = (random) => `${random.pick(DAEMONS)}[${random.int(300, 65000)}]`;
const address = (random) => `10.${random.int(0, 30)}.${random.int(0, 255)}.${random.int(1, 254)}`;
const mac = (random) => `00:50:56:${random.hex(2)}:${random.hex(2)}:${random.hex(2)}`;
const task = (random) =>
  `haTask-${random.int(1, 220)}-vim.VirtualMachine.${random.pick(TASKS)}-${random.int(100000000, 999999999)}`;

// As a script on the host, the host itself, and vCenter write them.
function opId(random) {
  const tail = `${random.hex(2)}-${random.hex(4)}`;
  const auto = `lnx${random.hex(5)}-${random.int(10000, 99999)}-auto-x40-h5:${random.int(70000000, 70009999)}`;
  return random.pick([`vim-cmd-${tail}`, `${random.hex(8)}-${tail}`, `${auto}-${random.hex(2)}-${tail}`]);
}
