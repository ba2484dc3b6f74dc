import { type Family, line, unstunLine } from './log-lines.js';

/** Text of many sorts that holds no needle. */
const NOISE = [
  'Guest: vmsvc[5244]: [ message] [guestinfo] Updating disk usage 50%, 174 GB free',
  'GuestRpc: Channel 1 reinitialized, 276117 bytes in 1319 messages.',
  "DISK: OPEN scsi0:2 '/vmfs/volumes/668dbf70-8e280829-16d4-6146621601d6/db1/db1_4.vmdk' persistent R[]",
  'DISKLIB-CTK   : 72313 of 359530 blocks changed since change id 52 de 5d/83',
  'VMXNET3 user: Ethernet3 Driver Info: version = 17105408 gosBits = 2 gosType = 1, gosVer = 335193',
  'Vigor_ClientRequestCb: failed to do op=3 on unregistered device (cmd=(null))',
  'TOOLS received request in VMX to set option',
  'CPT: current = 4, requesting 6',
  'Checkpointed in VMware ESX, 6.7.0, build-1',
];

interface NoisyLog {
  readonly start: number;
  readonly stops: number;
  /** Lines without a needle before each stop, a second apart. */
  readonly noise: number;
  readonly family?: Family;
}

/** Writes the lines of a log in which many lines that say nothing lie before each stop of half a second. */
export function noisyLines({ start, stops, noise, family = 'esx8' }: NoisyLog): string[] {
  return Array.from({ length: stops }, (_, stop) => [
    ...Array.from({ length: noise }, (_, i) =>
      line(family, {
        at: new Date(start + (stop * noise + i) * 1000),
        message: NOISE[i % NOISE.length] ?? '',
      }),
    ),
    unstunLine(family, 500_000 + stop, { at: new Date(start + (stop + 1) * noise * 1000) }),
  ]).flat();
}

/** Writes lines of a host's log, so many bytes or a little more: none holds a needle, and no two are the same. */
export function hostText(bytes: number): string {
  const lines: string[] = [];
  let seed = 20_240_307;
  for (let length = 0, at = 0; length < bytes; at++) {
    seed = (seed * 48_271) % 2_147_483_647;
    const session = [40_014, 69_621, 16_807].map((by) => ((seed * by) % 2_147_483_647).toString(36)).join('');
    const one = `${new Date(HOST_START + at * 731).toISOString()} In(182) vmkernel: cpu${seed % 64}:2097${seed % 1000})ScsiDeviceIO: 4167: Cmd(0x45d9${seed.toString(16)}) 0x${(seed % 255).toString(16)}, CmdSN 0x${at.toString(16)} from world ${seed % 9000} failed H:0x0 D:0x2 P:0x0 opID=${session}\n`;
    lines.push(one);
    length += one.length;
  }
  return lines.join('');
}

const HOST_START = Date.UTC(2024, 2, 7);
