import { createCast } from './cast.mjs';
import { createClock } from './clock.mjs';
import { createRandom } from './random.mjs';
import { openSink } from './sink.mjs';

// The host's own logs, which fill most of a real bundle and hold no stop.

const FIRST_LINE = Date.UTC(2026, 0, 9, 0, 0, 0);

/** The host logs of the bundle: path, share of their bytes, and the writer of one message. */
export const HOST_LOGS = [
  { path: 'var/run/log/vmkernel.log', share: 0.45, line: vmkernel },
  { path: 'var/run/log/hostd.log', share: 0.35, line: hostd },
  { path: 'var/run/log/vpxa.log', share: 0.15, line: vpxa },
  { path: 'var/run/log/vobd.log', share: 0.05, line: vobd },
];

/** Writes one host log of about so many bytes. */
export function writeHostLog({ line }, path, bytes, seed) {
  const random = createRandom(seed);
  const clock = createClock(FIRST_LINE);
  const cast = createCast(random);
  const sink = openSink(path);
  while (sink.bytes < bytes) {
    sink.write(`${clock.stamp()} ${line(random, cast)}\n`);
    clock.wait(random.int(0, 400));
  }
  sink.close();
}

function vmkernel(random, cast) {
  return `In(182) vmkernel: cpu${random.int(0, 63)}:${random.pick(cast.worlds)})${kernelText(random, cast)}`;
}

function kernelText(random, cast) {
  const device = `naa.600508b1001c${random.pick(['4d2a', '7e01', '9b3c', 'c5f0'])}e7f3a09b61d2c8aa`;
  switch (random.int(0, 5)) {
    case 0:
      return `ScsiDeviceIO: 4167: Cmd(0x45d9${random.pick(cast.nodes)}) 0x${random.hex(2)}, CmdSN 0x${random.hex(3)} from world ${random.pick(cast.worlds)} to dev "${device}" failed H:0x0 D:0x2 P:0x0 Valid sense data: 0x5 0x${random.hex(2)} 0x0`;
    case 1:
      return `NMP: nmp_ThrottleLogForDevice:3875: Cmd 0x${random.hex(2)} (0x45d9${random.pick(cast.nodes)}, ${random.pick(cast.worlds)}) to dev "${device}" on path "vmhba${random.int(0, 3)}:C0:T${random.int(0, 3)}:L${random.int(0, 40)}" Failed:`;
    case 2:
      return `NetPort: 1660: enabled port 0x40000${random.hex(2)} with mac ${random.pick(cast.macs)}`;
    case 3:
      return `FS3Misc: 4217: Long VMFS rsv time on 'datastore${random.int(1, 8)}' (held for ${random.int(200, 4000)} msecs). # R: ${random.int(0, 9)}, # W: ${random.int(0, 9)} bytesXfer: ${random.int(1, 99)} sectors`;
    case 4:
      return `WARNING: ScsiDeviceIO: 1513: Device ${device} performance has deteriorated. I/O latency increased from average value of ${random.int(100, 999)} microseconds to ${random.int(10, 99)}000 microseconds.`;
    default:
      return `VSCSI: 4172: handle ${random.int(8000, 99999)}(vscsi0:${random.int(0, 3)}):processing reset for handle, ${random.int(0, 99)} commands outstanding`;
  }
}

function hostd(random, cast) {
  const task = random.pick(cast.tasks);
  const origin = 'Hostd[2098533]: [Originator@6876 sub=';
  const tail = `opID=${random.pick(cast.opIds)} user=vpxuser`;
  switch (random.int(0, 3)) {
    case 0:
      return `Db(167) ${origin}Vimsvc.TaskManager ${tail}] Task Created : ${task}`;
    case 1:
      return `In(166) ${origin}Vimsvc.TaskManager ${tail}] Task Completed : ${task} Status ${random.pick(['success', 'success', 'error'])}`;
    case 2:
      return `Db(167) ${origin}PropertyProvider ${tail}] RecordOp ASSIGN: info, ${task}. Applied change to temp map, version ${random.int(1, 9999)}.`;
    default:
      return `Wa(164) ${origin}Hostsvc.Tpm20 ${tail}] Session ${random.pick(cast.nodes)} idle for ${random.int(1, 4000)} s, ${random.int(1, 900)} objects cached`;
  }
}

function vpxa(random, cast) {
  const origin = 'Vpxa[2099162]: [Originator@6876 sub=';
  return `Db(167) ${origin}vpxLro opID=WFU-${random.pick(cast.nodes)}] [VpxLRO] -- ${random.pick(['BEGIN', 'FINISH'])} lro-${random.int(10000, 99999)} -- ServiceInstance -- vpxapi.VpxaService.fetchChangedState -- ${random.pick(cast.nodes)}`;
}

function vobd(random) {
  return `In(14) vobd[2097643]: [scsiCorrelator] ${random.int(10000, 99999)}000us: [vob.scsi.device.io.latency.high] Device latency ${random.int(1000, 99999)} us, average ${random.int(100, 999)} us`;
}
