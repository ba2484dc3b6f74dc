import type { Basis, Cause } from '../model/cause.js';
import type { Snapshot } from '../model/report.js';
import type { Micros } from '../model/units.js';
import type { Entry } from '../timeline/entry.js';
import type { TimelineStop } from '../timeline/stops.js';
import type { TimelineIndex } from './timeline-index.js';

/** One operation that stopped a VM once or several times. */
export interface Operation {
  readonly cause: Cause;
  readonly basis: Basis;
  /** The name of what decided the cause: a rule, or the pattern in time; null where nothing did. */
  readonly rule: string | null;
  /** Why, as a sentence. */
  readonly reason: string;
  readonly snapshot: Snapshot | null;
  /** The wait between request and stun, null where the log does not show one. */
  readonly quiesceUs: Micros | null;
  /** Its stops in the order of time, at least one. */
  readonly stops: readonly TimelineStop[];
  /** The lines that prove cause and bounds, empty where only the pattern in time tells. */
  readonly evidence: readonly Entry[];
}

/**
 * How a stop was tied to an operation, surest first. `task`: lines within the stop bear the opID of the request;
 * `within`: a line within the stop, or the stop's own, tells; `bracket`: the stop lies between lines that tell;
 * `time`: the operation was asked for shortly before, which is no proof.
 */
export const PROOFS = ['task', 'within', 'bracket', 'time'] as const;

export type Proof = (typeof PROOFS)[number];

/** What a rule says of a stop. */
export interface Claim {
  readonly proof: Proof;
  /** Stops with the same operation form one event: the entry that stands for the operation. */
  readonly operation: Entry;
  readonly cause: Exclude<Cause, 'unknown'>;
  readonly snapshot: Snapshot | null;
  readonly quiesceUs: Micros | null;
  readonly evidence: readonly Entry[];
}

/** Finds the stops that one kind of operation caused. */
export interface Rule {
  readonly name: string;
  /** For each way in which the rule ties a stop to an operation, a sentence that says so. */
  readonly reasons: Readonly<Partial<Record<Proof, string>>>;
  /** Gives the claims on stops of the timeline, in any order; several on one stop if several lines prove it. */
  readonly claims: (timeline: TimelineIndex) => Iterable<readonly [TimelineStop, Claim]>;
}
