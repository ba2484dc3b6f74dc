/** Binary search: index of the first match, or the length. `isTrue` must hold from some index on. */
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

/** Groups things by a key; keys and things keep the order in which they come. */
export function groupBy<T, Key>(things: Iterable<T>, keyOf: (thing: T) => Key): Map<Key, [T, ...T[]]> {
  const groups = new Map<Key, [T, ...T[]]>();
  for (const thing of things) addTo(groups, keyOf(thing), thing);
  return groups;
}

/** Appends a thing to the list of its key. */
export function addTo<T, Key>(groups: Map<Key, [T, ...T[]]>, key: Key, thing: T): void {
  const group = groups.get(key);
  if (group === undefined) groups.set(key, [thing]);
  else group.push(thing);
}

/** Gives the `top` first ones of a list (0: all). */
export function firstOf<T>(all: readonly T[], top: number): readonly T[] {
  return top === 0 ? all : all.slice(0, top);
}
