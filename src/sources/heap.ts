import { createRequire } from 'node:module';
import type { Worker } from 'node:worker_threads';

let isWanted = false;

/**
 * Has V8 not let the young generation grow, from now on and in this whole process: most of what is read is soon garbage
 * or kept to the end, and a larger one holds both for longer and saves no time. V8 asks for this factor whenever it
 * is about to grow it.
 */
export function keepHeapSmall(): void {
  isWanted = true;
  // Loaded when it is asked for, and at once: an import would come when the heap has grown.
  const v8: typeof import('node:v8') = createRequire(import.meta.url)('node:v8');
  v8.setFlagsFromString('--semi-space-growth-factor=1');
}

/** Keeps it so where it is wanted: a thread that starts has V8 forget. */
export function keepHeapSmallWith(thread: Worker): void {
  thread.on('online', () => {
    if (isWanted) keepHeapSmall();
  });
}
