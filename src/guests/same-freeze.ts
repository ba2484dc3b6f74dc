import type { GuestStamp, GuestZone } from '../model/guest.js';
import { addTo } from '../model/lists.js';
import type { FreezeOutcome } from '../model/report.js';
import { type FreezeRecord, stampsOf, type TimedEvidence } from './freeze-record.js';

/** Two logs write the same step at different moments, and one of them in whole seconds. */
const SAME_STEP_US = 2_000_000;
const STEPS = ['requested', 'suspended', 'resuming', 'resumed', 'failed'] as const;

/**
 * Joins what several kinds of logs of one guest tell of one freeze: the instance is the same, or one of them names none, and
 * every step that both time is at most 2 s apart. A freeze without any time is the last one of the other logs.
 */
export function withoutTwins(kinds: readonly (readonly FreezeRecord[])[]): readonly FreezeRecord[] {
  const joined: FreezeRecord[] = [];
  for (const freezes of [...kinds].sort((a, b) => detailOf(b) - detailOf(a))) {
    const others = new Others([...joined]);
    for (const freeze of freezes) {
      const index = others.take(freeze);
      const twin = joined[index];
      if (twin === undefined) joined.push(freeze);
      else joined[index] = joinedOf(twin, freeze);
    }
  }
  return joined;
}

/** The finest times come first, so that they are kept; then those that name their zone; a log without times comes last. */
function detailOf(freezes: readonly FreezeRecord[]): number {
  const [first] = freezes.flatMap(stampsOf);
  if (first === undefined) return 0;
  return 1 / first.unitUs + (first.zone?.kind === 'offset' ? 2e-7 : 1e-7);
}

/** Freezes of other logs, each of which has one twin at most. */
class Others {
  readonly #freezes: readonly FreezeRecord[];
  readonly #taken = new Set<number>();
  /** Where freezes stand, by each of their times in units of what two logs may differ by. */
  readonly #places = new Map<number, [number, ...number[]]>();

  constructor(freezes: readonly FreezeRecord[]) {
    this.#freezes = freezes;
    for (const [index, freeze] of freezes.entries())
      for (const stamp of stampsOf(freeze)) addTo(this.#places, unitOf(stamp), index);
  }

  /** Gives the place of the twin, which is nobody else's then; -1 for none. */
  take(freeze: FreezeRecord): number {
    const index = this.#twinOf(freeze);
    this.#taken.add(index);
    return index;
  }

  #twinOf(freeze: FreezeRecord): number {
    const stamps = stampsOf(freeze);
    if (stamps.length === 0) {
      const last = this.#freezes.findLastIndex((other) => isCompatible(other, freeze));
      return this.#taken.has(last) ? -1 : last;
    }
    const near = stamps.flatMap((stamp) =>
      [-1, 0, 1].flatMap((step) => this.#places.get(unitOf(stamp) + step) ?? []),
    );
    const found = near.find((index) => {
      const other = this.#freezes[index];
      return other !== undefined && !this.#taken.has(index) && isSame(other, freeze);
    });
    return found ?? -1;
  }
}

function unitOf({ wall }: GuestStamp): number {
  return Math.floor(wall / SAME_STEP_US);
}

function isSame(a: FreezeRecord, b: FreezeRecord): boolean {
  if (!isCompatible(a, b)) return false;
  const both = STEPS.flatMap((step) => {
    const [one, other] = [a[step], b[step]];
    return one === null || other === null ? [] : [isNear(one, other)];
  });
  if (both.length > 0) return both.every((near) => near);
  // A log of failures alone times nothing but the failure, which another may leave without a time of its own.
  const [one] = stampsOf(a);
  const [other] = stampsOf(b);
  return one !== undefined && other !== undefined && a.outcome === b.outcome && isNear(one, other);
}

function isCompatible(a: FreezeRecord, b: FreezeRecord): boolean {
  const isSameInstance = a.instance === null || b.instance === null || a.instance === b.instance;
  return isSameInstance && (a.outcome === 'freeze-failed') === (b.outcome === 'freeze-failed');
}

function isNear(a: GuestStamp, b: GuestStamp): boolean {
  return Math.abs(a.wall - b.wall) <= SAME_STEP_US;
}

/** Both are by the clock of one guest, so what the one says of its zone goes for the other. */
function zoneIn(freeze: FreezeRecord): GuestZone | null {
  return stampsOf(freeze).find(({ zone }) => zone?.kind === 'offset')?.zone ?? null;
}

function inZone(freeze: FreezeRecord, zone: GuestZone | null): FreezeRecord {
  const zoned = (stamp: GuestStamp | null) =>
    stamp === null
      ? null
      : { ...stamp, zone: stamp.zone?.kind === 'offset' ? stamp.zone : (zone ?? stamp.zone) };
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
function joinedOf(one: FreezeRecord, other: FreezeRecord): FreezeRecord {
  const zone = zoneIn(one) ?? zoneIn(other);
  const [a, b] = [inZone(one, zone), inZone(other, zone)];
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
