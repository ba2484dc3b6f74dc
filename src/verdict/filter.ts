import { sortedSet } from '../model/order.js';
import type { CheckedFilters } from '../model/settings.js';

/** What the filters look at in a stop; times are microseconds since the epoch, null where unknown. */
export interface Filterable {
  readonly startedAt: number | null;
  readonly endedAt: number | null;
  readonly durationUs: number;
  /** Why it may have lasted longer, null where nothing says so. */
  readonly doubt: object | null;
}

const MOST_NAMES = 5;

/** Names some VMs for people: the first ones in alphabetical order, and how many more there are. */
export function someNames(vms: readonly { readonly vm: string }[]): string {
  const names = sortedSet(vms.map(({ vm }) => vm));
  const more = names.length > MOST_NAMES ? ` and ${names.length - MOST_NAMES} more` : '';
  return names.slice(0, MOST_NAMES).join(', ') + more;
}

/** Whether a glob matches one of a VM's names: `*` is any text, `?` any one character, case is ignored. */
export function matchesVm(glob: string, names: readonly string[]): boolean {
  const pattern = [...glob.toLowerCase()];
  return names.some((name) => matchesGlob(pattern, [...name.toLowerCase()]));
}

/**
 * Own code: glob libraries such as picomatch make regular expressions, whose backtracking takes seconds for six stars and
 * a name of 60 letters, and they give slashes, dots, brackets and braces in a name a meaning. Going back to the last star
 * only is enough, so many stars cost no more than one.
 */
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

/**
 * Says whether a stop is one of those asked for. What may be one passes: a stop without a time, and one that may be longer
 * than is known.
 */
export function isAskedFor(stop: Filterable, { since, until, min }: CheckedFilters): boolean {
  if (min !== null && stop.doubt === null && stop.durationUs < min) return false;
  if (since !== null && stop.endedAt !== null && stop.endedAt < since) return false;
  return until === null || stop.startedAt === null || stop.startedAt <= until;
}
