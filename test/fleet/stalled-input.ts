import { execFile } from 'node:child_process';
import { open, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { until } from '../support/waiting.js';
import { holdersOf } from './processes.js';
import type { Site } from './run.js';

/** An input of which only a half comes, so that who reads it is in the middle of it until it is killed. */
export interface StalledInput {
  /** Waits for somebody to read it and gives the process's id. */
  readonly reader: () => Promise<number>;
  /** Puts the whole input in its place, for whoever opens it from now on. */
  readonly mend: () => Promise<void>;
  /** Lets go of what was still open. */
  readonly end: () => Promise<void>;
}

/** An engine may take a while until it begins on a busy machine. */
const PATIENCE_MS = 30_000;

/** Turns an input of a site into one that stalls: a pipe that gives the first half of it and then nothing. */
export async function stall({ folder }: Site, input: string): Promise<StalledInput> {
  const path = join(folder, input);
  const whole = join(folder, 'whole');
  const bytes = await readFile(path);
  await rename(path, whole);
  await promisify(execFile)('mkfifo', [path]);
  // Open for both, it neither waits for a reader nor ends for one.
  const pipe = await open(path, 'r+');
  await pipe.write(bytes.subarray(0, bytes.length >> 1));
  const seen = new Set([process.pid]);
  return {
    reader: async () => {
      let found: number | undefined;
      await until(
        async () => {
          found = (await holdersOf(path)).find((pid) => !seen.has(pid));
          return found !== undefined;
        },
        `somebody reads ${path}`,
        PATIENCE_MS,
      );
      if (found === undefined) throw new Error('nobody');
      seen.add(found);
      return found;
    },
    mend: () => rename(whole, path),
    end: async () => {
      await pipe.close();
      await rm(whole, { force: true });
    },
  };
}
