import { compareText } from '../model/order.js';
import type { Entry } from './entry.js';
import { displayName, type VmPlace, vmOfEntry, vmOfLog } from './identity.js';
import type { LogReading } from './reading.js';
import { isStopLine, sameness, withoutTime } from './sequence.js';

/** The logs and copied lines of one VM, before their entries are put in order. */
export interface Share {
  place: VmPlace;
  readonly readings: LogReading[];
  /** The entries of each log, in the order of its lines. */
  readonly logs: (readonly Entry[])[];
}

/** Sorts logs by the VM whose they are; the order in which they come does not matter. */
export function shareOut(readings: readonly LogReading[]): readonly Share[] {
  const shares = new Map<string, Share>();
  for (const reading of [...readings].sort(byPath)) {
    for (const [place, logs] of placesOf(reading)) {
      const share = shares.get(place.key) ?? { place, readings: [], logs: [] };
      shares.set(place.key, share);
      add(share, { place, readings: [reading], logs });
    }
  }
  return joinCopies([...shares.values()]);
}

/** Gives the VM's display name where a log tells it, else its folder's name, else its file's. */
export function nameOf(share: Share): string {
  const told = share.logs.flat().filter(({ message }) => NAMING.has(message.kind));
  told.sort((a, b) => (a.at ?? 0) - (b.at ?? 0));
  return displayName(told) ?? share.place.fallbackName;
}

const NAMING: ReadonlySet<string> = new Set(['product', 'dump', 'dumped-name', 'set-name']);

/** A log is one VM's, but for the output of a grep over the logs of several. */
function placesOf(reading: LogReading): readonly (readonly [VmPlace, (readonly Entry[])[]])[] {
  const ofLog = vmOfLog(reading.place);
  if (reading.entries.every(({ origin }) => origin === null)) return [[ofLog, [reading.entries]]];
  const places = new Map<
    string,
    { readonly place: VmPlace; readonly byOrigin: Map<string | null, Entry[]> }
  >();
  for (const entry of reading.entries) {
    const place = vmOfEntry(entry, ofLog);
    const found = places.get(place.key) ?? { place, byOrigin: new Map<string | null, Entry[]>() };
    places.set(place.key, found);
    const lines = found.byOrigin.get(entry.origin) ?? [];
    found.byOrigin.set(entry.origin, lines);
    lines.push(entry);
  }
  return [...places.values()].map(({ place, byOrigin }) => [place, [...byOrigin.values()]]);
}

function add(share: Share, more: Share): void {
  if (compareText(more.place.vmPath, share.place.vmPath) < 0) share.place = more.place;
  for (const reading of more.readings) share.readings.push(reading);
  for (const log of more.logs) share.logs.push(log);
}

/** Two folders are copies of one VM's where they bear the same name and hold an identical stop line. */
function joinCopies(shares: readonly Share[]): readonly Share[] {
  const byName = new Map<string, Share[]>();
  for (const share of shares) {
    const name = nameOf(share);
    byName.set(name, [...(byName.get(name) ?? []), share]);
  }
  return [...byName.values()].flatMap((namesakes) =>
    namesakes.length === 1 ? namesakes : joinNamesakes(namesakes),
  );
}

function joinNamesakes(shares: readonly Share[]): readonly Share[] {
  const joined: { readonly share: Share; readonly stops: Set<string> }[] = [];
  for (const share of shares) {
    const stops = new Set(stopKeys(share));
    for (const copy of joined.filter((other) => [...stops].some((key) => other.stops.has(key)))) {
      joined.splice(joined.indexOf(copy), 1);
      add(share, copy.share);
      for (const key of copy.stops) stops.add(key);
    }
    joined.push({ share, stops });
  }
  return joined.map(({ share }) => share);
}

function stopKeys(share: Share): readonly string[] {
  const stops = share.logs.flat().filter(isStopLine);
  const timed = stops.filter(({ at }) => at !== null).map((entry) => `${entry.at} ${sameness(entry)}`);
  return [...timed, ...withoutTime([stops]).map(({ offset, line }) => `${offset} ${line}`)];
}

function byPath(a: LogReading, b: LogReading): number {
  return compareText(a.place.path, b.place.path);
}
