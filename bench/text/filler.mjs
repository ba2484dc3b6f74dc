// The everyday lines between stops. Each entry is one episode: a few lines that belong together, milliseconds
// apart. The wording follows public logs; figures, names and ids differ so that gzip finds about what it finds there.

const episodes = [
  guest,
  guest,
  vigor,
  vigor,
  vigor,
  tools,
  disks,
  disks,
  changeTracking,
  config,
  memory,
  network,
  devices,
  timing,
];

/** Writes one episode of ordinary lines, then lets some time pass. */
export function writeFiller(log) {
  log.random.pick(episodes)(log);
  log.clock.wait(log.random.int(2000, 150000));
}

// None names a snapshot: in a real log that word stands near an operation, and it is one that a reader looks for.
const REQUESTS = [
  'GuestInfo.Update',
  'GuestStats.SetNotificationThresholds',
  'Disk.GetBacking',
  'Tools.SetOption',
  'HotPlugManager.BeginBatch',
  'HotPlugManager.EndBatch',
  'USB.SetState',
  'MKSVMX.IssueTicket',
  'Bootstrap.GetState',
  'GuestOps.ListProcesses',
];
const ACTIONS = ['Receiving', 'Processed', 'Completed', 'Queued'];

function guest(log) {
  const { random, clock, cast } = log;
  const count = random.int(1, 5);
  for (let i = 0; i < count; i++) {
    log.info(vcpu(random), `Guest: ${guestText(random, cast)}`);
    // Most lines of a burst share their millisecond.
    if (random.chance(0.3)) clock.wait(random.int(0, 900));
  }
}

function guestText(random, cast) {
  const daemon = random.pick(cast.daemons);
  switch (random.int(0, 4)) {
    case 0:
      return `${daemon}: Accepted publickey for svc${random.int(1, 40)} from ${random.pick(cast.peers)} port ${random.int(50000, 50999)} ssh2`;
    case 1:
      return `[${random.int(100000, 999999)}.${random.int(100, 999)}] nfs: server ${random.pick(cast.peers)} not responding, still trying`;
    case 2:
      return `${daemon}: journal switch took ${random.int(1, 4000)} ms, ${random.int(1, 90000)} blocks pending, session ${random.hex(2)}`;
    case 3:
      return `vmsvc[${random.int(300, 9000)}]: [ message] [guestinfo] Updating disk usage ${random.int(1, 99)}%, ${random.int(100, 999)} GB free`;
    default:
      return `${daemon}: Started Session ${random.int(1, 99999)} of user ${random.pick(['root', 'irisusr', 'backup', 'svc'])}.`;
  }
}

function vigor(log) {
  const { random, clock, cast } = log;
  const id = random.pick(cast.opIds);
  const seq = random.int(1000, 99999);
  const request = random.pick(REQUESTS);
  log.info(
    'vmx',
    `VigorTransportProcessClientPayload: opID=${id} seq=${seq}: Receiving ${request} request.`,
    id,
  );
  clock.wait(random.int(0, 40));
  if (random.chance(0.3))
    log.info(
      'vmx',
      `Vigor_ClientRequestCb: failed to do op=${random.int(1, 9)} on unregistered device '${request.split('.')[0]}' (cmd=(null))`,
      id,
    );
  log.info(
    'vmx',
    `VigorTransport_ServerSendResponse opID=${id} seq=${seq}: ${random.pick(ACTIONS)} ${request} request with messages.`,
    id,
  );
}

function tools(log) {
  const { random, clock } = log;
  const channel = random.int(0, 7);
  log.info(
    vcpu(random),
    `GuestRpc: Got RPCI vsocket connection ${random.int(1, 9999)}, assigned to channel ${channel}.`,
  );
  clock.wait(random.int(1, 300));
  log.info(
    vcpu(random),
    `GuestRpc: Channel ${channel} reinitialized, ${random.int(100, 900000)} bytes in ${random.int(1, 5000)} messages.`,
  );
  if (random.chance(0.3))
    log.info(
      vcpu(random),
      `Tools_SetVersionAndType did nothing; new tools version (${random.int(12300, 12400)}) and type (4) match old Tools version and type`,
    );
  if (random.chance(0.2)) log.info('vmx', "TOOLS received request in VMX to set option 'synctime' -> '0'");
  if (random.chance(0.1)) log.warning(vcpu(random), 'GuestRpcSendTimedOut: message to toolbox timed out.');
}

