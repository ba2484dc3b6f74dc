/** A total order: negative where `a` comes first, 0 only where the two cannot be told apart. */
export type Compare<T> = (a: T, b: T) => number;

/** Orders texts by their UTF-16 code units, the same on every machine and in every locale. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Orders numbers; null comes last. */
export function compareNumber(a: number | null, b: number | null): number {
  if (a === null || b === null) return a === b ? 0 : a === null ? 1 : -1;
  return a - b;
}

/** Orders texts, null last. */
export function compareMaybeText(a: string | null, b: string | null): number {
  if (a === null || b === null) return a === b ? 0 : a === null ? 1 : -1;
  return compareText(a, b);
}

/** Orders by each comparison in turn until one of them tells the two apart. */
export function inTurn<T>(...comparisons: readonly Compare<T>[]): Compare<T> {
  return (a, b) => {
    for (const compare of comparisons) {
      const order = compare(a, b);
      if (order !== 0) return order;
    }
    return 0;
  };
}

/** Turns an order round. */
export function descending<T>(compare: Compare<T>): Compare<T> {
  return (a, b) => compare(b, a);
}

/** Gives each of some texts once, in the order of `compareText`. */
export function sortedSet(texts: Iterable<string>): readonly string[] {
  return [...new Set(texts)].sort(compareText);
}
