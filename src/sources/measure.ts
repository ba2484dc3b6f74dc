import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { enter, isWorthOpening, Visited } from './files.js';
import type { Recognisers } from './place.js';
import { STDIN_PATH } from './walk.js';

/**
 * The total size in bytes of the files that a walk of these paths reads; null if one of them, such as a pipe, has no size,
 * and if aborted. Unreadable files count as 0.
 */
export async function measure(
  paths: readonly string[],
  stdinBytes: number | null,
  signal: AbortSignal,
  known: Recognisers,
): Promise<number | null> {
  const visited = new Visited();
  let total = 0;
  for (const path of new Set(paths)) {
    const sizes = path === STDIN_PATH ? [stdinBytes] : sizesAt(path, true, visited, known);
    for await (const size of sizes) {
      if (size === null || signal.aborted) return null;
      total += size;
    }
  }
  return total;
}

async function* sizesAt(
  path: string,
  named: boolean,
  visited: Visited,
  known: Recognisers,
): AsyncGenerator<number | null> {
  const entry = await enter(path, visited).catch(() => null);
  if (entry === null) return;
  const { info } = entry;
  if (info.isDirectory()) {
    const names = await readdir(path).catch(() => []);
    for (const name of names) yield* sizesAt(join(path, name), false, visited, known);
  } else if (named) yield info.isFile() ? info.size : null;
  else if (info.isFile() && isWorth(path, known)) yield info.size;
}

function isWorth(path: string, known: Recognisers): boolean {
  try {
    return isWorthOpening(path, known);
  } catch {
    return false;
  }
}
