import type { Instant } from './units.js';

/** Says whether a time reaches into the time asked for; one whose beginning or end is not known may. */
export function isInWindow(
  { from, to }: { readonly from: number | null; readonly to: number | null },
  { since, until }: { readonly since: Instant | null; readonly until: Instant | null },
): boolean {
  return (since === null || to === null || to >= since) && (until === null || from === null || from <= until);
}