function disks(log) {
  const { random, clock, vm } = log;
  const disk = `scsi0:${random.int(0, 3)}`;
  const file = `${vm.path}/${vm.name}_${random.int(1, 4)}`;
  const sectors = random.int(1, 40) * 20971520;
  const handle = random.int(1000, 9999);
  log.info('vmx', `DISK: OPEN ${disk} '${file}.vmdk' persistent R[]`);
  log.info(
    'vmx',
    `DISKLIB-VMFS  : "${file}-flat.vmdk" : open successful (${random.pick([8, 14, 1041, 65557])}) size = ${sectors * 512}, hd = ${handle}. Type 3`,
  );
  clock.wait(random.int(0, 12));
  log.info('vmx', `DISKLIB-DSCPTR: Opened [0]: "${vm.name}-flat.vmdk" (0x${random.hex(2)})`);
  log.info(
    'vmx',
    `DISKLIB-LINK  : Opened '${file}.vmdk' (0x${random.hex(2)}): vmfs, ${sectors} sectors / ${sectors / 2097152} GB.`,
  );
  log.info('vmx', `DISKLIB-LIB   : Opened "${file}.vmdk" (flags 0x${random.hex(2)}, type vmfs).`);
  clock.wait(random.int(0, 12));
  log.info('vmx', `Creating virtual dev for ${disk} vscsi=${random.int(8000, 9999)}`);
  if (random.chance(0.5))
    log.info(
      'vmx',
      `DumpDiskInfo: ${disk} createType=11, capacity = ${sectors}, numLinks = 1, allocationType = ${random.int(0, 2)}`,
    );
  log.info('vmx', `DISKLIB-VMFS  : "${file}-flat.vmdk" : closed. hd = ${handle}`);
}

function changeTracking(log) {
  const { random, clock, cast } = log;
  const node = random.pick(cast.nodes);
  const disk = `scsi0:${random.int(0, 3)}`;
  log.info(
    'vmx',
    `DISKLIB-CBT   : Creating cbt node ${node}-cbt with chunk size of ${random.pick([65536, 131072, 262144])}.`,
  );
  clock.wait(random.int(1, 60));
  log.info('vmx', `DISKLIB-CBT   : Successfully created cbt node ${node}-cbt.`);
  log.info(
    'vmx',
    `DISKLIB-CTK   : ${random.int(1, 90000)} of ${random.int(90000, 900000)} blocks changed since change id 52 de ${random.hex(2)}/${random.int(1, 99)}`,
  );
  log.info('vmx', `DISKLIB-CTK   : Resuming change tracking of disk '${disk}'.`);
}

function config(log) {
  const { random, cast } = log;
  const id = random.pick(cast.opIds);
  log.audit('vmx', `ConfigDB: Setting scsi0:${random.int(0, 3)}.redo = ""`, id);
  log.audit(
    'vmx',
    `ConfigDB: Setting guestinfo.backup.token = "${random.pick(cast.nodes)}-${random.hex(4)}"`,
    id,
  );
  if (random.chance(0.4))
    log.audit('vmx', `ConfigDB: Setting toolsInstallManager.updateCounter = "${random.int(1, 90)}"`, id);
  if (random.chance(0.2))
    log.audit('vmx', 'ConfigDB: Unsetting all entries with prefix "guestinfo.vmtools."', id);
}

function memory(log) {
  const { random } = log;
  const pages = () => random.int(10, 99) * 4096;
  log.info('vmx', `MemSched: caller 0 numvm 1 locked pages: num ${pages()} max ${pages()}`);
  log.info('vmx', `MemSched: locked Page Limit: host ${pages()} config ${pages()} dynam ${pages()}`);
  log.info('vmx', `MemSched: minmempct ${random.int(10, 90)} minalloc ${random.int(0, 1)} admitted 1`);
  if (random.chance(0.4))
    log.info(
      'vcpu-0',
      `Balloon: Start: vmmemctl reset balloon, target ${pages()} pages, ${random.int(0, 99)} ms`,
    );
}

function network(log) {
  const { random, cast } = log;
  const port = random.int(0, 3);
  log.info(
    vcpu(random),
    `VMXNET3 user: Ethernet${port} Driver Info: version = 17105408 gosBits = 2 gosType = 1, gosVer = ${random.int(335104, 335199)}, gosMisc = 0`,
  );
  log.info(vcpu(random), `Ethernet${port} MAC Address: ${cast.macs[port]}`);
}

function devices(log) {
  const { random, clock } = log;
  const count = random.int(1, 3);
  for (let i = 0; i < count; i++) {
    log.info(
      vcpu(random),
      `PVSCSI: scsi0:${random.int(0, 3)}: aborting cmd 0x${random.hex(6)} after ${random.int(100, 60000)} ms`,
    );
    clock.wait(random.int(0, 60));
  }
  if (random.chance(0.3)) log.info('mks', 'SVGA-ScreenMgr: Screen type changed to RegisterMode');
  if (random.chance(0.3))
    log.info(vcpu(random), `CPU reset: soft (mode Emulation), count ${random.int(1, 900)}`);
}

function timing(log) {
  const { random } = log;
  const rate = random.int(2095, 2096) * 1000000;
  log.info(
    vcpu(random),
    `TimeTrackerStats behindBy=${random.int(0, 99999)} us, caught up ${random.int(0, 9999)} times, stopped catching up ${random.int(0, 99)} times`,
  );
  log.info(
    'vmx',
    `VMXSTATS: vmx.heartbeat=${random.int(1, 9999999)} vmx.pollUs=${random.int(1, 99999)} host rate ${rate}Hz`,
  );
}

const vcpu = (random) => `vcpu-${random.int(0, 7)}`;
