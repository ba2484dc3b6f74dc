import { type BigIntStats, fstatSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { RECOGNISERS } from '../logs/recognisers.js';
import { quote, UsageError } from '../settings/usage-error.js';
import { isWorthOpening } from '../sources/files.js';
import { STDIN_PATH } from '../sources/walk.js';

/**
 * Throws UsageError where the report would replace a file that is read: one of the inputs, under whatever name or link,
 * what is redirected to standard input, or a log in a folder. Looks at the files' identities only.
 */
export function refuseOverwriting(output: string, paths: readonly string[]): void {
  const target = look(() => statSync(output, { bigint: true }));
  if (target === null || !target.isFile()) return;
  for (const path of paths) {
    const input = findAt(path, target);
    if (input === null) continue;
    const what = input === STDIN_PATH ? 'the file on standard input' : quote(input);
    throw new UsageError(
      `--output ${quote(output)} would replace ${what}, which is one of the inputs; name another file`,
    );
  }
}

/** Gives the path at which a path that the user named leads to a file, null where it does not. */
function findAt(path: string, target: BigIntStats): string | null {
  const info = look(() =>
    path === STDIN_PATH ? fstatSync(0, { bigint: true }) : statSync(path, { bigint: true }),
  );
  if (info === null) return null;
  if (info.isDirectory()) return findIn(path, target, new Set([idOf(info)]));
  return idOf(info) === idOf(target) ? path : null;
}

/** `visited` holds the folders that were looked through, to which links may lead back. */
function findIn(folder: string, target: BigIntStats, visited: Set<string>): string | null {
  for (const name of look(() => readdirSync(folder)) ?? []) {
    const path = join(folder, name);
    const info = look(() => statSync(path, { bigint: true }));
    if (info === null) continue;
    if (idOf(info) === idOf(target) && look(() => isWorthOpening(path, RECOGNISERS)) === true) return path;
    if (!info.isDirectory() || visited.has(idOf(info))) continue;
    visited.add(idOf(info));
    const found = findIn(path, target, visited);
    if (found !== null) return found;
  }
  return null;
}

function idOf({ dev, ino }: BigIntStats): string {
  return `${dev}:${ino}`;
}

/** What cannot be looked at is told when it is to be read. */
function look<T>(at: () => T): T | null {
  try {
    return at();
  } catch {
    return null;
  }
}
