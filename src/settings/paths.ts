import { badType, quote, UsageError } from './usage-error.js';

const ACCEPTED = 'the path of a file or folder, or an array of them';

/** Takes what a program wants read; throws UsageError for what names no file or folder. */
export function checkPaths(paths: unknown, mayBeNone = false): readonly string[] {
  if (typeof paths === 'string') return [checkPath('paths', paths)];
  if (!Array.isArray(paths)) throw badType('paths', paths, ACCEPTED);
  if (paths.length === 0 && !mayBeNone) throw new UsageError('no path given: name a file or folder');
  return Array.from(paths, (path: unknown, index) => checkPath(`paths[${index}]`, path));
}

/** Checks the path of a file or folder that a program names; throws UsageError for what cannot be one. */
export function checkPath(label: string, path: unknown): string {
  if (typeof path !== 'string') throw badType(label, path, 'the path of a file or folder');
  if (path === '') throw new UsageError('a path is empty: name a file or folder');
  if (path.includes('\0')) throw new UsageError(`no path can hold a NUL, as ${quote(path)} does`);
  if (path === '-') throw new UsageError('- is standard input only for the command; name a file or folder');
  return path;
}
