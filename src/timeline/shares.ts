import { groupBy } from '../model/lists.js';
import { compareText } from '../model/order.js';
import { earliest, type Instant, latest } from '../model/units.js';
import type { Entry } from './entry.js';
import { displayName, type VmPlace, vmOfEntry, vmOfLog } from './identity.js';
import type { LogReading } from './reading.js';
import { isStopLine, sameness, withoutTime } from './sequence.js';

/** The logs and copied lines of one VM, before their entries are put in order. */
export interface Share {
  place: VmPlace;
  readonly readings: LogReading[];
  /** The times that its logs cover. */
  readonly spans: Span[];
  /** The entries of each log, in the order of its lines. */
  readonly logs: (readonly Entry[])[];
}

interface Span {
  readonly firstAt: Instant | null;
  readonly lastAt: Instant | null;
}

/** Sorts logs by the VM whose they are; the order in which they come does not matter. */
export function shareOut(readings: readonly LogReading[]): readonly Share[] {
  const shares = new Map<string, Share>();
  for (const reading of [...readings].sort(byPath)) {
    for (const { place, logs, span } of placesOf(reading)) {
      const share = shares.get(place.key) ?? { place, readings: [], spans: [], logs: [] };
      shares.set(place.key, share);
      add(share, { place, readings: [reading], spans: [span], logs });
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

interface Placed {
  readonly place: VmPlace;
  readonly logs: (readonly Entry[])[];
  readonly span: Span;
}

/** A log is one VM's, but for the output of a grep over the logs of several. */
function placesOf(reading: LogReading): readonly Placed[] {
  const ofLog = vmOfLog(reading.place);
  if (reading.entries.every(({ origin }) => origin === null)) {
    return [{ place: ofLog, logs: [reading.entries], span: reading }];
  }
  const byVm = groupBy(reading.entries, (entry) => vmOfEntry(entry, ofLog).key);
  return [...byVm.values()].map((entries) => {
    const logs = [...groupBy(entries, ({ origin }) => origin).values()];
    const times = entries.map(({ at }) => at);
    return {
      place: vmOfEntry(entries[0], ofLog),
      logs,
      span: { firstAt: earliest(times), lastAt: latest(times) },
    };
  });
}

function add(share: Share, more: Share): void {
  if (compareText(more.place.vmPath, share.place.vmPath) < 0) share.place = more.place;
  for (const reading of more.readings) share.readings.push(reading);
  for (const span of more.spans) share.spans.push(span);
  for (const log of more.logs) share.logs.push(log);
}

/**
 * Two folders are copies of one VM's where they bear the same name, or one's folder the name of the other's VM, and
 * hold an identical stop line.
 */
function joinCopies(shares: readonly Share[]): readonly Share[] {
  const names = shares.map((share) => new Set([nameOf(share), share.place.fallbackName]));
  const counts = new Map<string, number>();
  for (const name of names.flatMap((set) => [...set])) counts.set(name, (counts.get(name) ?? 0) + 1);
  const owners = new Map<string, Share>();
  const joinedTo = new Map<Share, Share>();
  for (const [index, share] of shares.entries()) {
    const shared = [...(names[index] ?? [])].filter((name) => (counts.get(name) ?? 0) > 1);
    const keys =
      shared.length === 0 ? [] : stopKeys(share).flatMap((key) => shared.map((name) => `${name}\n${key}`));
    for (const key of keys) {
      const owner = owners.get(key);
      if (owner !== undefined) link(owner, share, joinedTo);
      owners.set(key, share);
    }
  }
  for (const share of joinedTo.keys()) add(rootOf(share, joinedTo), share);
  return shares.filter((share) => !joinedTo.has(share));
}

function link(a: Share, b: Share, joinedTo: Map<Share, Share>): void {
  const [one, other] = [rootOf(a, joinedTo), rootOf(b, joinedTo)];
  if (one !== other) joinedTo.set(other, one);
}

function rootOf(share: Share, joinedTo: ReadonlyMap<Share, Share>): Share {
  let root = share;
  for (let next = joinedTo.get(root); next !== undefined; next = joinedTo.get(root)) root = next;
  return root;
}

function stopKeys(share: Share): readonly string[] {
  const stops = share.logs.flat().filter(isStopLine);
  const timed = stops.filter(({ at }) => at !== null).map((entry) => `${entry.at} ${sameness(entry)}`);
  return [...timed, ...withoutTime([stops]).map(({ offset, line }) => `${offset} ${line}`)];
}

function byPath(a: LogReading, b: LogReading): number {
  return compareText(a.place.path, b.place.path);
}
