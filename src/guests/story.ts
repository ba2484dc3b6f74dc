import type {
  GuestReading,
  GuestStamp,
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
import { instant } from '../model/units.js';
import { GuestClock, type GuestTime } from './clock.js';
import { freezeDoubts } from './freeze-doubts.js';
import type { FreezeRecord, LocatedEntry } from './freeze-record.js';
import { freezesIn } from './freezes.js';
import { logDoubts } from './log-doubts.js';
import { withoutTwins } from './same-freeze.js';

/** What decides how guest logs are told. */
export interface StoryOptions extends Pick<GuestSettings, 'zone' | 'offset'> {
  /** From which share of its limit a freeze is told to be long, in percent. */
  readonly approachPercent: number;
}

/** Tells what the logs of guests hold: freezes, what members of a mirror wrote, and what is doubtful. */
export function tellGuests(readings: readonly GuestReading[], options: StoryOptions): GuestStory {
  const clock = new GuestClock(options);
  const told = [...guestsIn(readings)].flatMap(([guest, logs]) =>
    freezesOf(logs).map((record) => ({ record, timed: timedOf(record, guest, clock) })),
  );
  const freezes = told.sort((a, b) => byTime(a.timed, b.timed));
  const unzoned = new Set(
    freezes.filter(({ timed }) => timed.shiftUs === null).flatMap(({ record }) => logsOf(record)),
  );
  return {
    freezes: freezes.map(({ timed }) => timed),
    mirror: readings.flatMap((reading) => mirrorLines(reading, clock)),
    diagnostics: [
      ...readings.flatMap((reading) => logDoubts(reading, clock, unzoned)),
      ...freezeDoubts(freezes, options.approachPercent),
    ],
  };
}

function logsOf({ evidence }: FreezeRecord): readonly string[] {
  return evidence.map(({ log }) => log);
}

/**
 * Sorts logs by their guest: those of one archive are of one guest, and so are those of one folder. An archive that holds
 * logs of one name in several folders is one of several guests.
 */
function guestsIn(readings: readonly GuestReading[]): ReadonlyMap<string, readonly GuestReading[]> {
  const placed = groupBy(readings, ({ place: { container, folder } }) =>
    container === '' ? `\n${folder}` : container,
  );
  const severalFolders = new Set<string>();
  for (const [key, logs] of placed) {
    const names = new Set(logs.map(({ place }) => place.file));
    if (names.size < logs.length) severalFolders.add(key);
  }
  return groupBy(readings, ({ place: { container, folder } }) => {
    if (container === '') return folder;
    return severalFolders.has(container) ? `${container}!/${folder}` : container;
  });
}

/** Each kind of log tells its freezes by itself. */
function freezesOf(logs: readonly GuestReading[]): readonly FreezeRecord[] {
  const entries: LocatedEntry[] = [];
  for (const { place, entries: own } of [...logs].sort(inOrder))
    for (const entry of own) entries.push({ ...entry, path: place.path });
  return withoutTwins([...groupBy(entries, ({ form }) => form).values()].map(freezesIn));
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

function timedOf(record: FreezeRecord, guest: string, clock: GuestClock): TimedFreeze {
  const read = (stamp: GuestStamp | null) => (stamp === null ? null : clock.read(stamp));
  const times = {
    requested: read(record.requested),
    suspended: read(record.suspended),
    resuming: read(record.resuming),
    resumed: read(record.resumed),
    failed: read(record.failed),
  };
  // What was begun in a known zone is told in it as a whole, or by the guest's clock as a whole.
  const known = Object.values(times).filter((time) => time !== null);
  const isKnown = known.length > 0 && known.every(({ at }) => at !== null);
  const shown = (time: GuestTime | null) => (time === null ? null : timeOf(time, isKnown));
  const [frozen, window] = [
    spanOf(record.suspended, record.resumed),
    spanOf(record.suspended, record.resuming),
  ];
  const [first] = known;
  return {
    guest,
    frozen,
    window,
    failedAt: shown(times.failed),
    shiftUs: isKnown && first?.at != null ? first.at - first.stamp.wall : null,
    freeze: {
      instance: record.instance === null ? null : visible(record.instance),
      requestedAt: shown(times.requested),
      suspendedAt: shown(times.suspended),
      resumingAt: shown(times.resuming),
      resumedAt: shown(times.resumed),
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

/** A clock that was set back between two lines tells no length. */
function spanOf(from: GuestStamp | null, to: GuestStamp | null): WallSpan | null {
  if (from === null || to === null) return null;
  const length = to.wall - from.wall - (aheadOf(to) - aheadOf(from));
  if (length < 0) return null;
  return { from: from.wall, to: from.wall + length, unitUs: Math.max(from.unitUs, to.unitUs) };
}

function aheadOf({ zone }: GuestStamp): number {
  return zone?.kind === 'offset' ? zone.aheadUs : 0;
}

function mirrorLines({ place, entries }: GuestReading, clock: GuestClock): readonly MirrorLine[] {
  return entries.flatMap(({ message, stamp, text, offset }) => {
    const at = stamp === null ? null : clock.read(stamp).at;
    if (message.kind !== 'mirror' || at === null) return [];
    return [{ state: message.state, at, evidence: { text, log: place.path, offset } }];
  });
}
