/** Gives the index of the first of some ordered things of which something is true, their count for none. */
export function firstIndex<T>(ordered: readonly T[], isTrue: (one: T) => boolean): number {
  let [low, high] = [0, ordered.length];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    const one = ordered[middle];
    if (one === undefined || isTrue(one)) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** Sorts things by a key, the keys in the order in which they first come, the things of one key in theirs. */
export function groupBy<T, Key>(things: Iterable<T>, keyOf: (thing: T) => Key): Map<Key, [T, ...T[]]> {
  const groups = new Map<Key, [T, ...T[]]>();
  for (const thing of things) addTo(groups, keyOf(thing), thing);
  return groups;
}

/** Adds a thing to those of its key. */
export function addTo<T, Key>(groups: Map<Key, [T, ...T[]]>, key: Key, thing: T): void {
  const group = groups.get(key);
  if (group === undefined) groups.set(key, [thing]);
  else group.push(thing);
}
