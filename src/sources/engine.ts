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

/** V8 as a process has it. */
interface Engine {
  readonly version: string;
  /** Gives Node's module for it, which takes a millisecond to load: many runs are over before it is needed. */
  readonly load: () => { readonly setFlagsFromString: (flag: string) => void };
}

let tuned: Engine | null = null;

/** Tunes V8 for reading much, in this whole process and for good. */
export function tuneEngine(engine: Engine): void {
  tuned = engine;
  apply();
}

/** Tunes V8 again, where it was tuned, once a thread has started: that has it forget some of it. */
export function retuneEngineWith(thread: Worker): void {
  thread.on('online', apply);
}

function apply(): void {
  const flags = FLAGS[tuned?.version.split('.')[0] ?? ''] ?? [];
  for (const flag of flags) tuned?.load().setFlagsFromString(flag);
}
