import { stat } from 'node:fs/promises';
import { diagnostic } from '../model/diagnostic.js';
import { compareText } from '../model/order.js';
import { visible } from '../model/text.js';
import type { Instant } from '../model/units.js';
import { explore, type Found, type IsCompanion } from './explore.js';
import { exploreNamed, Visited } from './files.js';
import type { Pieces } from './pieces.js';

/** Standard input, as far as a log can be read from it. */
export interface StandardInput {
  readonly pieces: Pieces;
  readonly modifiedAt: Instant | null;
}

/** The path that means standard input. */
export const STDIN_PATH = '-';

/** What a walk needs to know besides the paths. */
interface WalkOptions {
  /** What the path `-` means, null where that means nothing. */
  readonly stdin: StandardInput | null;
  readonly isCompanion: IsCompanion;
}

/**
 * Finds every log, and every file that tells about logs, in the files, folders and containers that the user named, and in standard input for `-`. The
 * order of the paths does not matter; what several of them hold is read once.
 */
export async function* walk(
  paths: readonly string[],
  { stdin, isCompanion }: WalkOptions,
): AsyncGenerator<Found> {
  const visited = new Visited();
  for (const path of await inWalkingOrder(paths)) {
    const before = visited.repeats;
    let isEmpty = true;
    for await (const found of path === STDIN_PATH
      ? exploreStdin(stdin, isCompanion)
      : exploreNamed(path, visited, isCompanion)) {
      if (found.kind !== 'companion') isEmpty = false;
      yield found;
    }
    if (isEmpty && visited.repeats === before) yield nothingIn(path);
  }
}

/** Files come before folders, so that a file both named and found in a folder is read as one that was named. */
async function inWalkingOrder(paths: readonly string[]): Promise<readonly string[]> {
  const ranked = await Promise.all(
    [...new Set(paths)].map(async (path) => ({
      path,
      isFolder: path !== STDIN_PATH && (await isFolder(path)),
    })),
  );
  ranked.sort((a, b) => Number(a.isFolder) - Number(b.isFolder) || compareText(a.path, b.path));
  return ranked.map(({ path }) => path);
}

async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (info) => info.isDirectory(),
    () => false,
  );
}

async function* exploreStdin(stdin: StandardInput | null, isCompanion: IsCompanion): AsyncGenerator<Found> {
  if (stdin === null) return;
  const place = {
    path: STDIN_PATH,
    folder: STDIN_PATH,
    container: '',
    folderName: null,
    file: 'stdin',
    named: true,
    modifiedAt: stdin.modifiedAt,
  };
  yield* explore({ place, pieces: stdin.pieces, depth: 0, unwrapped: false, isCompanion });
}

function nothingIn(path: string): Found {
  const shown = visible(path);
  const message = "No VM's log is in it; look for vmware.log and vmware-N.log in the VM's folder.";
  return { kind: 'trouble', diagnostic: diagnostic('no-log', shown, message) };
}
