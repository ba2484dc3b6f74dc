import type { FreezeOutcome } from '../model/report.js';
import type { GuestTime } from './clock.js';
import type { FreezeRecord, LocatedEntry, TimedEvidence } from './freeze-record.js';

/** A script that asks twice within so much time asks for one freeze. */
const SAME_REQUEST_US = 60_000_000;

/** A freeze within that time of another one may be inside it. */
const NESTED_WITHIN_US = 3_600_000_000;
/** Lines that are further apart are not about one freeze: those between are missing. */
const LONGEST_FREEZE_US = 86_400_000_000;

/** Evidence beyond so many lines proves nothing more; a log may thaw a thousand times what it froze once. */
const MOST_EVIDENCE = 50;
/** So many freezes within each other are no real ones. */
const MOST_OPEN = 20;

/** A freeze while its lines are read. */
type Open = { -readonly [Key in keyof FreezeRecord]: FreezeRecord[Key] } & {
  evidence: TimedEvidence[];
  isVss: boolean;
};

/** Gives the freezes that entries of one kind of log tell, those of each instance in their order. */
export function freezesIn(entries: readonly LocatedEntry[]): readonly FreezeRecord[] {
  const readers = new Map<string | null, FreezeReader>();
  /** Those that read something since the database was started. */
  const active = new Set<FreezeReader>();
  let limitS: number | null = null;
  for (const entry of entries) {
    const { message, instance } = entry;
    // These two go for all instances.
    if (message.kind === 'limit') limitS = message.seconds;
    else if (message.kind === 'recovery') {
      for (const reader of active) reader.restart(entry);
      active.clear();
    } else {
      const reader = readers.get(instance) ?? new FreezeReader();
      readers.set(instance, reader);
      active.add(reader);
      reader.read(entry, limitS);
    }
  }
  return [...readers.values()].flatMap((reader) => reader.freezes());
}

class FreezeReader {
  readonly #freezes: Open[] = [];
  /** Those that have not ended, the last one last. */
  #open: Open[] = [];
  #limitS: number | null = null;

  /** Takes the next line; a freeze that it begins has the limit given. */
  read(entry: LocatedEntry, limitS: number | null): void {
    const { message } = entry;
    this.#limitS = limitS;
    this.#open = this.#open.filter((one) => isWithin(lastOf(one), entry.time, LONGEST_FREEZE_US));
    if (message.kind === 'freeze-requested') this.#request(entry);
    else if (message.kind === 'frozen') this.#freeze(entry);
    else if (message.kind === 'thaw-requested' || message.kind === 'vss-thaw') this.#requestThaw(entry);
    else if (message.kind === 'thawed') this.#thaw(entry);
    else if (message.kind === 'freeze-failed' || message.kind === 'already-frozen') this.#failFreeze(entry);
    else if (message.kind === 'thaw-failed') this.#failThaw(entry);
    else if (message.kind === 'not-frozen') this.#notFrozen(entry);
    else if (message.kind === 'unknown-status') this.#end(entry, 'unknown-status');
    else if (message.kind === 'journal') this.#note(entry);
  }

  freezes(): readonly FreezeRecord[] {
    for (const one of this.#freezes) {
      if (one.isVss && one.outcome === 'unfinished' && one.suspended === null) one.outcome = 'thawed';
    }
    return this.#freezes.map(({ isVss: _, ...freeze }) => freeze);
  }

  #request(entry: LocatedEntry): void {
    const last = this.#open.at(-1);
    if (last !== undefined && !last.isFrozen && isWithin(last.requested, entry.time, SAME_REQUEST_US)) {
      cite(last, entry);
      return;
    }
    // One that was never frozen, whose thaw failed, or that is very old counts as ended.
    this.#open = this.#open.filter((one) => isStillFrozen(one, entry.time));
    const isSecond = this.#open.length > 0;
    cite(this.#begin(entry, { requested: entry.time, isSecond }), entry);
  }

