import type { Level } from './level.js';
import type { Profile } from './profile.js';
import type { Onset } from './timeout.js';
import type { Micros } from './units.js';

/** The lowest level that makes exit code 1; `never` keeps stops from deciding it. */
export const FAIL_LEVELS = ['near-half', 'over-half', 'near-full', 'over-full', 'never'] as const;

export type FailLevel = (typeof FAIL_LEVELS)[number];

/** The longest QoS timeout that a mirror takes (Config.Mirrors.QOSTimeout, MAXVAL). */
export const MOST_QOS_MS = 300_000;

/** The longest that is advised: InterSystems Developer Community, "VM Backups and Caché freeze/thaw scripts". */
export const MOST_ADVISED_QOS_MS = 30_000;

/** What stops are judged by, and when that is a proof. */
export interface Policy {
  /** The mirror's QoS timeout, above 0 and at most 300 s. */
  readonly qosUs: Micros;
  readonly qosSource: 'default' | 'flag' | 'cpf' | 'profile' | 'config';
  /** From when on a stop has an effect: half for a mirror. */
  readonly onset: Onset;
  /** The kind of cluster that stops are judged for; null for an InterSystems mirror. */
  readonly profile: Profile | null;
  /** The mirror of the CPF that states it, null for another source. */
  readonly mirror: string | null;
  /** The file that gave settings, null for none. */
  readonly config: string | null;
  /** A stop approaches half (or all) of the timeout from this share of it: above 0, at most 100. */
  readonly approachPercent: number;
  readonly failOn: FailLevel;
  /** Whether unread parts leave the exit code alone. */
  readonly allowPartial: boolean;
  /** Whether warnings that stops may be hidden count as unread; never together with `allowPartial`. */
  readonly strict: boolean;
}

/** Says whether a level reaches the one that fails the run. */
export function fails(level: Level, policy: Pick<Policy, 'failOn'>): boolean {
  if (policy.failOn === 'never') return false;
  const order: readonly string[] = ['ok', ...FAIL_LEVELS];
  return order.indexOf(level) >= order.indexOf(policy.failOn);
}
