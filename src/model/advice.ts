import type { Cause } from './cause.js';
import type { FindingKind } from './report.js';

/** Which QoS timeout the stops of a report call for, which causes drive it, and what is published about them. */
export interface Advice {
  /** The stops that count: those of VMs that are the primary, as far as is known. */
  readonly stops: number;
  /** The longest of them in microseconds; null if there is none. */
  readonly longestUs: number | null;
  /** Whether some stop may have been longer: its length is known in part only, or the report proves nothing. */
  readonly isLeast: boolean;
  /** The smallest QoS timeout in whole milliseconds under which none of them reaches half; null if there is none. */
  readonly enoughMs: number | null;
  /** How much longer than that the advised one is, in percent of it. */
  readonly marginPercent: number;
  readonly advisedMs: number | null;
  readonly timeouts: readonly CandidateTimeout[];
  /** The causes of the stops, that of the longest stop first. */
  readonly drivers: readonly Driver[];
  readonly sentences: readonly AdviceSentence[];
}

/** A timeout, and how many stops would have reached half of it, or all. */
export interface CandidateTimeout {
  readonly qosMs: number;
  /** What is special about it; null for a round number between. */
  readonly note: string | null;
  readonly half: number;
  readonly full: number;
}

/** The hours of a weekday in which people work: from the first, before the last. */
export const OFFICE_HOURS = { from: 7, to: 19 } as const;

/** A cause of stops. */
export interface Driver {
  readonly cause: Cause;
  readonly stops: number;
  readonly longestUs: number;
  /** The smallest timeout under which none of its stops reaches half. */
  readonly enoughMs: number;
  /** Its stops of half the judged QoS timeout or more, and how many of them began in office hours. */
  readonly long: number;
  readonly longInOfficeHours: number;
}

/** Something that is known about a cause or a finding, and who says so. */
export interface AdviceSentence {
  readonly about: Cause | FindingKind | 'timeout';
  readonly text: string;
  readonly source: string;
}
