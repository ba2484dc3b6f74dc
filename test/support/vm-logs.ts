import { headerLine, line, logText, moment, unstunLine } from './log-lines.js';

/** What a log tells of its VM; a key that is left out is not told. */
export interface Identity {
  readonly name?: string;
  readonly vmx?: string;
  readonly bios?: string;
  readonly location?: string;
  readonly swap?: string;
  /** A name that the VM is given later. */
  readonly renamed?: string;
}

/** How a log is written. */
export interface Writing {
  /** Hours after the first log. */
  readonly hour?: number;
  readonly us?: number;
  /** Without the header and the dump the log is a piece of one that was rotated by its size. */
  readonly headed?: boolean;
}

const START = '2026-01-12T00:00:00.000Z';

/** Writes an identifier as a configuration has it, from two of its digits. */
export function uuidOf(digits: string): string {
  const pairs = Array.from({ length: 16 }, () => digits);
  return `${pairs.slice(0, 8).join(' ')}-${pairs.slice(8).join(' ')}`;
}

/** Writes a log of ESXi with one stop, which tells that much of its VM. */
export function vmLog(identity: Identity, { hour = 0, us = 100_000, headed = true }: Writing = {}): string {
  const at = moment(START, hour * 3_600_000);
  const say = (message: string, minutes = 0) =>
    line('I125', { at: moment(at.toISOString(), minutes * 60_000), thread: 'vmx', message });
  const { name, vmx, bios, location, swap, renamed } = identity;
  const told = [
    ...(vmx === undefined ? [] : [`DICT --- CONFIGURATION ${vmx}`]),
    ...(name === undefined ? [] : [`DICT               displayName = "${name}"`]),
    ...(bios === undefined ? [] : [`DICT                 uuid.bios = "${uuidOf(bios)}"`]),
    ...(location === undefined ? [] : [`DICT             uuid.location = "${uuidOf(location)}"`]),
    ...(swap === undefined ? [] : [`MemSched: vmx swap file path = ${swap}`]),
  ];
  return logText([
    ...(headed ? [headerLine('I125', at)] : [say('GuestRpc: Channel 1 reinitialized.')]),
    ...told.map((message) => say(message)),
    unstunLine('I125', us, { at: moment(at.toISOString(), 600_000) }),
    ...(renamed === undefined ? [] : [say(`ConfigDB: Setting displayName = "${renamed}"`, 20)]),
  ]);
}
