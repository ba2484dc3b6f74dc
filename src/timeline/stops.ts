import type { Diagnostic } from '../model/diagnostic.js';
import { firstIndex } from '../model/lists.js';
import type { LogPlace } from '../model/log.js';
import type { TimeBasis } from '../model/report.js';
import { earlier, type Instant, type Micros } from '../model/units.js';
import type { Entry } from './entry.js';

/** One pause of one VM, from stun to unstun. */
export interface TimelineStop {
  /** When the VM ran again: the stamp of `line`; null where that cannot be read. */
  readonly endedAt: Instant | null;
  readonly startedAt: Instant | null;
  readonly timeBasis: TimeBasis;
  readonly stoppedUs: Micros | null;
  readonly stunnedUs: Micros | null;
  /** From the line that says the VM was stunned for a migration to `line`, null where there is no such line. */
  readonly elapsedUs: Micros | null;
  /** That line. */
  readonly stunEntry: Entry | null;
  readonly durationUs: Micros;
  /** Why that is only the least that the stop lasted; null where nothing speaks against it. */
  readonly doubt: Diagnostic | null;
  /** The line that tells the duration, and where it stands. There are many stops, so nothing else of it is kept. */
  readonly line: string;
  readonly place: LogPlace;
  readonly offset: number;
}

/** A stop's two lines, as far as they were found. */
interface Pair {
  readonly unstun: Figured | null;
  readonly stunned: Figured | null;
}

/** A line with a figure that can be judged. */
interface Figured {
  readonly entry: Entry;
  readonly us: Micros;
}

/** Without stamps only lines next to each other are a pair, and the unstun phase takes a few seconds at most. */
const LONGEST_UNSTUN_US = 5_000_000;

/**
 * Makes stops of the stop lines of one VM, which must be in order. ESXi 8 tells a stop twice, and the second
 * figure holds the first (Broadcom KB 417644): a VM cannot be stopped twice at once, so the lines are of one
 * stop where the unstun line was written within the time that the CPT line speaks of.
 */
export function pairStops(entries: readonly Entry[]): readonly TimelineStop[] {
  const stops: TimelineStop[] = [];
  let last: Pair | null = null;
  for (const entry of entries) {
    const next = pairOf(entry);
    if (next === null) continue;
    const joined: Pair | null = last === null ? null : join(last, next);
    if (joined === null) addStop(last, stops);
    last = joined ?? next;
  }
  addStop(last, stops);
  return stops;
}

/** Gives the index of the first of some ordered stops that ended at `at` or later, their count where none did. */
export function firstEndedFrom(stops: readonly TimelineStop[], at: number): number {
  return firstIndex(stops, ({ endedAt }) => (endedAt ?? 0) >= at);
}

function pairOf(entry: Entry): Pair | null {
  const { message } = entry;
  if (message.kind !== 'unstun' && message.kind !== 'stunned') return null;
  if (message.figure === null) return null;
  const figured = { entry, us: message.figure };
  return message.kind === 'unstun' ? { unstun: figured, stunned: null } : { unstun: null, stunned: figured };
}

/** Gives both as one where they are two lines of one stop, in whichever order they were written. */
function join(last: Pair, next: Pair): Pair | null {
  const unstun = theOnlyOne(last.unstun, next.unstun);
  const stunned = theOnlyOne(last.stunned, next.stunned);
  if (unstun === null || stunned === null) return null;
  return isOneStop(unstun, stunned) ? { unstun, stunned } : null;
}

function theOnlyOne<T>(a: T | null, b: T | null): T | null {
  return a !== null && b !== null ? null : (a ?? b);
}

function isOneStop(unstun: Figured, stunned: Figured): boolean {
  const { at: resumedAt } = unstun.entry;
  const { at: endedAt } = stunned.entry;
  if (resumedAt !== null && endedAt !== null) {
    return resumedAt <= endedAt && earlier(endedAt, stunned.us) <= resumedAt;
  }
  const phase = stunned.us - unstun.us;
  return resumedAt === null && endedAt === null && phase >= 0 && phase <= LONGEST_UNSTUN_US;
}

function addStop(pair: Pair | null, stops: TimelineStop[]): void {
  if (pair === null) return;
  const { unstun, stunned } = pair;
  const longer = unstun === null || (stunned !== null && stunned.us >= unstun.us) ? stunned : unstun;
  if (longer === null) return;
  const { at, basis, line, place, offset } = longer.entry;
  stops.push({
    endedAt: at,
    startedAt: at === null ? null : earlier(at, longer.us),
    timeBasis: basis,
    stoppedUs: unstun?.us ?? null,
    stunnedUs: stunned?.us ?? null,
    elapsedUs: null,
    stunEntry: null,
    durationUs: longer.us,
    doubt: null,
    line,
    place,
    offset,
  });
}
