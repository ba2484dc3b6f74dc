import { type Instant, instant, US_PER_MS } from './units.js';

/** Time as a clock on the wall shows it: microseconds from 1970-01-01 00:00 on that clock. */
export type WallTime = number;

/** A time during which the clocks of a zone keep one distance from UTC; all in microseconds. */
interface Stretch {
  readonly from: number;
  /** The last microsecond of it. */
  readonly to: number;
  /** What the clocks are ahead of UTC. */
  readonly ahead: number;
}

const DAY_MS = 86_400_000;
/** No zone changes its clocks twice within so little time. */
const STEP_MS = 10_800_000;

/** The clocks of an IANA zone. Its rules are asked for once for each day, for a log may have thousands of times. */
export class WallClock {
  readonly #zone: string;
  readonly #aheadAt: Ahead;
  readonly #days = new Map<number, readonly Stretch[]>();

  constructor(zone: string) {
    this.#zone = zone;
    this.#aheadAt = clocksOf(zone);
  }

  /**
   * Gives the earliest instant at which the clocks show a time or a later one: of a time that they show twice the first,
   * for one that they skip the end of the gap.
   */
  earliestAt(wall: WallTime): Instant {
    for (const { from, to, ahead } of this.#stretchesAround(wall)) {
      const at = Math.max(from, wall - ahead);
      if (at <= to) return instant(at);
    }
    throw new RangeError(`${this.#zone} never shows ${wall}`);
  }

  /**
   * Gives the latest instant at which the clocks show a time or an earlier one: of a time that they show twice the
   * second, for one that they skip the last instant before the gap.
   */
  latestAt(wall: WallTime): Instant {
    for (const { from, to, ahead } of this.#stretchesAround(wall).toReversed()) {
      const at = Math.min(to, wall - ahead);
      if (at >= from) return instant(at);
    }
    throw new RangeError(`${this.#zone} never shows ${wall}`);
  }

  /** Gives the stretches from a day before UTC begins the day of a time until a day after its end: no zone is further from UTC. */
  #stretchesAround(wall: WallTime): readonly Stretch[] {
    const day = Math.floor(wall / (DAY_MS * US_PER_MS));
    const known = this.#days.get(day);
    if (known !== undefined) return known;
    const found = stretchesBetween((day - 1) * DAY_MS, (day + 2) * DAY_MS, this.#aheadAt);
    this.#days.set(day, found);
    return found;
  }
}

function stretchesBetween(begin: number, end: number, aheadAt: Ahead): readonly Stretch[] {
  const changes = [begin, ...changesBetween(begin, end, aheadAt)];
  return changes.map((from, index) => ({
    from: from * US_PER_MS,
    to: (changes[index + 1] ?? end) * US_PER_MS - 1,
    ahead: aheadAt(from) * US_PER_MS,
  }));
}

/** What clocks are ahead of UTC at a time; both in milliseconds. */
type Ahead = (ms: number) => number;

function clocksOf(zone: string): Ahead {
  if (zone === 'UTC') return () => 0;
  const format = new Intl.DateTimeFormat('en', { timeZone: zone, timeZoneName: 'longOffset' });
  return (ms) => {
    const name = format.formatToParts(ms).find(({ type }) => type === 'timeZoneName')?.value ?? '';
    const [, sign, hours, minutes, seconds = '0'] =
      /^GMT(?:([+-])(\d\d):(\d\d)(?::(\d\d))?)?$/.exec(name) ?? [];
    const size = (Number(hours ?? 0) * 3600 + Number(minutes ?? 0) * 60 + Number(seconds)) * 1000;
    return sign === '-' ? -size : size;
  };
}

/** Gives the first milliseconds of new distances from UTC, in order. */
function changesBetween(begin: number, end: number, aheadAt: Ahead): readonly number[] {
  const changes: number[] = [];
  for (let at = begin; at < end; at += STEP_MS) {
    if (aheadAt(at) !== aheadAt(at + STEP_MS)) changes.push(changeAfter(at, at + STEP_MS, aheadAt));
  }
  return changes;
}

/** Gives the first millisecond after `before` of the distance that clocks keep at `after`. */
function changeAfter(before: number, after: number, aheadAt: Ahead): number {
  const ahead = aheadAt(after);
  let [old, changed] = [before, after];
  while (changed - old > 1) {
    const middle = Math.floor((old + changed) / 2);
    if (aheadAt(middle) === ahead) changed = middle;
    else old = middle;
  }
  return changed;
}
