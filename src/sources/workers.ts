import { Worker } from 'node:worker_threads';
import { isResourceError, ResourceError } from '../model/resource-error.js';

/** A file of any size takes about 10 MB, and each file that a zip's directory names some 100 bytes: a million fit in. */
const SMALL_HEAP_MB = 256;

/** A young heap of more saved no time with four bundles at once, and took up to 20 MB more. */
const YOUNG_HEAP_MB = 3;

/** Starts a worker with a bounded heap; throws ResourceError where the system has no thread or memory for it. */
export function startWorker(script: URL, heapMb = SMALL_HEAP_MB): Worker {
  try {
    const resourceLimits = { maxOldGenerationSizeMb: heapMb, maxYoungGenerationSizeMb: YOUNG_HEAP_MB };
    return new Worker(script, { resourceLimits });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new ResourceError(
      `a worker cannot be started (${reason}); raise the limits of memory and processes (ulimit -a), or read fewer files at once`,
    );
  }
}

/** Gives the error that a worker's end means: ResourceError where its heap was too small. `doing` says what it was at. */
export function workerError(error: Error, doing: string, heapMb = SMALL_HEAP_MB): Error {
  const isHeapFull = 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY';
  if (isResourceError(error) || !isHeapFull) return error;
  return new ResourceError(
    `a worker ran out of memory while ${doing}; run it again with NODE_OPTIONS=--max-old-space-size=${4 * heapMb}, which allows ${sizeOf(4 * heapMb)} in place of ${sizeOf(heapMb)}`,
  );
}

function sizeOf(mb: number): string {
  return mb < 1024 ? `${mb} MB` : `${mb / 1024} GB`;
}
