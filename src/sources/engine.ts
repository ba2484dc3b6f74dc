import { createRequire } from 'node:module';
import type { Worker } from 'node:worker_threads';

/**
 * What V8 is told, by its major version; one that is not here is left alone, for it says so aloud where it does not know a
 * flag. All of them are heuristics that V8 looks up whenever it applies them (docs/performance.md has the figures).
 *
 * Most of what is read is soon garbage or kept to the end: a young heap that grows holds both for longer and saves no
 * time. And a run is over before much of the code that V8 would optimise early has paid for that.
 */
const FLAGS: Readonly<Record<string, readonly string[]>> = {
  11: ['--semi-space-growth-factor=1', '--interrupt-budget=600000'],
  12: ['--semi-space-growth-factor=1', '--invocation-count-for-turbofan=12000'],
  13: ['--semi-space-growth-factor=1'],
  14: ['--semi-space-growth-factor=1'],
};

let flags: readonly string[] = [];

/** Tunes V8 of this version for reading much, in this whole process and for good. */
export function tuneEngine(version: string): void {
  flags = FLAGS[version.split('.')[0] ?? ''] ?? [];
  apply();
}

/** Tunes V8 again, where it was tuned, once a thread has started: that has it forget some of it. */
export function retuneEngineWith(thread: Worker): void {
  thread.on('online', apply);
}

function apply(): void {
  if (flags.length === 0) return;
  // Loaded when it is asked for, and at once: an import would come when much has been read.
  const v8: typeof import('node:v8') = createRequire(import.meta.url)('node:v8');
  for (const flag of flags) v8.setFlagsFromString(flag);
}
