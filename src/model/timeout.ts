import { keyOf, type VmKey } from './mirror.js';
import { US_PER_MS } from './units.js';

/**
 * From which length on a stop may have an effect: a share of the timeout, or the timeout less the interval at which the
 * members talk, since their last message may be that old when the stop begins.
 */
export type Onset =
  | { readonly kind: 'share'; readonly numerator: number; readonly denominator: number }
  | { readonly kind: 'interval'; readonly us: number };

/** A timeout that stops are compared with, in microseconds, and the onset of its effects. */
export interface Timeout {
  readonly qosUs: number;
  readonly onset: Onset;
}

/** A backup member may begin a takeover after just over half of the QoS timeout (docs/mirror.md has the derivation). */
export const HALF: Onset = { kind: 'share', numerator: 1, denominator: 2 };

/** Gives the onset of a timeout as an exact fraction of microseconds; never below 0. */
export function onsetOf({ qosUs, onset }: Timeout): {
  readonly numerator: number;
  readonly denominator: number;
} {
  return onset.kind === 'share'
    ? { numerator: qosUs * onset.numerator, denominator: onset.denominator }
    : { numerator: Math.max(0, qosUs - onset.us), denominator: 1 };
}

/** Gives the onset of a timeout in microseconds. */
export function onsetUs(timeout: Timeout): number {
  const { numerator, denominator } = onsetOf(timeout);
  return numerator / denominator;
}

/** Says whether a stop reaches the onset of a timeout. A stop of exactly half does: that is the safe side. */
export function reachesOnset({ durationUs }: { readonly durationUs: number }, timeout: Timeout): boolean {
  const { numerator, denominator } = onsetOf(timeout);
  return durationUs * denominator >= numerator;
}

/** Gives the smallest timeout, in whole milliseconds from 1 on, whose onset a stop of so many microseconds does not reach. */
export function enoughMs(us: number, onset: Onset): number {
  const tolerated = onset.kind === 'share' ? (us * onset.denominator) / onset.numerator : us + onset.us;
  return Math.max(1, Math.floor(tolerated / US_PER_MS) + 1);
}

/** Gives the timeout of a VM. */
export type TimeoutOf = (vm: VmKey) => Timeout;

/** What tells the timeouts of VMs. */
interface Timed {
  readonly policy: Timeout;
  readonly vms: readonly (VmKey & { readonly qosUs: number })[];
}

/** Gives a function that tells the timeout of a VM: its own where it has one, else the policy's. */
export function timeoutsOf({ policy, vms }: Timed): TimeoutOf {
  const { qosUs, onset } = policy;
  const common: Timeout = { qosUs, onset };
  const own = vms.filter((vm) => vm.qosUs !== qosUs);
  if (own.length === 0) return () => common;
  const byVm = new Map(own.map((vm) => [keyOf(vm), { qosUs: vm.qosUs, onset }]));
  return (vm) => byVm.get(keyOf(vm)) ?? common;
}
