import { closeSync, openSync, readSync } from 'node:fs';
import { open, readdir, realpath, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { diagnostic } from '../model/diagnostic.js';
import { type LogPlace, VM_LOG_NAME } from '../model/log.js';
import { compareText } from '../model/order.js';
import { visible } from '../model/text.js';
import { explore, type Found } from './explore.js';
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
export async function* exploreNamed(path: string, visited: Visited): AsyncGenerator<Found> {
  yield* explorePath(path, true, visited);
}

async function* explorePath(path: string, named: boolean, visited: Visited): AsyncGenerator<Found> {
  try {
    const real = await realpath(path);
    if (!visited.isNew(real)) return;
    const info = await stat(path);
    if (info.isDirectory()) {
      visited.add(real);
      yield* exploreFolder(path, visited);
    } else if (named || (info.isFile() && (await isWorthReading(path)))) {
      visited.add(real);
      const place = placeOf(path, named, info.isFile() ? info.mtime : null);
      yield* explore({
        place,
        pieces: info.isFile() ? readFile(path) : read(path),
        depth: 0,
        unwrapped: false,
      });
    }
  } catch (error) {
    const { kind, message } = damageOf(error);
    yield { kind: 'trouble', diagnostic: diagnostic(kind, visible(path), message) };
  }
}

async function* exploreFolder(path: string, visited: Visited): AsyncGenerator<Found> {
  const names = await readdir(path);
  for (const name of names.sort(compareText)) yield* explorePath(join(path, name), false, visited);
}

/** Only logs by their name and containers by their content are read in a folder. */
async function isWorthReading(path: string): Promise<boolean> {
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

/** So much is read at first: enough to tell what a file is, and little to keep meanwhile. */
const FIRST_BYTES = 4096;
/** After so much, signals and timers get their turn. */
const BREATH_BYTES = 64 * 1024 * 1024;

/**
 * Reads a file of a disk without waiting for another thread, which would take longer than the reading. Opens it when
 * the first piece is asked for, so that a file nobody reads is never opened.
 */
async function* readFile(path: string): Pieces & AsyncGenerator<Buffer> {
  const file = openSync(path, 'r');
  try {
    const buffer = Buffer.allocUnsafeSlow(PIECE_BYTES);
    let breath = 0;
    for (let size = FIRST_BYTES; ; size = PIECE_BYTES) {
      const length = readSync(file, buffer, 0, size, null);
      if (length === 0) return;
      yield buffer.subarray(0, length);
      breath += length;
      if (breath < BREATH_BYTES) continue;
      breath = 0;
      await setImmediate();
    }
  } finally {
    closeSync(file);
  }
}

/** Reads what may keep its reader waiting, such as a pipe. */
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
