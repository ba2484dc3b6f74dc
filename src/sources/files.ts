import { open, readdir, realpath, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { diagnostic } from '../model/diagnostic.js';
import { type LogPlace, VM_LOG_NAME } from '../model/log.js';
import { compareText } from '../model/order.js';
import { visible } from '../model/text.js';
import type { Watcher } from '../model/watcher.js';
import { explore, type Found } from './explore.js';
import { formatOf } from './formats/index.js';
import { damageOf, HEAD_BYTES, modifiedAt } from './pieces.js';
import { readFile } from './reading.js';

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
export async function* exploreNamed(path: string, visited: Visited, watcher: Watcher): AsyncGenerator<Found> {
  yield* explorePath(path, true, visited, watcher);
}

async function* explorePath(
  path: string,
  named: boolean,
  visited: Visited,
  watcher: Watcher,
): AsyncGenerator<Found> {
  try {
    const info = await stat(path);
    // An open pipe such as /dev/fd/63 leads to no path.
    const real = await realpath(path).catch(() => resolve(path));
    if (!visited.isNew(real)) return;
    if (info.isDirectory()) {
      visited.add(real);
      yield* exploreFolder(path, visited, watcher);
    } else if (named || (info.isFile() && (await isWorthReading(path)))) {
      visited.add(real);
      const place = placeOf(path, named, info.isFile() ? info.mtime : null);
      yield* explore({ place, pieces: readFile(path, watcher), depth: 0, unwrapped: false });
    }
  } catch (error) {
    const { kind, message } = damageOf(error);
    yield { kind: 'trouble', diagnostic: diagnostic(kind, visible(path), message) };
  }
}

async function* exploreFolder(path: string, visited: Visited, watcher: Watcher): AsyncGenerator<Found> {
  const names = await readdir(path);
  for (const name of names.sort(compareText)) {
    if (watcher.signal.aborted) return;
    yield* explorePath(join(path, name), false, visited, watcher);
  }
}

/** Only logs by their name and containers by their content are read in a folder. */
export async function isWorthReading(path: string): Promise<boolean> {
  return VM_LOG_NAME.test(basename(path)) || formatOf(await headOf(path)) !== null;
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
