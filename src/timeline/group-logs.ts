import type { Diagnostic } from '../model/diagnostic.js';
import { groupBy } from '../model/lists.js';
import { folderPath } from '../model/log.js';
import { compareNumber, compareText, inTurn } from '../model/order.js';
import {
  folderKey,
  folderNameBeside,
  isOfRotation,
  stemOf,
  type VmPlace,
  vmOfLog,
} from '../model/vm-place.js';
import { apart, besideOthers } from './apart.js';
import { type KeptLog, placesOf } from './copies.js';
import type { LogGroup } from './log-group.js';
import { type Part, partsOf } from './parts.js';
import { sortByVm } from './same-vm.js';
import { isStopLine, sameness, withoutTime } from './sequence.js';
import { Unions } from './unions.js';
import { joinIdentifiers, namesIn, proofsIn, type VmIdentifiers } from './vm-identifiers.js';
import type { VmInventory } from './vm-inventory.js';

/** A log group with the names of its VM, the one it is called by first. */
export type NamedLogGroup = LogGroup & { readonly names: readonly [string, ...string[]] };

/** The logs of each VM, and what is doubtful about that. */
export interface Shared {
  readonly groups: readonly NamedLogGroup[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Sorts logs by the VM whose they are; the order in which they come does not matter. */
export function groupLogs(readings: readonly KeptLog[], inventory: VmInventory): Shared {
  const parts = [...readings].sort(byPath).flatMap(partsOf);
  const diagnostics: Diagnostic[] = [];
  const groups: LogGroup[] = [];
  for (const logParts of groupBy(parts, ({ place }) => place.key).values()) {
    const vms = groupsOf(logParts);
    if (vms.length > 1) diagnostics.push(apart(vms));
    for (const vm of vms) groups.push(vm);
  }
  const joined = joinCopies(groups, inventory);
  return {
    groups: toldApart(joined.map((group) => ({ ...group, names: allNamesOf(group, inventory) }))),
    diagnostics: [...diagnostics, ...besideOthers(joined)],
  };
}

/** Makes a group for each VM from log parts that stand in one VM's place. */
function groupsOf(logParts: readonly [Part, ...Part[]]): readonly [LogGroup, ...LogGroup[]] {
  const identifiers = withFormerNames(logParts);
  const [one, ...others] = sortByVm(logParts, (part) => identifiers.get(part) ?? part.identifiers);
  const rotation = [...new Map(logParts.map(({ log }) => [log.place, log])).values()];
  if (one === undefined || others.length === 0)
    return [groupOf(logParts, rotation, new Set(logParts.flatMap(foldersOf)))];
  return [ofOne(one, rotation), ...others.map((ofVm) => ofOne(ofVm, []))];
}

/** A log in which the VM is given a name belongs to the logs before it, which tell what it was called until then. */
function withFormerNames(logParts: readonly Part[]): ReadonlyMap<Part, VmIdentifiers> {
  const found = new Map<Part, VmIdentifiers>();
  if (!logParts.some(({ identifiers }) => identifiers.isRenamed)) return found;
  let former: string | null = null;
  for (const part of logParts.toSorted((a, b) => compareNumber(a.firstAt, b.firstAt))) {
    const { identifiers } = part;
    if (identifiers.isRenamed && former !== null)
      found.set(part, { ...identifiers, names: [former, ...identifiers.names] });
    former = identifiers.names.at(-1) ?? former;
  }
  return found;
}

/** Makes the group of one of several VMs: the folder's name, and the configuration in it, may be another's. */
function ofOne(parts: readonly [Part, ...Part[]], rotation: readonly KeptLog[]): LogGroup {
  const group = groupOf(parts, rotation, new Set());
  const { place } = parts[0].log;
  if (!isOfRotation(place)) return group;
  return { ...group, place: { ...group.place, fallbackName: stemOf(place.file) } };
}

function groupOf(
  parts: readonly [Part, ...Part[]],
  rotation: readonly KeptLog[],
  folders: ReadonlySet<string>,
): LogGroup {
  const place = parts.map((part) => part.place).reduce(firstOf);
  return {
    place,
    parts,
    rotation,
    identifiers: joinIdentifiers(parts.map(({ identifiers }) => identifiers)),
    folders,
  };
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
function namesOf(
  { folders, parts, place }: LogGroup,
  inventory: VmInventory,
): readonly [string, ...string[]] {
  const names = namesIn(parts.map(({ entries }) => entries));
  const best =
    inventory.configuredName(folders) ?? names.at(-1) ?? inventory.runningName(folders) ?? place.fallbackName;
  const ofCopies = parts.flatMap(({ log }) => log.copies.map((copy) => vmOfLog(copy).fallbackName));
  return [best, ...new Set([...names, ...inventory.names(folders), ...ofCopies, place.fallbackName])];
}

function allNamesOf(group: LogGroup, inventory: VmInventory): readonly [string, ...string[]] {
  const [best, ...others] = namesOf(group, inventory);
  const beside = group.parts.map(({ log }) => folderNameBeside(log.place)).filter((name) => name !== null);
  return [best, ...new Set([...others, ...beside])];
}

/**
 * Logs of several places are one VM's where they name the same configuration, or where one bears a name of the other's
 * VM and both hold an identical stop line; unless they contradict each other.
 */
function joinCopies(groups: readonly LogGroup[], inventory: VmInventory): readonly LogGroup[] {
  const unions = new Unions(groups.length);
  const owners = new Map<string, number>();
  const link = (key: string, index: number) => {
    const owner = owners.get(key);
    if (owner === undefined) owners.set(key, index);
    else unions.join(owner, index);
  };
  for (const [index, { identifiers }] of groups.entries())
    for (const proof of proofsIn(identifiers)) link(proof, index);
  const names = groups.map((group) => [...new Set(namesOf(group, inventory))]);
  const counts = new Map<string, number>();
  for (const name of names.flat()) counts.set(name, (counts.get(name) ?? 0) + 1);
  for (const [index, group] of groups.entries()) {
    const shared = (names[index] ?? []).filter((name) => (counts.get(name) ?? 0) > 1);
    if (shared.length === 0) continue;
    for (const key of stopKeys(group)) for (const name of shared) link(`${name}\n${key}`, index);
  }
  const linked = groupBy(groups.entries(), ([index]) => unions.rootOf(index));
  const sets = [...linked.values()].map(([[, first], ...others]): [LogGroup, ...LogGroup[]] => [
    first,
    ...others.map(([, group]) => group),
  ]);
  return sets.flatMap((set) => sortByVm(set, ({ identifiers }) => identifiers).map(merged));
}

function merged(groups: readonly [LogGroup, ...LogGroup[]]): LogGroup {
  const [first, ...others] = groups;
  if (others.length === 0) return first;
  const [part, ...parts] = first.parts;
  return {
    place: groups.map(({ place }) => place).reduce(firstOf),
    parts: [part, ...parts, ...others.flatMap((group) => group.parts)],
    rotation: groups.flatMap(({ rotation }) => rotation),
    identifiers: joinIdentifiers(groups.map(({ identifiers }) => identifiers)),
    folders: new Set(groups.flatMap(({ folders }) => [...folders])),
  };
}

function firstOf(a: VmPlace, b: VmPlace): VmPlace {
  return compareText(b.vmPath, a.vmPath) < 0 ? b : a;
}

function stopKeys({ parts }: LogGroup): readonly string[] {
  const stops = parts.flatMap(({ entries }) => entries.filter(isStopLine));
  const timed = stops.filter(({ at }) => at !== null).map((entry) => `${entry.at} ${sameness(entry)}`);
  return [...timed, ...withoutTime([stops]).map(({ offset, line }) => `${offset} ${line}`)];
}

/** Where several VMs of one name would have one path, it is made longer until it is not. */
function toldApart(groups: readonly NamedLogGroup[]): readonly NamedLogGroup[] {
  const twins = groupBy(groups, ({ names: [name], place }) => `${name}\n${place.vmPath}`);
  const paths = new Map<LogGroup, string>();
  for (const set of twins.values()) {
    if (set.length === 1) continue;
    const found = LONGER_PATHS.map((longer) => set.map(longer));
    const differing = found.find((list) => new Set(list).size === set.length) ?? found.at(-1) ?? [];
    for (const [index, group] of set.entries()) paths.set(group, differing[index] ?? group.place.vmPath);
  }
  return groups.map((group) => {
    const vmPath = paths.get(group);
    return vmPath === undefined ? group : { ...group, place: { ...group.place, vmPath } };
  });
}

const LONGER_PATHS: readonly ((group: LogGroup) => string)[] = [
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
