import type { Report, Stop } from '../model/report.js';
import { onsetUs, type Timeout, timeoutsOf } from '../model/timeout.js';
import { limit } from '../reporters/text/numbers.js';

/** A length that stops are held against. */
export interface Limit {
  readonly us: number;
  readonly label: string;
  /** What the style sheet calls its colour. */
  readonly name: string;
}

/** Gives the lengths that some stops are held against: by the timeout that all of them have, else by that of most VMs. */
export function limitsFor({ policy, vms }: Report, stops: readonly Stop[]): readonly Limit[] {
  const timeoutOf = timeoutsOf({ policy, vms });
  const lengths = new Set(stops.map((stop) => timeoutOf(stop).qosUs));
  const [qosUs = policy.qosUs] = lengths.size === 1 ? lengths : [];
  const timeout = { qosUs, onset: policy.onset };
  const isMirror = policy.profile === null;
  const full = { us: timeout.qosUs, label: fullLabel(timeout, isMirror), name: 'bad' };
  const from = onsetUs(timeout);
  if (from <= 0 || from === timeout.qosUs) return [full];
  const label = isMirror ? `half of it, ${limit(from)}` : `effects from ${limit(from)}`;
  return [{ us: from, label, name: 'warn' }, full];
}

function fullLabel({ qosUs }: Timeout, isMirror: boolean): string {
  return `${isMirror ? 'QoS timeout' : 'timeout'}, ${limit(qosUs)}`;
}
