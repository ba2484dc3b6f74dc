import type { CheckedFilters } from '../model/settings.js';

/** What the filters look at in a stop; times are microseconds since the epoch, null where unknown. */
export interface Filterable {
  readonly startedAt: number | null;
  readonly endedAt: number | null;
  readonly durationUs: number;
}

/** Says whether a VM is one of those asked for; `*` and `?` are wildcards, upper and lower case are one. */
export function matchesVm(glob: string, names: readonly string[]): boolean {
  const pattern = [...glob.toLowerCase()];
  return names.some((name) => matchesGlob(pattern, [...name.toLowerCase()]));
}

/** In one pass, coming back to no star but the last: many stars cost no more than one. */
function matchesGlob(pattern: readonly string[], name: readonly string[]): boolean {
  let [at, star, retry] = [0, -1, 0];
  for (let index = 0; index < name.length; ) {
    if (pattern[at] === '*') {
      star = at++;
      retry = index;
    } else if (pattern[at] === '?' || pattern[at] === name[index]) {
      at++;
      index++;
    } else if (star !== -1) {
      at = star + 1;
      index = ++retry;
    } else {
      return false;
    }
  }
  return pattern.slice(at).every((character) => character === '*');
}

/** Says whether a stop is one of those asked for. A stop without a time passes: it may lie in the time asked for. */
export function isAskedFor(stop: Filterable, { since, until, min }: CheckedFilters): boolean {
  if (min !== null && stop.durationUs < min) return false;
  if (since !== null && stop.endedAt !== null && stop.endedAt < since) return false;
  return until === null || stop.startedAt === null || stop.startedAt <= until;
}

/** Says whether some lines, in the order of time, reach into the time asked for; those without a time may. */
export function isInWindow(
  lines: readonly { readonly at: number | null }[],
  { since, until }: Pick<CheckedFilters, 'since' | 'until'>,
): boolean {
  const [first, last] = [lines[0]?.at ?? null, lines.at(-1)?.at ?? null];
  return (
    (since === null || last === null || last >= since) && (until === null || first === null || first <= until)
  );
}
