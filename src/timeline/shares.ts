import type { Diagnostic } from '../model/diagnostic.js';
import { groupBy } from '../model/lists.js';
import { folderPath } from '../model/log.js';
import { compareNumber, compareText, inTurn } from '../model/order.js';
import { apart, besideOthers } from './apart.js';
import type { Clues } from './clues.js';
import { type KeptLog, placesOf } from './copies.js';
import { folderKey, folderNameBeside, isOfRotation, stemOf, type VmPlace, vmOfLog } from './identity.js';
import { type Part, partsOf } from './parts.js';
import { sortByVm } from './same-vm.js';
import { isStopLine, sameness, withoutTime } from './sequence.js';
import type { Share } from './share.js';
import { allTold, namesIn, proofsIn, type Told } from './told.js';
import { Unions } from './unions.js';

/** A share with the names of its VM, the one it is called by first. */
export type NamedShare = Share & { readonly names: readonly [string, ...string[]] };

/** The logs of each VM, and what is doubtful about that. */
export interface Shared {
  readonly shares: readonly NamedShare[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Sorts logs by the VM whose they are; the order in which they come does not matter. */
export function shareOut(readings: readonly KeptLog[], clues: Clues): Shared {
  const parts = [...readings].sort(byPath).flatMap(partsOf);
  const diagnostics: Diagnostic[] = [];
  const shares: Share[] = [];
  for (const group of groupBy(parts, ({ place }) => place.key).values()) {
    const vms = sharesOf(group);
    if (vms.length > 1) diagnostics.push(apart(vms));
    for (const vm of vms) shares.push(vm);
  }
  const joined = joinCopies(shares, clues);
  return {
    shares: toldApart(joined.map((share) => ({ ...share, names: allNamesOf(share, clues) }))),
    diagnostics: [...diagnostics, ...besideOthers(joined)],
  };
}

/** Makes a share of each VM of parts that are one VM's by where they stand. */
function sharesOf(group: readonly [Part, ...Part[]]): readonly [Share, ...Share[]] {
  const told = withFormerNames(group);
  const [one, ...others] = sortByVm(group, (part) => told.get(part) ?? part.told);
  const rotation = [...new Map(group.map(({ log }) => [log.place, log])).values()];
  if (one === undefined || others.length === 0)
    return [shareOf(group, rotation, new Set(group.flatMap(foldersOf)))];
  return [ofOne(one, rotation), ...others.map((ofVm) => ofOne(ofVm, []))];
}

/** A log in which the VM is given a name belongs to the logs before it, which tell what it was called until then. */
function withFormerNames(group: readonly Part[]): ReadonlyMap<Part, Told> {
  const found = new Map<Part, Told>();
  if (!group.some(({ told }) => told.isRenamed)) return found;
  let former: string | null = null;
  for (const part of group.toSorted((a, b) => compareNumber(a.firstAt, b.firstAt))) {
    const { told } = part;
    if (told.isRenamed && former !== null) found.set(part, { ...told, names: [former, ...told.names] });
    former = told.names.at(-1) ?? former;
  }
  return found;
}

/** Makes a share of one of several VMs: the folder's name, and the configuration in it, may be another's. */
function ofOne(parts: readonly [Part, ...Part[]], rotation: readonly KeptLog[]): Share {
  const share = shareOf(parts, rotation, new Set());
  const { place } = parts[0].log;
  if (!isOfRotation(place)) return share;
  return { ...share, place: { ...share.place, fallbackName: stemOf(place.file) } };
}

function shareOf(
  parts: readonly [Part, ...Part[]],
  rotation: readonly KeptLog[],
  folders: ReadonlySet<string>,
): Share {
  const place = parts.map((part) => part.place).reduce(firstOf);
  return { place, parts, rotation, told: allTold(parts.map(({ told }) => told)), folders };
}

/** Tells the folders whose configuration is that of the part's VM. */
function foldersOf({ log, entries }: Part): readonly string[] {
  if (entries.some(({ origin }) => origin !== null)) return [];
  const ofFolders = placesOf(log).filter(isOfRotation);
  return ofFolders.map(({ container, folder }) => folderKey(container, folder));
}

/**
 * Gives the names of a VM, the one it is called by first: its configuration's, the latest that a log tells, the
 * one under which it ran, its folder's or file's. The others are names that it had, or bears in a copy.
 */
function namesOf({ folders, parts, place }: Share, clues: Clues): readonly [string, ...string[]] {
  const told = namesIn(parts.map(({ entries }) => entries));
  const best =
    clues.configuredName(folders) ?? told.at(-1) ?? clues.runningName(folders) ?? place.fallbackName;
  const ofCopies = parts.flatMap(({ log }) => log.copies.map((copy) => vmOfLog(copy).fallbackName));
  return [best, ...new Set([...told, ...clues.names(folders), ...ofCopies, place.fallbackName])];
}

function allNamesOf(share: Share, clues: Clues): readonly [string, ...string[]] {
  const [best, ...others] = namesOf(share, clues);
  const beside = share.parts.map(({ log }) => folderNameBeside(log.place)).filter((name) => name !== null);
  return [best, ...new Set([...others, ...beside])];
}

/**
 * Logs of several places are one VM's where they name the same configuration, or where one bears a name of the other's
 * VM and both hold an identical stop line; unless they contradict each other.
 */
function joinCopies(shares: readonly Share[], clues: Clues): readonly Share[] {
  const unions = new Unions(shares.length);
  const owners = new Map<string, number>();
  const link = (key: string, index: number) => {
    const owner = owners.get(key);
    if (owner === undefined) owners.set(key, index);
    else unions.join(owner, index);
  };
  for (const [index, { told }] of shares.entries()) for (const proof of proofsIn(told)) link(proof, index);
  const names = shares.map((share) => [...new Set(namesOf(share, clues))]);
  const counts = new Map<string, number>();
  for (const name of names.flat()) counts.set(name, (counts.get(name) ?? 0) + 1);
  for (const [index, share] of shares.entries()) {
    const shared = (names[index] ?? []).filter((name) => (counts.get(name) ?? 0) > 1);
    if (shared.length === 0) continue;
    for (const key of stopKeys(share)) for (const name of shared) link(`${name}\n${key}`, index);
  }
  const linked = groupBy(shares.entries(), ([index]) => unions.rootOf(index));
  const sets = [...linked.values()].map(([[, first], ...others]): [Share, ...Share[]] => [
    first,
    ...others.map(([, share]) => share),
  ]);
  return sets.flatMap((set) => sortByVm(set, ({ told }) => told).map(merged));
}

function merged(shares: readonly [Share, ...Share[]]): Share {
  const [first, ...others] = shares;
  if (others.length === 0) return first;
  const [part, ...parts] = first.parts;
  return {
    place: shares.map(({ place }) => place).reduce(firstOf),
    parts: [part, ...parts, ...others.flatMap((share) => share.parts)],
    rotation: shares.flatMap(({ rotation }) => rotation),
    told: allTold(shares.map(({ told }) => told)),
    folders: new Set(shares.flatMap(({ folders }) => [...folders])),
  };
}

function firstOf(a: VmPlace, b: VmPlace): VmPlace {
  return compareText(b.vmPath, a.vmPath) < 0 ? b : a;
}

function stopKeys({ parts }: Share): readonly string[] {
  const stops = parts.flatMap(({ entries }) => entries.filter(isStopLine));
  const timed = stops.filter(({ at }) => at !== null).map((entry) => `${entry.at} ${sameness(entry)}`);
  return [...timed, ...withoutTime([stops]).map(({ offset, line }) => `${offset} ${line}`)];
}

/** Where several VMs of one name would have one path, it is made longer until it is not. */
function toldApart(shares: readonly NamedShare[]): readonly NamedShare[] {
  const twins = groupBy(shares, ({ names: [name], place }) => `${name}\n${place.vmPath}`);
  const paths = new Map<Share, string>();
  for (const set of twins.values()) {
    if (set.length === 1) continue;
    const found = LONGER_PATHS.map((longer) => set.map(longer));
    const differing = found.find((list) => new Set(list).size === set.length) ?? found.at(-1) ?? [];
    for (const [index, share] of set.entries()) paths.set(share, differing[index] ?? share.place.vmPath);
  }
  return shares.map((share) => {
    const vmPath = paths.get(share);
    return vmPath === undefined ? share : { ...share, place: { ...share.place, vmPath } };
  });
}

const LONGER_PATHS: readonly ((share: Share) => string)[] = [
  ({ parts: [{ log }] }) => folderPath(log.place),
  ({ parts: [{ log }] }) => log.place.path,
  ({ parts: [{ log, entries }] }) => `${log.place.path} at byte ${entries[0]?.offset ?? 0}`,
];

/** An archive may hold several members of one path, and a log a gap. */
const byPath = inTurn<KeptLog>(
  (a, b) => compareText(a.place.path, b.place.path),
  (a, b) => a.place.startsAt - b.place.startsAt,
  (a, b) => a.bytes - b.bytes,
  (a, b) => compareText(a.firstLine ?? '', b.firstLine ?? ''),
);
