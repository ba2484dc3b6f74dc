import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { chmod, open, realpath, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { Writable } from 'node:stream';

/** A place that a report is written to. */
export interface Output {
  /** Takes pieces of text that are each worth a write of its own. */
  readonly write: (text: Iterable<string>) => Promise<void>;
  /** Makes what was written stand where it belongs. */
  readonly finish: () => Promise<void>;
  /** Takes back what was written, as far as that can be done. */
  readonly abandon: () => Promise<void>;
}

/** Writes to a stream such as standard output. A reader that leaves is no failure: the rest is dropped. */
export function streamOutput(stream: Writable): Output {
  let gone = false;
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    gone = true;
  });
  const write = async (text: Iterable<string>): Promise<void> => {
    for (const piece of text) {
      if (gone) return;
      if (!stream.write(piece))
        await Promise.race([once(stream, 'drain'), once(stream, 'close')]).catch(() => {});
    }
  };
  return { write, finish: async () => {}, abandon: async () => {} };
}

/**
 * Opens a file that is to hold a whole report or stay as it is: all goes to a file beside it, which takes its
 * place at the end. Rejects with an error of the system where that cannot be done. A device or pipe is written
 * to as it is.
 */
export async function fileOutput(path: string): Promise<Output> {
  const target = await realpath(path).catch(() => path);
  const known = await stat(target).catch(() => null);
  if (known !== null && !known.isFile()) return directOutput(target);
  const temporary = join(dirname(target), `.${basename(target)}.${randomUUID()}.tmp`);
  const file = await open(temporary, 'wx');
  const drop = () => rm(temporary, { force: true });
  return {
    write: async (text) => {
      for (const piece of text) await file.appendFile(piece);
    },
    finish: async () => {
      await file.sync();
      await file.close();
      if (known !== null) await chmod(temporary, known.mode);
      await rename(temporary, target);
    },
    abandon: async () => {
      await file.close().catch(() => {});
      await drop();
    },
  };
}

async function directOutput(path: string): Promise<Output> {
  const file = await open(path, 'w');
  return {
    write: async (text) => {
      for (const piece of text) await file.appendFile(piece);
    },
    finish: () => file.close(),
    abandon: () => file.close().catch(() => {}),
  };
}
