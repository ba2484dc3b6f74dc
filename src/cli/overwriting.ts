import { type BigIntStats, fstatSync, readdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { RECOGNISERS } from '../logs/recognisers.js';
import { quote, UsageError } from '../settings/usage-error.js';
import { isWorthOpening } from '../sources/files.js';
import { STDIN_PATH } from '../sources/walk.js';

const STDOUT = 1;

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

/** Throws UsageError where records would be written into a file or folder that is read: they would be read as well. */
export function refuseReadingOutput(output: string | null, paths: readonly string[]): void {
  const target = look(() =>
    output === null ? fstatSync(STDOUT, { bigint: true }) : statSync(dirname(output), { bigint: true }),
  );
  if (target === null || (output === null && !target.isFile())) return;
  const input = paths.find((path) => findAt(path, target, () => true) !== null);
  if (input === undefined) return;
  const what = output === null ? 'the file on standard output' : `--output ${quote(output)}`;
  throw new UsageError(
    `${what} is in ${quote(input)}, which is read, so the records would be read as well; write them elsewhere`,
  );
}

/** Gives the path at which a path that the user named leads to a file, null where it does not. */
function findAt(
  path: string,
  target: BigIntStats,
  isRead: (path: string) => boolean = isWorth,
): string | null {
  const info = look(() =>
    path === STDIN_PATH ? fstatSync(0, { bigint: true }) : statSync(path, { bigint: true }),
  );
  if (info === null) return null;
  if (idOf(info) === idOf(target)) return path;
  return info.isDirectory() ? findIn(path, target, isRead, new Set([idOf(info)])) : null;
}

/** `visited` holds the folders that were looked through, to which links may lead back. */
function findIn(
  folder: string,
  target: BigIntStats,
  isRead: (path: string) => boolean,
  visited: Set<string>,
): string | null {
  for (const name of look(() => readdirSync(folder)) ?? []) {
    const path = join(folder, name);
    const info = look(() => statSync(path, { bigint: true }));
    if (info === null) continue;
    if (idOf(info) === idOf(target) && isRead(path)) return path;
    if (!info.isDirectory() || visited.has(idOf(info))) continue;
    visited.add(idOf(info));
    const found = findIn(path, target, isRead, visited);
    if (found !== null) return found;
  }
  return null;
}

function isWorth(path: string): boolean {
  return look(() => isWorthOpening(path, RECOGNISERS)) === true;
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
