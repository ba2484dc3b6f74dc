import type { GuestZone } from '../model/guest.js';
import { addTo } from '../model/lists.js';
import type { FreezeOutcome } from '../model/report.js';
import type { GuestClock, GuestTime } from './clock.js';
import { type FreezeRecord, type TimedEvidence, timesOf } from './freeze-record.js';

/** Two logs write the same step at different moments, and one of them in whole seconds. */
const SAME_STEP_US = 2_000_000;
const STEPS = ['requested', 'suspended', 'resuming', 'resumed', 'failed'] as const;
/** No guest has so many instances that are frozen in one moment. */
const MOST_TRIED = 40;

/**
 * Joins what several kinds of logs of one guest tell of one freeze: the instance is the same, or one of them names none, and
 * every step that both time is at most 2 s apart. A freeze without any time is the last one of the other logs.
 */
export function withoutTwins(
  kinds: readonly (readonly FreezeRecord[])[],
  clock: GuestClock,
): readonly FreezeRecord[] {
  const joined: FreezeRecord[] = [];
  for (const freezes of [...kinds].sort((a, b) => detailOf(b) - detailOf(a))) {
    const twins = twinsIn([...joined], freezes);
    for (const [index, freeze] of freezes.entries()) {
      const place = twins.get(index) ?? -1;
      const twin = joined[place];
      if (twin === undefined) joined.push(freeze);
      else joined[place] = joinedOf(twin, freeze, clock);
    }
  }
  return joined;
}

/** The finest times come first, so that they are kept; then those that name their zone; a log without times comes last. */
function detailOf(freezes: readonly FreezeRecord[]): number {
  const [first] = freezes.flatMap(timesOf);
  if (first === undefined) return 0;
  return 1 / first.stamp.unitUs + (first.at === null ? 1e-7 : 2e-7);
}

/** Two freezes that may be one, by their places. */
interface Pair {
  readonly freeze: number;
  readonly other: number;
  readonly apart: number;
}

/** Gives the place of the twin of each freeze that has one; each has one at most, and the nearest find each other first. */
function twinsIn(
  others: readonly FreezeRecord[],
  freezes: readonly FreezeRecord[],
): ReadonlyMap<number, number> {
  const twins = new Map<number, number>();
  const taken = new Set<number>();
  for (const { freeze, other } of pairsOf(others, freezes).sort((a, b) => a.apart - b.apart)) {
    if (twins.has(freeze) || taken.has(other)) continue;
    twins.set(freeze, other);
    taken.add(other);
  }
  for (const [index, freeze] of freezes.entries()) {
    if (timesOf(freeze).length > 0) continue;
    const last = others.findLastIndex((other) => isCompatible(other, freeze));
    if (last === -1 || taken.has(last)) continue;
    twins.set(index, last);
    taken.add(last);
  }
  return twins;
}

function pairsOf(others: readonly FreezeRecord[], freezes: readonly FreezeRecord[]): Pair[] {
  const places = new Map<string, [number, ...number[]]>();
  for (const [index, other] of others.entries())
    for (const key of new Set(timesOf(other).flatMap((time) => keysOf(time, [0])))) addTo(places, key, index);
  return freezes.flatMap((freeze, index) => {
    const keys = new Set(timesOf(freeze).flatMap((time) => keysOf(time, [-1, 0, 1])));
    const near = new Set([...keys].flatMap((key) => places.get(key)?.slice(0, MOST_TRIED) ?? []));
    return [...near].flatMap((place) => {
      const other = others[place];
      const apart = other === undefined ? null : distance(other, freeze);
      return apart === null ? [] : [{ freeze: index, other: place, apart }];
    });
  });
}

/** The units in which a time lies, or those beside it: as an instant where it is one, and by the guest's clock. */
function keysOf({ at, stamp }: GuestTime, steps: readonly number[]): readonly string[] {
  const unitOf = (us: number) => Math.floor(us / SAME_STEP_US);
  return steps.flatMap((step) => [
    `${unitOf(stamp.wall) + step}`,
    ...(at === null ? [] : [`at ${unitOf(at) + step}`]),
  ]);
}

