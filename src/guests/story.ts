import type {
  GuestForm,
  GuestReading,
  GuestStory,
  MirrorLine,
  TimedFreeze,
  WallSpan,
} from '../model/guest.js';
import { isoOf } from '../model/iso.js';
import { groupBy } from '../model/lists.js';
import { compareNumber, compareText, inTurn } from '../model/order.js';
import type { Freeze } from '../model/report.js';
import type { GuestSettings } from '../model/settings.js';
import { visible } from '../model/text.js';
import { earliest, type Instant, instant, latest } from '../model/units.js';
import { isInWindow } from '../model/window.js';
import { GuestClock, type GuestTime } from './clock.js';
import { withoutCopies } from './copies.js';
import { freezeDoubts } from './freeze-doubts.js';
import { type FreezeRecord, type LocatedEntry, timesOf } from './freeze-record.js';
import { freezesIn } from './freezes.js';
import { logDoubts } from './log-doubts.js';
import { withoutTwins } from './same-freeze.js';

/** What decides how guest logs are told. */
export interface StoryOptions extends Pick<GuestSettings, 'zone' | 'offset'> {
  /** From which share of its limit a freeze is told to be long, in percent. */
  readonly approachPercent: number;
  /** The time asked for, both ends included: other freezes are left out. */
  readonly since: Instant | null;
  readonly until: Instant | null;
}

/** Tells what guest logs hold: freezes, what members of a mirror wrote, and what is doubtful. */
export function tellGuests(all: readonly GuestReading[], options: StoryOptions): GuestStory {
  const clock = new GuestClock(options);
  const { readings, copies } = withoutCopies(all);
  const told = [...guestsIn(readings)].flatMap(([guest, logs]) =>
    freezesOf(logs, clock).map((record) => ({ record, timed: timedOf(record, guest) })),
  );
  const freezes = told
    .filter(({ record }) => isInWindow(instantsOf(record), options))
    .sort((a, b) => byTime(a.timed, b.timed));
  const unzoned = new Set(
    freezes.filter(({ timed }) => timed.shiftUs === null).flatMap(({ record }) => logsOf(record)),
  );
  return {
    freezes: freezes.map(({ timed }) => timed),
    mirror: readings.flatMap((reading) => mirrorLines(reading, clock)),
    diagnostics: [
      ...copies,
      ...readings.flatMap((reading) => logDoubts(reading, clock, unzoned, options.offset)),
      ...freezeDoubts(freezes, options.approachPercent),
    ],
  };
}

/** The time from the first to the last step of a freeze, as far as instants are known. */
function instantsOf(record: FreezeRecord): { readonly from: Instant | null; readonly to: Instant | null } {
  const times = timesOf(record).map(({ at }) => at);
  return { from: earliest(times), to: latest(times) };
}

function logsOf({ evidence }: FreezeRecord): readonly string[] {
  return evidence.map(({ log }) => log);
}

/**
 * Sorts logs by their guest: those of one archive are of one guest, and so are those of one folder. An archive that holds
 * logs of one name in several folders is one of several guests.
 */
function guestsIn(readings: readonly GuestReading[]): ReadonlyMap<string, readonly GuestReading[]> {
  const severalFolders = new Set<string>();
  for (const [container, logs] of groupBy(readings, ({ place }) => place.container)) {
    const names = new Set(logs.map(({ place }) => place.file));
    if (names.size < logs.length) severalFolders.add(container);
  }
  return groupBy(readings, ({ place: { container, folder } }) => {
    if (container === '') return folder;
    return severalFolders.has(container) ? `${container}!/${folder}` : container;
  });
}

/** Each kind of log tells its freezes by itself. */
function freezesOf(logs: readonly GuestReading[], clock: GuestClock): readonly FreezeRecord[] {
  const parts = withoutRepeats([...logs].sort(inOrder)).flatMap((log) => byForm(log, clock));
  const kinds = groupBy(parts, ({ form }) => form).values();
  return withoutTwins(
    [...kinds].map((ofForm) => sequences(ofForm).flatMap(freezesIn)),
    clock,
  );
}

/** The lines of one form in one log. */
interface LogPart {
  readonly form: GuestForm;
  readonly entries: readonly [LocatedEntry, ...LocatedEntry[]];
}

function byForm({ place, entries }: GuestReading, clock: GuestClock): readonly LogPart[] {
  const located = entries.map(({ stamp, ...entry }) => ({
    ...entry,
    time: stamp === null ? null : clock.read(stamp),
    path: place.path,
  }));
  return [...groupBy(located, ({ form }) => form)].map(([form, ofForm]) => ({ form, entries: ofForm }));
}

