import { open, readdir, realpath, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { diagnostic } from '../model/diagnostic.js';
import { type LogPlace, VM_LOG_NAME } from '../model/log.js';
import { compareText } from '../model/order.js';
import { visible } from '../model/text.js';
import { explore, type Found, type IsCompanion } from './explore.js';
import { formatOf } from './formats/index.js';
import { damageOf, HEAD_BYTES, modifiedAt, PIECE_BYTES, type Pieces } from './pieces.js';

/** Files and folders already visited, by their real paths: links in a circle and files given twice end here. */
export class Visited {
  readonly #paths = new Set<string>();
  #repeats = 0;

  /** How often something was come upon again. */
  get repeats(): number {
    return this.#repeats;
  }

  /** Says whether a path is new, and counts it as a repeat where it is not. */
  isNew(path: string): boolean {
    if (!this.#paths.has(path)) return true;
    this.#repeats++;
    return false;
  }

  add(path: string): void {
    this.#paths.add(path);
  }
}

/** Finds the logs in a file or folder that the user named. */
export async function* exploreNamed(
  path: string,
  visited: Visited,
  isCompanion: IsCompanion,
): AsyncGenerator<Found> {
  yield* explorePath(path, true, visited, isCompanion);
}

async function* explorePath(
  path: string,
  named: boolean,
  visited: Visited,
  isCompanion: IsCompanion,
): AsyncGenerator<Found> {
  try {
    const real = await realpath(path);
    if (!visited.isNew(real)) return;
    const info = await stat(path);
    if (info.isDirectory()) {
      visited.add(real);
      yield* exploreFolder(path, visited, isCompanion);
    } else if (named || (info.isFile() && (await isWorthReading(path, isCompanion)))) {
      visited.add(real);
      const place = placeOf(path, named, info.isFile() ? info.mtime : null);
      yield* explore({ place, pieces: read(path), depth: 0, unwrapped: false, isCompanion });
    }
  } catch (error) {
    const { kind, message } = damageOf(error);
    yield { kind: 'trouble', diagnostic: diagnostic(kind, visible(path), message) };
  }
}

async function* exploreFolder(
  path: string,
  visited: Visited,
  isCompanion: IsCompanion,
): AsyncGenerator<Found> {
  const names = await readdir(path);
  for (const name of names.sort(compareText))
    yield* explorePath(join(path, name), false, visited, isCompanion);
}

/** Only logs by their name and containers by their content are read in a folder. */
async function isWorthReading(path: string, isCompanion: IsCompanion): Promise<boolean> {
  if (VM_LOG_NAME.test(basename(path)) || isCompanion(path.replaceAll('\\', '/'))) return true;
  return formatOf(await headOf(path)) !== null;
}

async function headOf(path: string): Promise<Buffer> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

/** Opens the file when the first piece is asked for, so that a file nobody reads is never opened. */
async function* read(path: string): Pieces & AsyncGenerator<Buffer> {
  const file = await open(path);
  try {
    const buffer = Buffer.allocUnsafeSlow(PIECE_BYTES);
    for (;;) {
      const { bytesRead } = await file.read(buffer, 0, PIECE_BYTES, null);
      if (bytesRead === 0) return;
      yield buffer.subarray(0, bytesRead);
    }
  } finally {
    await file.close();
  }
}

function placeOf(path: string, named: boolean, modified: Date | null): LogPlace {
  return {
    path: visible(path),
    folder: visible(dirname(path)),
    container: '',
    folderName: visible(basename(resolve(dirname(path)))) || null,
    file: visible(basename(path)),
    named,
    modifiedAt: modified === null ? null : modifiedAt(modified),
  };
}