  #freeze(entry: LocatedEntry): void {
    const last = this.#open.at(-1) ?? this.#begin(entry);
    last.suspended ??= entry.time;
    last.isFrozen = true;
    cite(last, entry);
  }

  #requestThaw(entry: LocatedEntry): void {
    if (this.#open.length === 0) this.#begin(entry);
    for (const one of this.#open) {
      one.resuming ??= entry.time;
      one.isVss ||= entry.message.kind === 'vss-thaw';
      cite(one, entry);
    }
  }

  #thaw(entry: LocatedEntry): void {
    // A second line may say the same in another way, without a time.
    if (this.#open.length === 0 && entry.time === null && this.#freezes.length > 0) {
      this.#note(entry);
      return;
    }
    if (this.#open.length === 0) this.#begin(entry);
    for (const one of this.#open) {
      one.resumed ??= entry.time;
      one.outcome = 'thawed';
      cite(one, entry);
    }
    this.#open = [];
  }

  #failFreeze(entry: LocatedEntry): void {
    const last = this.#open.at(-1);
    const failed =
      last === undefined || last.isFrozen ? this.#begin(entry, { isSecond: last !== undefined }) : last;
    failed.isSecond ||= entry.message.kind === 'already-frozen';
    fail(failed, entry, 'freeze-failed');
    this.#open.pop();
  }

  /** What is frozen may be thawed by the next try. */
  #failThaw(entry: LocatedEntry): void {
    if (this.#open.length === 0) this.#begin(entry);
    for (const one of this.#open) fail(one, entry, 'thaw-failed');
    this.#open = this.#open.filter(({ isFrozen }) => isFrozen);
  }

  /** It was thawed before, nobody knows when; what only a try to thaw told was no freeze. */
  #notFrozen(entry: LocatedEntry): void {
    for (const one of this.#open) {
      cite(one, entry);
      if (one.isFrozen) one.outcome = 'thawed';
      else if (one.requested === null) this.#freezes.splice(this.#freezes.indexOf(one), 1);
    }
    this.#open = this.#open.filter(({ isFrozen, requested }) => !isFrozen && requested !== null);
  }

  #end(entry: LocatedEntry, outcome: FreezeOutcome): void {
    fail(this.#open.at(-1) ?? this.#begin(entry), entry, outcome);
    this.#open = this.#open.filter(({ isFrozen }) => isFrozen);
  }

  /** The database was started anew. */
  restart(entry: LocatedEntry): void {
    for (const one of this.#open) {
      one.isRestored = one.isFrozen && one.resuming === null;
      cite(one, entry);
    }
    this.#open = [];
  }

  /** Adds a line that tells no step to the last freeze. */
  #note(entry: LocatedEntry): void {
    const last = this.#freezes.at(-1);
    if (last !== undefined) cite(last, entry);
  }

  #begin({ instance, form, path }: LocatedEntry, known: Partial<FreezeRecord> = {}): Open {
    const freeze: Open = {
      instance,
      form,
      requested: null,
      suspended: null,
      resuming: null,
      resumed: null,
      failed: null,
      outcome: 'unfinished',
      isFrozen: false,
      isRestored: false,
      isSecond: false,
      limitS: this.#limitS,
      isVss: false,
      ...known,
      source: path,
      evidence: [],
    };
    this.#freezes.push(freeze);
    this.#open = [...this.#open.slice(1 - MOST_OPEN), freeze];
    return freeze;
  }
}

function fail(freeze: Open, entry: LocatedEntry, outcome: FreezeOutcome): void {
  freeze.failed ??= entry.time;
  freeze.outcome = outcome;
  cite(freeze, entry);
}

function cite(freeze: Open, { text, path, offset, time }: LocatedEntry): void {
  if (freeze.evidence.length === MOST_EVIDENCE) return;
  freeze.evidence.push({ text, log: path, offset, wall: time?.stamp.wall ?? null });
}

function isStillFrozen({ isFrozen, outcome, suspended }: Open, now: GuestTime | null): boolean {
  if (!isFrozen || outcome !== 'unfinished') return false;
  return isWithin(suspended, now, NESTED_WITHIN_US);
}

/** Gives the last time that is known of a freeze. */
function lastOf({ requested, suspended, failed, resuming }: Open): GuestTime | null {
  return resuming ?? failed ?? suspended ?? requested;
}

/** What is not known may be. */
function isWithin(a: GuestTime | null, b: GuestTime | null, us: number): boolean {
  return a === null || b === null || Math.abs(b.stamp.wall - a.stamp.wall) <= us;
}
