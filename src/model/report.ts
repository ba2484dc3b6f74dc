import type { Comparison } from './baseline.js';
import type { Basis, Cause } from './cause.js';
import type { Diagnostic } from './diagnostic.js';
import type { Level } from './level.js';
import type { Role, Takeover } from './mirror.js';
import type { Policy } from './policy.js';

/**
 * The report: the one value that reporters and the exit code read. Its keys are the JSON keys of contract
 * sections 4, 5 and 7; times are ISO 8601 UTC with milliseconds, durations whole microseconds.
 */
export interface Report {
  readonly schemaVersion: 1;
  readonly tool: { readonly name: 'stuntime'; readonly version: string };
  /** Whether names are pseudonyms. */
  readonly redacted: boolean;
  readonly policy: Policy;
  readonly filters: Filters;
  /** The time that the filters ask for, null where they ask for all. */
  readonly window: Window | null;
  readonly summary: Summary;
  /** How it compares with an earlier report, null where none was given. */
  readonly baseline: Comparison | null;
  readonly vms: readonly Vm[];
  readonly events: readonly StopEvent[];
  readonly stops: readonly Stop[];
  readonly findings: readonly Finding[];
  readonly freezes: readonly Freeze[];
  readonly backups: readonly Backup[];
  readonly diagnostics: readonly Diagnostic[];
}

export type ExitCode = 0 | 1 | 2;

/** The filters as the user gave them; a key that was not given is absent. */
export interface Filters {
  readonly vm?: readonly string[];
  readonly since?: string;
  readonly until?: string;
  readonly min?: string;
  readonly cause?: readonly string[];
}

/** A window of time, both ends included; an end that was not given is null. */
export interface Window {
  readonly since: string | null;
  readonly until: string | null;
}

export interface Summary {
  /** The highest level of all stops; `ok` only where that is proved, null where it is not (exit code 2). */
  readonly level: Level | null;
  readonly exitCode: ExitCode;
  readonly vms: number;
  readonly logs: number;
  /** Bytes of log text read, after decompression. */
  readonly bytes: number;
  readonly stops: number;
  readonly events: number;
  /** Stops at `near-half` or above. */
  readonly flagged: number;
  /** Null where there is no stop: no stop is not a stop of 0. */
  readonly longestUs: number | null;
  /** First and last time stamp of the logs read: the time that the report speaks of. */
  readonly firstAt: string | null;
  readonly lastAt: string | null;
  /** False where something was left unread. */
  readonly complete: boolean;
  readonly levels: Readonly<Record<Level, number>>;
}

export interface Vm {
  readonly vm: string;
  readonly vmPath: string;
  readonly hosts: readonly string[];
  readonly products: readonly string[];
  readonly logs: readonly string[];
  readonly firstAt: string | null;
  readonly lastAt: string | null;
  readonly stops: number;
  readonly longestUs: number | null;
  /** The highest level of its stops; null where there is none and its logs cannot tell. */
  readonly level: Level | null;
  /** False for products that never write stop lines (Workstation, Player, Fusion). */
  readonly recordsStops: boolean;
  /** What it is in the mirror, null where nobody said. */
  readonly role: Role | null;
  /** The timeout that its stops are judged by, in microseconds. */
  readonly qosUs: number;
}

/** How a stamp's zone and year are known. */
export type TimeBasis = 'utc' | 'offset' | 'assumed' | 'unknown';

export interface Stop {
  readonly vm: string;
  readonly vmPath: string;
  readonly startedAt: string | null;
  readonly endedAt: string | null;
  readonly timeBasis: TimeBasis;
  readonly stoppedUs: number | null;
  readonly stunnedUs: number | null;
  readonly elapsedUs: number | null;
  readonly durationUs: number;
  readonly qosPercent: number;
  readonly level: Level;
  readonly cause: Cause;
  readonly basis: Basis;
  readonly eventId: number;
  readonly log: string;
  readonly offset: number;
  readonly line: string;
  /** False where the log stands in or behind damage, so that the line may not be what the host wrote. */
  readonly verified: boolean;
  /** True where only a part of the length is known: the stop lasted `durationUs` or longer. */
  readonly atLeast: boolean;
  readonly takeover: Takeover;
  /** The same wherever the stop is read, so that loading it twice counts once: 16 hexadecimal digits. */
  readonly id: string;
}

