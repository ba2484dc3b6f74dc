import { fails, type Policy } from '../model/policy.js';
import type { ExitCode, Summary, Vm } from '../model/report.js';

/** What of a report decides the exit code. */
export interface Proof {
  readonly policy: Pick<Policy, 'failOn' | 'allowPartial'>;
  readonly summary: Pick<Summary, 'level' | 'complete'>;
  readonly vms: readonly Pick<Vm, 'level'>[];
}

/**
 * 0: proved fine; 1: some stop is at or over the failing level; 2: not proved, for something was left unread, or the
 * logs tell of no VM whether it was stopped. Contract section 3.
 */
export function exitCode({ policy, summary, vms }: Proof): ExitCode {
  if (fails(summary.level ?? 'ok', policy)) return 1;
  if (vms.every(({ level }) => level === null)) return 2;
  return summary.complete || policy.allowPartial ? 0 : 2;
}
