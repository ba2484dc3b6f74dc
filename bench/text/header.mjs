/** Writes what a VMX process writes first: the product line and the dump of the configuration. */
export function writeHeader(log) {
  const { vm, form, random } = log;
  log.info('vmx', productLine(form, random));
  for (const line of hostLines(form)) log.info('vmx', line);
  for (const line of configuration(log)) log.info('vmx', line);
  log.info('vmx', 'VMXSTATS: Registering 31 stats: vmx.checkpointStunTime');
  log.info('vmx', `MemSched: vmx swap file path = ${vm.path}/vmx-${vm.name}-${random.hex(8)}.vswp`);
}

function productLine(form, random) {
  const pid = random.int(2100000, 2199999);
  return `Log for VMware ESX pid=${pid} version=${form.version} build=build-${form.build} option=Release`;
}

function hostLines(form) {
  return [
    'The process is 64-bit.',
    'Host codepage=UTF-8 encoding=UTF-8',
    `Host is VMkernel ${form.version}`,
    'Hostname=esx-host1',
  ];
}

function configuration({ vm, random }) {
  const pairs = [
    ['config.version', '8'],
    ['virtualHW.version', '19'],
    ['displayName', vm.name],
    ['guestOS', 'rhel8-64'],
    ['numvcpus', '8'],
    ['memSize', '65536'],
    ['scsi0.virtualDev', 'pvscsi'],
    ['scsi0:0.fileName', `${vm.name}.vmdk`],
    ['scsi0:0.ctkEnabled', 'TRUE'],
    ['ethernet0.virtualDev', 'vmxnet3'],
    ['ethernet0.generatedAddress', `00:50:56:${random.hex(2)}:${random.hex(2)}:${random.hex(2)}`],
    // A VM keeps them in all its logs.
    ['uuid.location', vm.location],
    ['uuid.bios', vm.bios],
  ];
  const entries = pairs.map(([key, value]) => `DICT ${key.padStart(25)} = "${value}"`);
  return [`DICT --- CONFIGURATION ${vm.path}/${vm.name}.vmx`, ...entries, 'DICT --- USER DEFAULTS'];
}