/** A copy of a log, or an older state of it, repeats lines: each counts once. */
function withoutRepeats(logs: readonly GuestReading[]): readonly GuestReading[] {
  if (logs.length < 2) return logs;
  const known = new Set<string>();
  return logs.map((log) => {
    const keys = log.entries.map(({ form, instance, text, stamp }) =>
      stamp === null ? '' : `${form} ${instance} ${text}`,
    );
    const entries = log.entries.filter((_, index) => !known.has(keys[index] ?? ''));
    for (const key of keys) if (key !== '') known.add(key);
    return { ...log, entries };
  });
}

/** Logs that follow each other are one log that was rotated; those of one time are of several databases. */
function sequences(parts: readonly LogPart[]): readonly (readonly LocatedEntry[])[] {
  const found: { entries: LocatedEntry[]; last: number }[] = [];
  for (const { entries } of parts) {
    const walls = entries.flatMap(({ time }) => (time === null ? [] : [time.stamp.wall]));
    const [from, to] = [walls[0] ?? Number.POSITIVE_INFINITY, walls.at(-1) ?? Number.POSITIVE_INFINITY];
    const before = found.find(({ last }) => last <= from);
    if (before === undefined) found.push({ entries: [...entries], last: to });
    else {
      for (const entry of entries) before.entries.push(entry);
      before.last = to;
    }
  }
  return found.map(({ entries }) => entries);
}

/** A log without times begins with a freeze, or follows one. */
const inOrder = inTurn<GuestReading>(
  (a, b) => compareNumber(a.first?.wall ?? null, b.first?.wall ?? null),
  (a, b) => thawRank(a) - thawRank(b),
  (a, b) => compareText(a.place.path, b.place.path),
);

function thawRank({ entries }: GuestReading): number {
  const kind = entries[0]?.message.kind;
  return Number(kind === 'thawed' || kind === 'thaw-failed');
}

const byTime = inTurn<TimedFreeze>(
  (a, b) => compareText(firstOf(a.freeze), firstOf(b.freeze)),
  (a, b) => compareText(a.freeze.source, b.freeze.source),
  (a, b) => (a.freeze.evidence[0]?.offset ?? 0) - (b.freeze.evidence[0]?.offset ?? 0),
  (a, b) => compareText(a.freeze.instance ?? '', b.freeze.instance ?? ''),
);

function firstOf({ requestedAt, suspendedAt, resumingAt, resumedAt }: Freeze): string {
  return requestedAt ?? suspendedAt ?? resumingAt ?? resumedAt ?? '';
}

function timedOf(record: FreezeRecord, guest: string): TimedFreeze {
  const { requested, suspended, resuming, resumed, failed } = record;
  // What was begun in a known zone is told in it as a whole, or by the guest's clock as a whole.
  const known = timesOf(record);
  const isKnown = known.length > 0 && known.every(({ at }) => at !== null);
  const shown = (time: GuestTime | null) => (time === null ? null : timeOf(time, isKnown));
  const [frozen, window] = [spanOf(suspended, resumed), spanOf(suspended, resuming)];
  const [first] = known;
  return {
    guest,
    frozen,
    window,
    failedAt: shown(failed),
    shiftUs: isKnown && first?.at != null ? first.at - first.stamp.wall : null,
    freeze: {
      instance: record.instance === null ? null : visible(record.instance),
      requestedAt: shown(requested),
      suspendedAt: shown(suspended),
      resumingAt: shown(resuming),
      resumedAt: shown(resumed),
      frozenUs: frozen === null ? null : frozen.to - frozen.from,
      windowUs: window === null ? null : window.to - window.from,
      outcome: record.outcome,
      timeBasis: isKnown ? (first?.basis ?? 'unknown') : 'unknown',
      source: record.source,
      evidence: record.evidence.map(({ text, log, offset }) => ({ text, log, offset })),
    },
  };
}

/** A time of the guest's clock has no Z: nobody knows which instant it is. */
function timeOf({ at, stamp }: GuestTime, isKnown: boolean): string {
  return isKnown ? (isoOf(at) ?? '') : isoOf(instant(stamp.wall)).slice(0, -1);
}

/**
 * Gives the time from one line to another by the guest's clock. A clock that was set back between them tells no length, nor does an
 * hour that comes twice.
 */
function spanOf(from: GuestTime | null, to: GuestTime | null): WallSpan | null {
  if (from === null || to === null) return null;
  if ((from.at === null) !== (to.at === null)) return null;
  const length = from.at !== null && to.at !== null ? to.at - from.at : to.stamp.wall - from.stamp.wall;
  if (length < 0) return null;
  const { wall, unitUs } = from.stamp;
  return { from: wall, to: wall + length, unitUs: Math.max(unitUs, to.stamp.unitUs) };
}

function mirrorLines({ place, entries }: GuestReading, clock: GuestClock): readonly MirrorLine[] {
  return entries.flatMap(({ message, stamp, text, offset }) => {
    const at = stamp === null ? null : clock.read(stamp).at;
    if (message.kind !== 'mirror' || at === null) return [];
    return [{ state: message.state, at, evidence: { text, log: place.path, offset } }];
  });
}
