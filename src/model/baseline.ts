import type { Level } from './level.js';
import type { Takeover } from './mirror.js';

/** A stop of an earlier report, as far as it takes to find it again. */
export interface KnownStop {
  readonly vm: string;
  /** ISO 8601 UTC; null where its time is unknown. */
  readonly endedAt: string | null;
  readonly durationUs: number;
  readonly level: Level;
  /** Whether it can have led to a takeover. */
  readonly takeover: Takeover['verdict'];
  readonly line: string;
}

/** An earlier report, whose stops are not to be judged again. */
export interface Baseline {
  readonly path: string;
  readonly stops: readonly KnownStop[];
}

/** How a report compares with its baseline. */
export interface Comparison {
  readonly path: string;
  /** Stops in the baseline. */
  readonly stops: number;
  /** Those that were found again, neither longer nor of a higher level or verdict. They are neither listed nor judged. */
  readonly known: number;
  /** Those that were found again longer, at a higher level or verdict, or with a length that is not known in full. They are judged. */
  readonly worse: number;
  /** Those that these logs do not hold, the longest first. */
  readonly gone: readonly KnownStop[];
}
