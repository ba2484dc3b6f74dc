import { fails, type Policy } from '../model/policy.js';
import type { ExitCode, Summary, Vm } from '../model/report.js';

/** What of a report decides the exit code. */
export interface Proof {
  readonly policy: Pick<Policy, 'failOn'>;
  readonly summary: Pick<Summary, 'level' | 'complete'>;
  readonly vms: readonly Pick<Vm, 'recordsStops'>[];
}

/**
 * 0: proved fine; 1: some stop is at or over the failing level; 2: not proved, for something was left unread or
 * no log is of a product that records stops. Contract section 3.
 */
export function exitCode({ policy, summary, vms }: Proof, allowPartial: boolean): ExitCode {
  if (fails(summary.level, policy)) return 1;
  if (!vms.some(({ recordsStops }) => recordsStops)) return 2;
  return summary.complete || allowPartial ? 0 : 2;
}
