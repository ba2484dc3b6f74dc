import { randomUUID } from 'node:crypto';
import { renameSync } from 'node:fs';
import { chmod, type FileHandle, open, realpath, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { type Output, outputError } from './output.js';

/** Names of what the shell opened: a file behind one of them is appended to, since it holds what came before. */
const OPENED = /^\/(?:dev\/stderr|(?:dev|proc\/self)\/fd\/\d+)$/;

/**
 * Opens a file that is to hold a whole report or stay as it is: all goes to a file beside it, which takes its
 * place at the end. Rejects with OutputError where that cannot be done. A device or pipe is written to as it is, and so is
 * what the shell opened. A new file has the permissions of `mode`, as far as the user's mask allows.
 */
export async function fileOutput(path: string, mode = 0o666): Promise<Output> {
  if (OPENED.test(path)) return directOutput(path, 'a');
  const target = await realpath(path).catch(() => path);
  const known = await stat(target).catch(() => null);
  if (known !== null && !known.isFile()) return directOutput(target, 'w');
  const temporary = join(dirname(target), `.${basename(target)}.${randomUUID()}.tmp`);
  const file = await open(temporary, 'wx', mode).catch(refuse);
  let isAbandoned = false;
  const takePlace = async () => {
    await file.sync();
    await file.close();
    if (known !== null) await chmod(temporary, known.mode);
    // Without a turn between: a signal finds the old report and has it stay, or the new one in place.
    if (!isAbandoned) renameSync(temporary, target);
  };
  return {
    write: (pieces) => writeTo(file, pieces),
    isReaderGone: () => false,
    finish: () => takePlace().catch(refuse),
    abandon: async () => {
      isAbandoned = true;
      await file.close().catch(() => {});
      await rm(temporary, { force: true });
    },
  };
}

async function directOutput(path: string, flags: 'a' | 'w'): Promise<Output> {
  const file = await open(path, flags).catch(refuse);
  return {
    write: (pieces) => writeTo(file, pieces),
    isReaderGone: () => false,
    finish: () => file.close().catch(refuse),
    abandon: () => file.close().catch(() => {}),
  };
}

async function writeTo(file: FileHandle, pieces: Iterable<string | Uint8Array>): Promise<void> {
  for (const piece of pieces) await file.appendFile(piece).catch(refuse);
}

function refuse(error: unknown): never {
  throw outputError(error);
}
