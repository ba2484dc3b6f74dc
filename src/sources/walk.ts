import type { Stats } from 'node:fs';
import { stat } from 'node:fs/promises';
import { compareText } from '../model/order.js';
import type { Limits } from '../model/settings.js';
import { visible } from '../model/text.js';
import type { Instant } from '../model/units.js';
import type { Watcher } from '../model/watcher.js';
import type { ByteStream } from './byte-stream.js';
import { explore, type Scope } from './explore.js';
import { enter, exploreNamed, isLarge, Visited } from './files.js';
import { type Apart, type Found, limited, trouble } from './found.js';
import { Budget } from './limits.js';
import { ReadError, readErrorOf } from './read-error.js';

/** Standard input, as far as a log can be read from it. */
export interface StandardInput {
  readonly chunks: ByteStream;
  readonly modifiedAt: Instant | null;
}

/** The path that means standard input. */
export const STDIN_PATH = '-';

/** What a walk depends on besides its paths. */
export interface WalkOptions {
  /** What the path `-` means, null where that means nothing. */
  readonly stdin: StandardInput | null;
  readonly limits: Limits;
  /** Says whether a file beside logs tells of them, by its path in its container or folder. */
  readonly isCompanion: (path: string) => boolean;
  readonly watcher: Watcher;
}

/**
 * Finds every log in the files, folders and containers that the user named, and in standard input for `-`. The
 * order of the paths does not matter; what several of them hold is read once. Ends where the watcher has it stop.
 */
export async function* walk(paths: readonly string[], options: WalkOptions): AsyncGenerator<Found> {
  const visited = new Visited();
  const entries = await inWalkingOrder(paths);
  const isApart = entries.filter(({ info }) => info !== null && isLarge(info)).length > 1;
  for (const { path, info } of entries) {
    if (options.watcher.signal.aborted) return;
    const scope: Scope = { ...options, budget: new Budget(options.limits) };
    if (path === STDIN_PATH) {
      yield* complete(path, exploreStdin(options.stdin, scope), visited, scope);
      continue;
    }
    const entry = await enter(path, visited, info).catch((error: unknown) => readErrorOf(error));
    if (entry instanceof ReadError) yield trouble({ path: visible(path) }, entry);
    else if (entry !== null) {
      const founds = complete(path, exploreNamed(entry, visited, scope), visited, scope);
      const { size } = entry.info;
      if (!isApart || !isLarge(entry.info)) yield* founds;
      else yield { kind: 'apart', path, named: true, size, founds, walked: null };
    }
  }
}

/** Says so where an input holds no log, and cuts short what is told of its troubles. */
async function* complete(
  path: string,
  founds: AsyncIterable<Found>,
  visited: Visited,
  { watcher }: Scope,
): AsyncGenerator<Found> {
  const before = visited.repeats;
  const elsewhere: Promise<boolean>[] = [];
  let isEmpty = true;
  for await (const found of limited(founds, path)) {
    if (found.kind === 'apart') {
      const { file, emptiness } = toldWhenWalked(found);
      elsewhere.push(emptiness);
      yield file;
    } else {
      isEmpty &&= found.kind === 'companion';
      yield found;
    }
  }
  for (const emptiness of elsewhere) isEmpty = (await emptiness) && isEmpty;
  if (isEmpty && visited.repeats === before && !watcher.signal.aborted) yield nothingIn(path);
}

function toldWhenWalked(file: Apart): { readonly file: Apart; readonly emptiness: Promise<boolean> } {
  let walked: Apart['walked'] = null;
  const emptiness = new Promise<boolean>((resolve) => {
    walked = resolve;
  });
  return { file: { ...file, walked }, emptiness };
}

/** What the user named; `info` is null for what cannot be looked at, and for standard input. */
interface Named {
  readonly path: string;
  readonly info: Stats | null;
}

/** Files come before folders, so that a file both named and found in a folder is read as one that was named. */
async function inWalkingOrder(paths: readonly string[]): Promise<readonly Named[]> {
  const named = await Promise.all([...new Set(paths)].map(look));
  const rank = ({ info }: Named) => Number(info?.isDirectory() === true);
  return named.sort((a, b) => rank(a) - rank(b) || compareText(a.path, b.path));
}

async function look(path: string): Promise<Named> {
  return { path, info: path === STDIN_PATH ? null : await stat(path).catch(() => null) };
}

async function* exploreStdin(stdin: StandardInput | null, scope: Scope): AsyncGenerator<Found> {
  if (stdin === null) return;
  const place = {
    path: STDIN_PATH,
    folder: STDIN_PATH,
    container: '',
    folderName: null,
    file: 'stdin',
    named: true,
    modifiedAt: stdin.modifiedAt,
    startsAt: 0,
    verified: true,
  };
  yield* explore({ place, chunks: stdin.chunks, file: null, depth: 0, unwrapped: false }, scope);
}

function nothingIn(path: string): Found {
  const shown = visible(path);
  const message = "No VM's log is in it; look for vmware.log and vmware-N.log in the VM's folder.";
  return trouble({ path: shown }, new ReadError('no-log', message));
}
