import type { GuestStamp } from '../model/guest.js';
import type { GuestTimeBasis } from '../model/report.js';
import type { GuestSettings } from '../model/settings.js';
import { type Instant, instant } from '../model/units.js';
import { WallClock } from '../model/wall-clock.js';

/** A time in a guest log, with the instant that it means where that is known. */
export interface GuestTime {
  readonly stamp: GuestStamp;
  /** Null where no zone is known, and where the clocks of the zone show the time twice or never. */
  readonly at: Instant | null;
  readonly basis: GuestTimeBasis;
  /** Why a time in a known zone means no instant. */
  readonly trouble: 'twice' | 'never' | null;
}

/** Reads the times of guests by what their lines and the user say of their clocks. */
export class GuestClock {
  readonly #clock: WallClock | null;
  readonly #offset: number | null;

  constructor({ zone, offset }: Pick<GuestSettings, 'zone' | 'offset'>) {
    this.#clock = zone === null ? null : new WallClock(zone);
    this.#offset = offset;
  }

  /** Gives what a stamp means. What the line says of its zone goes before what the user says. */
  read(stamp: GuestStamp): GuestTime {
    const { zone, wall } = stamp;
    if (zone?.kind === 'offset') return this.#known(stamp, wall - zone.aheadUs, 'offset');
    if (this.#clock === null) return { stamp, at: null, basis: 'unknown', trouble: null };
    const [first, last] = [this.#clock.earliestAt(wall), this.#clock.latestAt(wall)];
    if (first !== last)
      return { stamp, at: null, basis: 'unknown', trouble: first < last ? 'twice' : 'never' };
    return this.#known(stamp, first, 'guest-tz');
  }

  #known(stamp: GuestStamp, at: number, basis: 'offset' | 'guest-tz'): GuestTime {
    if (this.#offset === null) return { stamp, at: instant(at), basis, trouble: null };
    return { stamp, at: instant(at + this.#offset), basis: 'guest-offset', trouble: null };
  }
}
