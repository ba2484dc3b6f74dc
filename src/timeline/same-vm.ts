import { addTo, groupBy } from '../model/lists.js';
import { Unions } from './unions.js';
import { IDENTIFIERS, joinIdentifiers, type VmIdentifiers } from './vm-identifiers.js';

/** Things of one VM, as far as is known, and all that they tell of it. */
interface Cluster<T> {
  readonly things: readonly T[];
  readonly identifiers: VmIdentifiers;
}

/**
 * Sorts things that are taken for one VM's (the files of one rotation, the logs in one file, logs that hold the same
 * stops) by the VMs that they name. The order in which they come decides nothing but the order of the result.
 *
 * | what two of them tell                                   | they are                                              |
 * | ------------------------------------------------------- | ----------------------------------------------------- |
 * | the same `uuid.bios`                                    | one VM, though renamed or moved                       |
 * | another `uuid.bios`                                     | two VMs, whatever else they tell                      |
 * | else the same `.vmx`                                    | one VM, though renamed                                |
 * | else another `.vmx`                                     | apart: nobody can say whether it was moved            |
 * | else the same or another `uuid.location`                | one VM; apart                                         |
 * | else the same or another folder of its swap file        | one VM; apart                                         |
 * | else the same or another display name                   | one VM; apart: nobody can say whether it was renamed  |
 * | nothing that both tell                                  | one VM, unless a third contradicts one of them        |
 *
 * What agrees with two that contradict each other goes to neither: it stays apart. A log that tells two names, or two
 * paths, joins those that tell one of them. That two overlap in time decides nothing: after a migration the logs of both
 * hosts may lie in one folder and overlap in time.
 */
export function sortByVm<T>(
  things: readonly [T, ...T[]],
  identifiersOf: (thing: T) => VmIdentifiers,
): readonly (readonly [T, ...T[]])[] {
  if (things.length === 1) return [things];
  let clusters: readonly Cluster<T>[] = things.map((thing) => ({
    things: [thing],
    identifiers: identifiersOf(thing),
  }));
  for (const rank of IDENTIFIERS.keys()) clusters = joinAgreeing(clusters, rank);
  if (areConsistent(clusters, IDENTIFIERS.length)) return [things];
  const vms = new Map(clusters.flatMap((cluster, index) => cluster.things.map((thing) => [thing, index])));
  return [...groupBy(things, (thing) => vms.get(thing)).values()];
}

/** Joins clusters that agree in one kind of evidence, unless surer kinds contradict. */
function joinAgreeing<T>(clusters: readonly Cluster<T>[], rank: number): readonly Cluster<T>[] {
  const kind = IDENTIFIERS[rank];
  if (kind === undefined) return clusters;
  const unions = new Unions(clusters.length);
  const owners = new Map<string, number>();
  for (const [index, { identifiers }] of clusters.entries()) {
    for (const value of identifiers[kind]) {
      const owner = owners.get(value);
      if (owner === undefined) owners.set(value, index);
      else unions.join(owner, index);
    }
  }
  const sets = new Map<number, [Cluster<T>, ...Cluster<T>[]]>();
  for (const [index, cluster] of clusters.entries()) addTo(sets, unions.rootOf(index), cluster);
  return [...sets.values()].flatMap((set) => (areConsistent(set, rank) ? [joined(set)] : set));
}

/** Whether no two clusters contradict each other in the surest kinds: those that agree in one were joined before. */
function areConsistent(clusters: readonly Cluster<unknown>[], ranks: number): boolean {
  return IDENTIFIERS.slice(0, ranks).every(
    (kind) => clusters.filter(({ identifiers }) => identifiers[kind].length > 0).length <= 1,
  );
}

function joined<T>(set: readonly [Cluster<T>, ...Cluster<T>[]]): Cluster<T> {
  const [only] = set;
  if (set.length === 1) return only;
  return {
    things: set.flatMap(({ things }) => things),
    identifiers: joinIdentifiers(set.map(({ identifiers }) => identifiers)),
  };
}
