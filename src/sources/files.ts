import { closeSync, type Dirent, openSync, readSync, realpathSync, type Stats, statSync } from 'node:fs';
import { realpath, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import type { LogPlace } from '../model/log.js';
import type { Limits } from '../model/settings.js';
import { visible } from '../model/text.js';
import { type ByteStream, HEAD_BYTES, LARGE_BYTES } from './byte-stream.js';
import { explore, isWorthReading, type Scope } from './explore.js';
import { FolderListing } from './folder-listing.js';
import { Fragments } from './fragments.js';
import { Budget } from './limits.js';
import { modifiedAt } from './modified-at.js';
import { fragmentPlace, isLog, type Recognisers } from './place.js';
import { ReadError, readErrorOf } from './read-error.js';
import { readFile, readRange, replaced, shortened } from './reading.js';
import { type FoundFile, limited, problem, type WalkItem } from './walk-item.js';

/** Files and folders already visited, by real path. It stops circles of links, and reads what was named twice once. */
export class Visited {
  readonly #paths = new Set<string>();
  #repeats = 0;

  /** How often a visited path was found again. */
  get repeats(): number {
    return this.#repeats;
  }

  /** Whether a path is new; counts it as a repeat if it is not. */
  isNew(path: string): boolean {
    if (!this.#paths.has(path)) return true;
    this.#repeats++;
    return false;
  }

  add(path: string): void {
    this.#paths.add(path);
  }
}

/** A path that the user named and that was not visited before. */
export interface Entry {
  readonly path: string;
  readonly info: Stats;
}

/**
 * Marks a path that the user named as visited; null if it was already. `known` is its status where that was asked before.
 * Throws the system's error.
 */
export async function enter(
  path: string,
  visited: Visited,
  known: Stats | null = null,
): Promise<Entry | null> {
  const info = known ?? (await stat(path));
  // An open pipe such as /dev/fd/63 has no real path.
  const real = await realpath(path).catch(() => resolve(path));
  if (!visited.isNew(real)) return null;
  visited.add(real);
  return { path, info };
}

/** Finds the logs in a file or folder that the user named. */
export function exploreNamed({ path, info }: Entry, visited: Visited, scope: Scope): AsyncIterable<WalkItem> {
  return exploreGuarded(path, () => {
    if (info.isDirectory()) return exploreTree(path, visited, scope);
    return exploreFile(placeOf(path, true, info.isFile() ? info.mtime : null), path, info, scope);
  });
}

/** Finds the logs in a file that was found some time ago. */
export function exploreFound({ path, named, size, ino }: FoundFile, scope: Scope): AsyncIterable<WalkItem> {
  return exploreGuarded(path, () => {
    const info = statSync(path);
    if (!info.isFile())
      throw new ReadError('unreadable', 'It was a file when it was found and is none now; run it again.');
    if (info.ino !== ino) throw replaced();
    if (info.size < size) throw shortened(size, info.size);
    return exploreFile(placeOf(path, named, info.mtime), path, info, scope);
  });
}

/**
 * Finds the logs in a large file of a folder. It has limits of its own, so that the result does not depend on the order in
 * which files are read.
 */
export function exploreLarge(
  file: FoundFile,
  limits: Limits,
  others: Omit<Scope, 'budget'>,
): AsyncGenerator<WalkItem> {
  return limited(exploreFound(file, { ...others, budget: new Budget(limits) }), file.path);
}

/** Whether a file is worth reading in parallel. */
export function isLarge(info: Stats): boolean {
  return info.isFile() && info.size >= LARGE_BYTES;
}

/** Reports what cannot be opened, and goes on with the rest of the input. */
async function* exploreGuarded(path: string, find: () => AsyncIterable<WalkItem>): AsyncGenerator<WalkItem> {
  try {
    yield* find();
  } catch (error) {
    yield problem({ path: visible(path) }, readErrorOf(error));
  }
}

/** A folder that the user named, with all that is in it. */
interface Tree {
  readonly visited: Visited;
  readonly scope: Scope;
  /** Large files are read last: only several are read in parallel. */
  readonly large: FoundFile[];
}

async function* exploreTree(path: string, visited: Visited, scope: Scope): AsyncGenerator<WalkItem> {
  const large: FoundFile[] = [];
  yield* exploreFolder(path, { visited, scope, large });
  for (const file of large) {
    if (scope.progress.signal.aborted) return;
    const items = exploreLarge(file, scope.budget.limits, scope);
    if (large.length === 1) yield* items;
    else yield { kind: 'large-file', file, items, walked: null };
  }
}

/** A folder while it is read. */
interface Folder {
  /** The path without links. */
  readonly real: string;
  readonly listing: FolderListing;
  readonly fragments: Fragments;
}

async function* exploreFolder(path: string, tree: Tree): AsyncGenerator<WalkItem> {
  const { scope } = tree;
  const listing = new FolderListing(path);
  const fragments = new Fragments(scope.budget.limits, (place, chunks) =>
    explore({ place, chunks, file: null, depth: 0, unwrapped: false }, scope),
  );
  const folder = { real: realpathSync.native(path), listing, fragments };
  try {
    // What a log is renamed to before its turn was not listed at first.
    for (let entries = listing.added(); entries.length > 0; entries = listing.added()) {
      for (const entry of entries) {
        if (scope.budget.spent || scope.progress.signal.aborted) return;
        const inside = join(path, entry.name);
        yield* exploreGuarded(inside, () => exploreInside(inside, entry, folder, tree));
      }
    }
    for (const log of listing.replaced()) yield problem({ path: visible(log) }, replaced());
  } finally {
    yield* fragments.finish();
  }
}

/** Synchronous calls are faster here than a round trip to the thread pool. */
async function* exploreInside(
  path: string,
  entry: Dirent,
  { real: parent, listing, fragments }: Folder,
  { visited, scope, large }: Tree,
): AsyncGenerator<WalkItem> {
  const real = entry.isSymbolicLink() ? realpathSync.native(path) : join(parent, entry.name);
  if (!visited.isNew(real)) return;
  const info = statSync(path);
  if (info.isDirectory()) {
    visited.add(real);
    return yield* exploreFolder(path, { visited, scope, large });
  }
  const place = placeOf(path, false, info.mtime);
  if (!info.isFile()) {
    if (isLog(place)) yield problem(place, noFile());
    return;
  }
  scope.budget.member();
  const fragment = fragmentPlace(place);
  if (!isWorthOpening(path, scope.known, scope.ofGuest)) return;
  visited.add(real);
  if (isLog(place)) listing.reads(path, info);
  if (fragment !== null) yield* fragments.add(fragment, readFile(path, info, scope.progress));
  else if (isLarge(info))
    large.push({ path, named: false, ofGuest: scope.ofGuest, size: info.size, ino: info.ino });
  else yield* exploreFile(place, path, info, scope);
}

/** A pipe has no known size and can be read only once, from front to back. */
function exploreFile(place: LogPlace, path: string, info: Stats, scope: Scope): AsyncIterable<WalkItem> {
  const { progress } = scope;
  const chunks = readFile(path, info, progress);
  const read = (from: number, length: number): ByteStream => readRange(path, from, length, progress);
  const whole = { place, chunks, depth: 0, unwrapped: false };
  if (!info.isFile()) return explore({ ...whole, file: null }, scope);
  const reread = (from: number): ByteStream => read(from, Number.MAX_SAFE_INTEGER);
  return explore({ ...whole, file: { size: info.size, read }, reread }, scope);
}

/** Whether a file in a folder is read: logs and inventory files by name, containers and guest logs by content. */
export function isWorthOpening(path: string, known: Recognisers, ofGuest = false): boolean {
  const place = placeOf(path, false, null);
  return fragmentPlace(place) !== null || isWorthReading(place, () => headOf(path), { known, ofGuest });
}

function headOf(path: string): Buffer {
  const file = openSync(path, 'r');
  try {
    const head = Buffer.alloc(HEAD_BYTES);
    return head.subarray(0, readSync(file, head, 0, HEAD_BYTES, 0));
  } finally {
    closeSync(file);
  }
}

/** Gives the place of a file that stands in no container. */
export function placeOf(path: string, named: boolean, modified: Date | null): LogPlace {
  return {
    path: visible(path),
    folder: visible(dirname(path)),
    container: '',
    folderName: visible(basename(resolve(dirname(path)))) || null,
    file: visible(basename(path)),
    named,
    modifiedAt: modified === null ? null : modifiedAt(modified),
    startsAt: 0,
    verified: true,
  };
}

function noFile(): ReadError {
  return new ReadError(
    'unreadable',
    "It bears the name of a VM's log and is no file but a pipe or device: name it by itself to have it read.",
  );
}