export interface StopEvent {
  readonly id: number;
  readonly vm: string;
  readonly vmPath: string;
  readonly cause: Cause;
  readonly basis: Basis;
  /** What decided the cause: the name of a rule, or the pattern in time; null where nothing did. */
  readonly rule: string | null;
  /** Why, as a sentence. */
  readonly reason: string;
  readonly snapshot: Snapshot | null;
  readonly quiesceUs: number | null;
  readonly startedAt: string | null;
  readonly endedAt: string | null;
  readonly stops: number;
  readonly longestUs: number;
  readonly totalUs: number;
  readonly worstWindowUs: number;
  readonly level: Level;
  readonly evidence: readonly Evidence[];
}

/** What the log says of a snapshot, each part null where it does not say. */
export interface Snapshot {
  readonly name: string | null;
  readonly quiesced: boolean | null;
  readonly memory: boolean | null;
}

/** A line that proves a cause or its bounds. */
export interface Evidence {
  readonly text: string;
  readonly log: string;
  readonly offset: number;
}

/**
 * How the time of a guest's line is known: `offset`: the line names its zone; `guest-tz`: the user named it;
 * `guest-offset`: one of these, and the user's offset was added; `unknown`: no zone is known.
 */
export type GuestTimeBasis = 'offset' | 'guest-tz' | 'guest-offset' | 'unknown';

/** How a freeze ended. `unfinished`: no line tells. */
export const FREEZE_OUTCOMES = [
  'thawed',
  'freeze-failed',
  'thaw-failed',
  'unknown-status',
  'unfinished',
] as const;

export type FreezeOutcome = (typeof FREEZE_OUTCOMES)[number];

/**
 * A freeze of a database as the logs of its guest tell it. A time that no line gives is null; one of an unknown zone is
 * that of the guest's clock, without a `Z`.
 */
export interface Freeze {
  /** The database's instance, null where no line names it. */
  readonly instance: string | null;
  readonly requestedAt: string | null;
  readonly suspendedAt: string | null;
  readonly resumingAt: string | null;
  readonly resumedAt: string | null;
  /** From suspended to resumed, in microseconds: the time without writes to the database's files. */
  readonly frozenUs: number | null;
  /** From suspended to resuming: in this time the snapshot must be taken. */
  readonly windowUs: number | null;
  readonly outcome: FreezeOutcome;
  readonly timeBasis: GuestTimeBasis;
  /** The log that tells the most of it. */
  readonly source: string;
  readonly evidence: readonly Evidence[];
}

/** A snapshot of a VM with all that belongs to it: freezes, its creation, its consolidation. */
export interface Backup {
  readonly vm: string;
  readonly vmPath: string;
  /** The event of the creation, null where none is listed. */
  readonly createEventId: number | null;
  readonly consolidateEventId: number | null;
  /** Places in `freezes`. */
  readonly freezeIndexes: readonly number[];
  readonly startedAt: string | null;
  readonly endedAt: string | null;
  /** The time in which some of these freezes kept a database from writing, in microseconds; null where none is known. */
  readonly frozenUs: number | null;
  /** All stops of both events together, in microseconds. */
  readonly stoppedUs: number;
}

/** What is worth knowing about an event besides its length. */
export const FINDING_KINDS = [
  'understated',
  'tracking-enabled',
  'another-iteration',
  'synchronous-consolidate',
  'consolidate-failed',
  'memory-snapshot',
  'quiesce-failed',
  'members-together',
  'second-stop',
  'takeover-seen',
  'mirror-lines',
] as const;

export type FindingKind = (typeof FINDING_KINDS)[number];

/** Something about an event that helps to make its stops shorter or to understand them, as a sentence, with the lines that prove it. */
export interface Finding {
  readonly kind: FindingKind;
  readonly vm: string;
  readonly vmPath: string;
  /** The event that it is about, null where its lines belong to none that is listed. */
  readonly eventId: number | null;
  readonly at: string | null;
  readonly message: string;
  /** For `quiesce-failed`: how long the guest was waited for, null where the log does not say and for other kinds. */
  readonly waitedUs: number | null;
  readonly evidence: readonly Evidence[];
}

/** Gives the length of the longest stop in microseconds. Null where there is no stop: that is no stop of 0. */
export function longestOf(stops: readonly Pick<Stop, 'durationUs'>[]): number | null {
  return stops.reduce<number | null>(
    (longest, { durationUs }) => (longest === null ? durationUs : Math.max(longest, durationUs)),
    null,
  );
}
