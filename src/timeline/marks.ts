import type { Message } from '../messages/message.js';
import { isOfSwitchover } from '../messages/migration-messages.js';
import { US_PER_SECOND } from '../model/units.js';
import type { Entry } from './entry.js';

/** Operations that a VM is asked for while it runs: a stop that begins after one is not that of a stun before it. */
const SIGNS_OF_LIFE: ReadonlySet<Message['kind']> = new Set<Message['kind']>([
  'snapshot-start',
  'hot-remove',
  'suspend-start',
]);

/**
 * A stun and an unstun further apart are not of one stop: a switchover is given up after 100 s unless
 * fsr.maxSwitchoverSeconds says otherwise (VMware KB 307365), and the longest ones told of took minutes.
 */
export const LONGEST_SWITCHOVER_US = 600 * US_PER_SECOND;

/** A VM runs within this time of its state being read from a file; a stop that begins later is another one. */
export const RESTORE_REACH_US = 60 * US_PER_SECOND;

/** Says whether an entry is a line of the stop that a new VMX process ends. */
export function isMark({ message }: Entry): boolean {
  return isOfSwitchover(message);
}

/** Says whether a mark is one of the new process, which takes the VM over. */
export function isTakeover({ message: { kind } }: Entry): boolean {
  return kind === 'migrate-destination' || kind === 'resume' || kind === 'restore';
}

/** Says whether a mark says that the VM goes on from a file. */
export function isOfFile({ message }: Entry): boolean {
  return (message.kind === 'restore' || message.kind === 'resume') && message.of !== 'migration';
}

/** Says whether an entry shows that the VM ran when it was written. */
export function isSignOfLife({ message }: Entry): boolean {
  return SIGNS_OF_LIFE.has(message.kind);
}
