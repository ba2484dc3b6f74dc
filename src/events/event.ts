import type { Basis, Cause } from '../model/cause.js';
import type { Snapshot } from '../model/report.js';
import type { Micros } from '../model/units.js';
import type { Entry } from '../timeline/entry.js';
import type { TimelineStop } from '../timeline/stops.js';

/** One operation that stopped a VM once or several times. */
export interface Operation {
  readonly cause: Cause;
  readonly basis: Basis;
  readonly snapshot: Snapshot | null;
  /** The wait between request and stun, null where the log does not show one. */
  readonly quiesceUs: Micros | null;
  /** Its stops in the order of time, at least one. */
  readonly stops: readonly TimelineStop[];
  /** The lines that prove cause and bounds, empty where only the pattern in time tells. */
  readonly evidence: readonly Entry[];
}

/** What a rule says of a stop whose cause a line of the log tells. */
export interface Claim {
  /** Stops with the same operation form one event: the entry that stands for the operation. */
  readonly operation: Entry;
  readonly cause: Exclude<Cause, 'unknown'>;
  readonly snapshot: Snapshot | null;
  readonly quiesceUs: Micros | null;
  readonly evidence: readonly Entry[];
}

/** The stops of one VM and the messages around them. */
export interface Scene {
  readonly entries: readonly Entry[];
  /** Stops with a time, in order. */
  readonly stops: readonly TimelineStop[];
}

/** Finds the stops that one kind of operation caused. */
export interface Rule {
  readonly name: string;
  /** What in the log makes the rule claim a stop. */
  readonly proof: string;
  /** Gives the claims on stops of the scene; a stop that is not in the map is left to the next rule. */
  readonly claims: (scene: Scene) => ReadonlyMap<TimelineStop, Claim>;
}
