import type { GuestEntry, GuestForm } from '../model/guest.js';
import type { Evidence, FreezeOutcome } from '../model/report.js';
import type { WallTime } from '../model/wall-clock.js';
import type { GuestTime } from './clock.js';

/** A freeze as one kind of log tells it; a time that no line gives is null. */
export interface FreezeRecord {
  readonly instance: string | null;
  readonly form: GuestForm;
  readonly requested: GuestTime | null;
  readonly suspended: GuestTime | null;
  readonly resuming: GuestTime | null;
  readonly resumed: GuestTime | null;
  /** When a failure was told. */
  readonly failed: GuestTime | null;
  readonly outcome: FreezeOutcome;
  /** Whether a line says that it was frozen, with a time or without. */
  readonly isFrozen: boolean;
  /** Whether the database was started anew while it was frozen: the log is one of a restored snapshot. */
  readonly isRestored: boolean;
  /** Whether it was begun while the instance was frozen. */
  readonly isSecond: boolean;
  /** The seconds after which writers are blocked, null where no line tells. */
  readonly limitS: number | null;
  readonly source: string;
  readonly evidence: readonly TimedEvidence[];
}

/** A line with the time of its stamp by the guest's clock, null where it has none. */
export interface TimedEvidence extends Evidence {
  readonly wall: WallTime | null;
}

/** An entry with its time and the path of its log. */
export interface LocatedEntry extends Omit<GuestEntry, 'stamp'> {
  readonly time: GuestTime | null;
  readonly path: string;
}

/** Gives the times of a freeze that are known, the first one first. */
export function timesOf(freeze: FreezeRecord): readonly GuestTime[] {
  const { requested, suspended, failed, resuming, resumed } = freeze;
  return [requested, suspended, failed, resuming, resumed].filter((time) => time !== null);
}
