import type { Diagnostic } from './diagnostic.js';
import type { LogPlace } from './log.js';
import type { Evidence, Freeze } from './report.js';
import type { Instant } from './units.js';
import type { WallTime } from './wall-clock.js';

/** How likely a file is a guest log. `perhaps`: nothing tells what it is; `asked`: the user says so. */
export type Likelihood = 'none' | 'perhaps' | 'likely' | 'asked';

/** A time as a guest's clock shows it. */
export interface GuestStamp {
  readonly wall: WallTime;
  /** The length of the unit to which it is rounded down, in microseconds. */
  readonly unitUs: number;
  /** What the line says of its zone; null where it says nothing. */
  readonly zone: GuestZone | null;
}

export type GuestZone =
  /** The guest's clock is so many microseconds ahead of UTC. */
  | { readonly kind: 'offset'; readonly aheadUs: number }
  /** An abbreviation that stands for several zones, or for none that is known. */
  | { readonly kind: 'abbreviation'; readonly text: string };

/** What a mirror member writes about itself or the others. */
export const MIRROR_STATES = [
  'became-primary',
  'single-member',
  'became-backup',
  'connected',
  'lost-primary',
  'no-agent',
  'backup-not-active',
  'takeover-refused',
  'inconsistent',
  'write-daemon-stuck',
  'arbiter',
] as const;

export type MirrorState = (typeof MIRROR_STATES)[number];

/** What a line of a guest log tells. */
export type GuestMessage =
  /** A freeze was begun. */
  | { readonly kind: 'freeze-requested' }
  /** The database writes nothing to its files any longer. */
  | { readonly kind: 'frozen' }
  | { readonly kind: 'thaw-requested' }
  | { readonly kind: 'thawed' }
  /** Windows told the database's VSS writer to go on. */
  | { readonly kind: 'vss-thaw' }
  | { readonly kind: 'freeze-failed' }
  | { readonly kind: 'thaw-failed' }
  /** A script got a status that it does not know. */
  | { readonly kind: 'unknown-status'; readonly code: string }
  /** A freeze of what is frozen. */
  | { readonly kind: 'already-frozen' }
  /** A thaw of what is not frozen. */
  | { readonly kind: 'not-frozen' }
  /** A call of ExternalFreeze that says after how many seconds writers are blocked. */
  | { readonly kind: 'limit'; readonly seconds: number }
  /** The journal that a restore of this backup begins with, or the marker in it. */
  | { readonly kind: 'journal'; readonly text: string }
  /** The database was started and recovers. */
  | { readonly kind: 'recovery' }
  | { readonly kind: 'mirror'; readonly state: MirrorState }
  /** It speaks of a freeze or a thaw in words that are not known. */
  | { readonly kind: 'unclear' };

/** A line that tells something, with what is known of it. */
export interface GuestEntry {
  readonly message: GuestMessage;
  /** Null where the line has no stamp, or one that can be read in several ways. */
  readonly stamp: GuestStamp | null;
  /** The database's instance; null where the line does not name it. */
  readonly instance: string | null;
  readonly form: GuestForm;
  readonly text: string;
  readonly offset: number;
}

/** The forms of guest logs. */
export const GUEST_FORMS = ['script', 'freeze', 'messages', 'structured', 'azure', 'syslog'] as const;

/**
 * `script`: the freeze and thaw scripts' snapshot.log; `freeze`: the log file of ExternalFreeze; `messages`: messages.log or
 * cconsole.log; `structured`: the structured log; `azure`: preScript.log, postScript.log; `syslog`: what scripts send to syslog.
 */
export type GuestForm = (typeof GUEST_FORMS)[number];

/** Everything read from one guest log. Plain data, as a log's reading is. */
export interface GuestReading {
  readonly place: LogPlace;
  readonly entries: readonly GuestEntry[];
  /** Lines of a known form, whether they tell something or not. */
  readonly known: number;
  /** Lines of no known form that do not continue one, and the first of them. */
  readonly foreign: number;
  readonly firstForeign: string | null;
  /** Stamps that can be read in several ways, and the first of them. */
  readonly unsure: number;
  readonly firstUnsure: string | null;
  readonly first: GuestStamp | null;
  readonly last: GuestStamp | null;
  /** The first line whose time lies before that of the line before it, with both times. */
  readonly jump: ClockJump | null;
  /** Whether it ends in mid-line. */
  readonly cut: boolean;
  /** Whether lines were left out because there are too many. */
  readonly isFull: boolean;
}

/** Where a guest's clock goes back. */
export interface ClockJump {
  readonly from: GuestStamp;
  readonly to: GuestStamp;
  readonly offset: number;
}

/** What guest logs tell, in the order of time. */
export interface GuestStory {
  readonly freezes: readonly TimedFreeze[];
  readonly mirror: readonly MirrorLine[];
  readonly diagnostics: readonly Diagnostic[];
}

/** A freeze with its window as numbers, to lay it beside the stops. */
export interface TimedFreeze {
  readonly freeze: Freeze;
  /** When a failure was told, as the times in `freeze`; null for none. */
  readonly failedAt: string | null;
  /** What the guests are told apart by. */
  readonly guest: string;
  /** When it began and ended by the guest's clock, null where that is not known. */
  readonly frozen: WallSpan | null;
  readonly window: WallSpan | null;
  /** What is added to a time of the guest's clock to get an instant; null where no zone is known. */
  readonly shiftUs: number | null;
}

/** A time by a guest's clock; each end may be later by less than a unit. All in microseconds. */
export interface WallSpan {
  readonly from: WallTime;
  readonly to: WallTime;
  readonly unitUs: number;
}

/** What a mirror member wrote about the mirror, and when. */
export interface MirrorLine {
  readonly state: MirrorState;
  readonly at: Instant;
  readonly evidence: Evidence;
}
