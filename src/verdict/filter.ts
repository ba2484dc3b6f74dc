import type { CheckedFilters } from '../model/settings.js';

/** What the filters look at in a stop; times are microseconds since the epoch, null where unknown. */
export interface Filterable {
  readonly startedAt: number | null;
  readonly endedAt: number | null;
  readonly durationUs: number;
}

/** Says whether a VM is one of those asked for; `*` and `?` are wildcards, upper and lower case are one. */
export function matchesVm(glob: string, names: readonly string[]): boolean {
  const pattern = glob
    .replace(/[\\^$.|+()[\]{}]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  const matcher = new RegExp(`^${pattern}$`, 'isu');
  return names.some((name) => matcher.test(name));
}

/** Says whether a stop is one of those asked for. A stop without a time passes: it may lie in the time asked for. */
export function isAskedFor(stop: Filterable, { since, until, min }: CheckedFilters): boolean {
  if (min !== null && stop.durationUs < min) return false;
  if (since !== null && stop.endedAt !== null && stop.endedAt < since) return false;
  return until === null || stop.startedAt === null || stop.startedAt <= until;
}
