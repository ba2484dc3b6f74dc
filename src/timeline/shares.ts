import type { Message } from '../messages/message.js';
import { groupBy } from '../model/lists.js';
import { VM_LOG_NAME } from '../model/log.js';
import { compareText } from '../model/order.js';
import { earliest, type Instant, latest } from '../model/units.js';
import type { Clues } from './clues.js';
import { type KeptLog, placesOf } from './copies.js';
import type { Entry } from './entry.js';
import { displayNames, folderKey, type VmPlace, vmOfEntry, vmOfLog } from './identity.js';
import { isStopLine, sameness, withoutTime } from './sequence.js';

/** The logs and copied lines of one VM, before their entries are put in order. */
interface Share {
  place: VmPlace;
  readonly readings: KeptLog[];
  /** The keys of the folders in which its logs and their copies stand. */
  readonly folders: Set<string>;
  /** The times that its logs cover. */
  readonly spans: Span[];
  /** The entries of each log, in the order of its lines. */
  readonly logs: (readonly Entry[])[];
}

/** A share with the names of its VM, the one it is called by first. */
export type NamedShare = Share & { readonly names: readonly [string, ...string[]] };

interface Span {
  readonly firstAt: Instant | null;
  readonly lastAt: Instant | null;
}

/** Sorts logs by the VM whose they are; the order in which they come does not matter. */
export function shareOut(readings: readonly KeptLog[], clues: Clues): readonly NamedShare[] {
  const shares = new Map<string, Share>();
  for (const reading of [...readings].sort(byPath)) {
    const folders = foldersOf(reading);
    for (const { place, logs, span } of partsOf(reading)) {
      const share = shares.get(place.key) ?? { place, readings: [], folders: new Set(), spans: [], logs: [] };
      shares.set(place.key, share);
      add(share, { place, readings: [reading], folders, spans: [span], logs });
    }
  }
  return joinCopies([...shares.values()], clues);
}

/**
 * Gives the names of a VM, the one it is called by first: its configuration's, the latest that a log tells, the
 * one under which it ran, its folder's or file's. The others are names that it had, or bears in a copy.
 */
function namesOf(share: Share, clues: Clues): readonly [string, ...string[]] {
  const entries: Entry[] = [];
  for (const log of share.logs)
    for (const entry of log) if (NAMING.has(entry.message.kind)) entries.push(entry);
  entries.sort((a, b) => (a.at ?? 0) - (b.at ?? 0));
  const told = displayNames(entries);
  const { folders, place, readings } = share;
  const best =
    clues.configuredName(folders) ?? told.at(-1) ?? clues.runningName(folders) ?? place.fallbackName;
  const ofCopies = readings.flatMap(({ copies }) => copies.map((copy) => vmOfLog(copy).fallbackName));
  return [best, ...new Set([...told, ...clues.names(folders), ...ofCopies, place.fallbackName])];
}

const NAMING: ReadonlySet<Message['kind']> = new Set<Message['kind']>([
  'product',
  'dump',
  'dumped-name',
  'set-name',
]);

interface Part {
  readonly place: VmPlace;
  readonly logs: (readonly Entry[])[];
  readonly span: Span;
}

/** Tells the folders whose configuration is that of the log's VM. */
function foldersOf(log: KeptLog): Set<string> {
  if (log.entries.some(({ origin }) => origin !== null)) return new Set();
  const ofFolders = placesOf(log).filter(({ file }) => VM_LOG_NAME.test(file));
  return new Set(ofFolders.map(({ container, folder }) => folderKey(container, folder)));
}

/** A log is one VM's, but for the output of a grep over the logs of several. */
function partsOf(reading: KeptLog): readonly Part[] {
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
  for (const folder of more.folders) share.folders.add(folder);
  for (const span of more.spans) share.spans.push(span);
  for (const log of more.logs) share.logs.push(log);
}

/**
 * Two folders are copies of one VM's where they bear the same name, or one's folder the name of the other's VM, and
 * hold an identical stop line.
 */
function joinCopies(shares: readonly Share[], clues: Clues): readonly NamedShare[] {
  const names = new Map(shares.map((share) => [share, namesOf(share, clues)]));
  const counts = new Map<string, number>();
  for (const all of names.values())
    for (const name of new Set(all)) counts.set(name, (counts.get(name) ?? 0) + 1);
  const owners = new Map<string, Share>();
  const joinedTo = new Map<Share, Share>();
  for (const [share, all] of names) {
    const shared = [...new Set(all)].filter((name) => (counts.get(name) ?? 0) > 1);
    const keys =
      shared.length === 0 ? [] : stopKeys(share).flatMap((key) => shared.map((name) => `${name}\n${key}`));
    for (const key of keys) {
      const owner = owners.get(key);
      if (owner !== undefined) link(owner, share, joinedTo);
      owners.set(key, share);
    }
  }
  for (const share of joinedTo.keys()) {
    const root = rootOf(share, joinedTo);
    add(root, share);
    names.delete(root);
  }
  const apart = shares.filter((share) => !joinedTo.has(share));
  return apart.map((share) => ({ ...share, names: names.get(share) ?? namesOf(share, clues) }));
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
  const stops = share.logs.flatMap((log) => log.filter(isStopLine));
  const timed = stops.filter(({ at }) => at !== null).map((entry) => `${entry.at} ${sameness(entry)}`);
  return [...timed, ...withoutTime([stops]).map(({ offset, line }) => `${offset} ${line}`)];
}

function byPath(a: KeptLog, b: KeptLog): number {
  return compareText(a.place.path, b.place.path);
}
