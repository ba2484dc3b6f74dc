import { Worker } from 'node:worker_threads';
import { isResourceError, ResourceError } from '../model/resource-error.js';

const HEAP_MB = 256;

/**
 * What a worker's heap may grow to. A bundle of any size takes about 10 MB, and each file that a zip's directory names some 100
 * bytes: the million files that `--max-members` allows fit in. A young heap of more than 3 MB saved no time with four bundles
 * at once, and took up to 20 MB more.
 */
const LIMITS = { maxOldGenerationSizeMb: HEAP_MB, maxYoungGenerationSizeMb: 3 };

/** Starts a worker with a bounded heap; throws ResourceError where the system has no thread or memory for it. */
export function startWorker(script: URL): Worker {
  try {
    return new Worker(script, { resourceLimits: LIMITS });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new ResourceError(
      `a worker cannot be started (${reason}); raise the limits of memory and processes (ulimit -a), or read fewer files at once`,
    );
  }
}

/** Gives the error that a worker's end means: ResourceError where its heap was too small. `doing` says what it was at. */
export function workerError(error: Error, doing: string): Error {
  const isHeapFull = 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY';
  if (isResourceError(error) || !isHeapFull) return error;
  return new ResourceError(
    `a worker ran out of memory while ${doing}; run it again with NODE_OPTIONS=--max-old-space-size=1024, which allows 1 GB in place of ${HEAP_MB} MB`,
  );
}