/** How far two freezes are apart in the steps that both time, in microseconds; null where they are not the same one. */
function distance(a: FreezeRecord, b: FreezeRecord): number | null {
  if (!isCompatible(a, b)) return null;
  const both = STEPS.flatMap((step) => {
    const [one, other] = [a[step], b[step]];
    return one === null || other === null ? [] : [apart(one, other)];
  });
  if (both.length > 0) return both.every((us) => us <= SAME_STEP_US) ? Math.max(...both) : null;
  // A log of failures alone times nothing but the failure, which another may leave without a time of its own.
  const [one] = timesOf(a);
  const [other] = timesOf(b);
  if (one === undefined || other === undefined || a.outcome !== b.outcome) return null;
  return apart(one, other) <= SAME_STEP_US ? apart(one, other) : null;
}

function isCompatible(a: FreezeRecord, b: FreezeRecord): boolean {
  const isSameInstance = a.instance === null || b.instance === null || a.instance === b.instance;
  return isSameInstance && (a.outcome === 'freeze-failed') === (b.outcome === 'freeze-failed');
}

/** Instants are compared where both are known: one log may be in UTC and the other in local time. */
function apart(a: GuestTime, b: GuestTime): number {
  return a.at !== null && b.at !== null ? Math.abs(a.at - b.at) : Math.abs(a.stamp.wall - b.stamp.wall);
}

/** Both are by the clock of one guest, so what the one says of its zone goes for the other. */
function zoneIn(freeze: FreezeRecord): GuestZone | null {
  return timesOf(freeze).find(({ stamp }) => stamp.zone?.kind === 'offset')?.stamp.zone ?? null;
}

function inZone(freeze: FreezeRecord, zone: GuestZone | null, clock: GuestClock): FreezeRecord {
  const zoned = (time: GuestTime | null) =>
    time === null || time.at !== null || zone === null ? time : clock.read({ ...time.stamp, zone });
  return {
    ...freeze,
    requested: zoned(freeze.requested),
    suspended: zoned(freeze.suspended),
    resuming: zoned(freeze.resuming),
    resumed: zoned(freeze.resumed),
    failed: zoned(freeze.failed),
  };
}

/** A line without a time stays behind the line before it. */
function inOrder(lines: readonly TimedEvidence[]): readonly TimedEvidence[] {
  let last = Number.NEGATIVE_INFINITY;
  const placed = lines.map((line) => {
    last = line.wall ?? last;
    return { line, at: last };
  });
  return placed.sort((a, b) => a.at - b.at).map(({ line }) => line);
}

/** The outcome that says more counts. */
const WEIGHTS: readonly FreezeOutcome[] = [
  'unfinished',
  'thawed',
  'unknown-status',
  'freeze-failed',
  'thaw-failed',
];

/** The first one's times count; the other one adds those that it lacks, by the same clock. */
function joinedOf(one: FreezeRecord, other: FreezeRecord, clock: GuestClock): FreezeRecord {
  const zone = zoneIn(one) ?? zoneIn(other);
  const [a, b] = [inZone(one, zone, clock), inZone(other, zone, clock)];
  const outcome = WEIGHTS.indexOf(b.outcome) > WEIGHTS.indexOf(a.outcome) ? b.outcome : a.outcome;
  return {
    ...a,
    instance: a.instance ?? b.instance,
    requested: a.requested ?? b.requested,
    suspended: a.suspended ?? b.suspended,
    resuming: a.resuming ?? b.resuming,
    resumed: a.resumed ?? b.resumed,
    failed: a.failed ?? b.failed,
    outcome,
    isFrozen: a.isFrozen || b.isFrozen,
    isRestored: a.isRestored || b.isRestored,
    isSecond: a.isSecond && b.isSecond,
    limitS: a.limitS ?? b.limitS,
    evidence: inOrder([...a.evidence, ...b.evidence]),
  };
}
