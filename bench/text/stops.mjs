// What stuns a VM: the snapshot of a backup, its consolidation, and now and then something that left no line.

/** Writes the next operation that stops the VM: a snapshot is taken, and the one after it is the consolidation. */
export function writeStops(log) {
  const { random } = log;
  if (random.chance(0.1)) bare(log);
  else if (log.state.snapshot === null) create(log);
  else consolidate(log);
  if (random.chance(0.01)) forged(log);
}

function create(log) {
  const { random, clock, state, cast } = log;
  const id = random.pick(cast.opIds);
  state.uid += 1;
  state.snapshot = random.pick(['VEEAM BACKUP TEMPORARY SNAPSHOT', `smvi_${random.hex(8)}`, 'xsibackup']);
  log.info('vmx', takeLine(log), id);
  clock.wait(random.int(20, 3000));
  log.info(
    'vmx',
    'SNAPSHOT: SnapshotPrepareTakeDoneCB: Prepare phase complete (The operation completed successfully).',
    id,
  );
  clock.wait(random.int(5, 200));
  stop(log, () => {
    log.info('vcpu-0', 'SnapshotVMXTakeSnapshotWork: Transition to mode 0.', id);
    closeDisks(log, id);
    log.audit('vcpu-0', `ConfigDB: Setting scsi0:0.fileName = "${log.vm.name}-${childOf(state)}.vmdk"`, id);
    log.info('vcpu-0', 'SnapshotVMXTakeSnapshotWork: Transition to mode 1.');
  });
  clock.wait(random.int(5, 300));
  log.info('vcpu-0', `SnapshotVMXTakeSnapshotComplete: Done with snapshot '${state.snapshot}': ${state.uid}`);
}

function takeLine({ form, random, state }) {
  const quiesced = random.int(0, 1);
  const tail = form.stunnedLine ? '' : ` cb=${random.hex(7)}, cbData=${random.hex(8)}`;
  const flags = `deviceState=0, lazy=0, quiesced=${quiesced}, forceNative=0, tryNative=1, saveAllocMaps=0${tail}`;
  return `SnapshotVMX_TakeSnapshot start: '${state.snapshot}', ${flags}`;
}

function consolidate(log) {
  const { random, clock, state } = log;
  const passes = random.int(1, 4);
  for (let pass = 1; pass <= passes; pass++) {
    stop(log, () => closeDisks(log, '-'));
    clock.wait(random.int(10, 200));
    if (pass < passes) log.info('vmx', 'SnapshotVMXConsolidateOnlineCB: Another iteration is needed.');
    clock.wait(random.int(400, 12000));
  }
  const done = 'ConsolidateEnd: Snapshot consolidate complete: The operation completed successfully (0).';
  log.info('vcpu-0', log.form.stunnedLine ? done : 'SnapshotVMXConsolidateOnlineCB: Done with consolidate');
  state.snapshot = null;
}

function bare(log) {
  log.clock.wait(1000);
  stop(log, () => {});
}

// A guest can write what it likes into the log. A search by word counts such a line, and must not be praised for it.
function forged(log) {
  log.info('vcpu-1', 'Guest: app[4242]: Checkpoint_Unstun: vm stopped for 99999999 us');
  log.counts.forged += 1;
}

/** Writes one stop: the lines inside it, the unstun line at its end, and on newer hosts the second figure. */
function stop(log, inside) {
  const { random, clock, form, counts } = log;
  const stoppedUs = Math.max(900, Math.round(random.logNormal(300000, 0.9)));
  const end = clock.now + stoppedUs / 1000;
  clock.wait(1);
  inside();
  clock.wait(end - clock.now);
  log.info('vcpu-0', `Checkpoint_Unstun: vm stopped for ${stoppedUs} us`);
  const openUs = random.int(4000, 60000);
  clock.wait(openUs / 2000);
  openDisk(log);
  clock.wait(openUs / 2000);
  if (form.stunnedLine) log.info('vcpu-0', `CPT: vm was stunned for ${stoppedUs + openUs} us`);
  counts.stops += 1;
  counts.totalUs += stoppedUs + (form.stunnedLine ? openUs : 0);
  if (form.stunnedLine) counts.stunnedLines += 1;
}

function closeDisks(log, id) {
  const { random, vm } = log;
  log.info('vcpu-0', `Destroying virtual dev for scsi0:0 vscsi=${random.int(8000, 9999)}`, id);
  log.info('vcpu-0', 'VMMon_VSCSIStopVports: No such target on adapter', id);
  log.info('vcpu-0', 'Closing all the disks of the VM.', id);
  log.info('vcpu-0', "Closing disk 'scsi0:0'", id);
  log.info('vcpu-0', `DISKLIB-VMFS  : "${vm.path}/${vm.name}-flat.vmdk" : closed.`);
}

function openDisk(log) {
  const { vm, state } = log;
  const name = state.snapshot === null ? vm.name : `${vm.name}-${childOf(state)}`;
  log.info('vcpu-0', `DISK: OPEN scsi0:0 '${vm.path}/${name}.vmdk' persistent R[]`);
}

const childOf = (state) => String(state.uid).padStart(6, '0');
