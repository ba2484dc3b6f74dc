import type { Onset } from './timeout.js';
import type { Micros } from './units.js';

/** The timeout of a kind of cluster: what it is called, and what a stop does to it. */
export interface Profile {
  readonly name: string;
  /** Whether it is an InterSystems mirror, which more is known of. */
  readonly isMirror: boolean;
  /** The timeout in a sentence, such as `the token timeout of Corosync`. */
  readonly timeout: string;
  /** Its default; null where the users choose it. */
  readonly qosUs: Micros | null;
  readonly onset: Onset;
  /** Which member's VM it is about, after `if that VM was`. */
  readonly member: string;
  /** What may happen from the onset on, and what happens after the whole timeout. */
  readonly first: string;
  readonly full: string;
  /** What a stop may lead to, in a word. */
  readonly outcome: 'failover' | 'disconnect' | 'tilt';
  /** The setting to raise so that a stop is tolerated. */
  readonly raise: string;
  /** Which versions have this default, and whether others have another; null where none is known. */
  readonly versions: string | null;
  /** Who says so. */
  readonly source: string;
}
