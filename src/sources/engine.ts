import type { Worker } from 'node:worker_threads';

/**
 * Most of what is read is soon garbage or kept to the end: a young heap that grows holds both for longer and saves no
 * time. The old one may grow by four fifths before it is looked through: left to itself, V8 lets it grow to almost twice what
 * many stops need.
 */
const HEAP = ['--semi-space-growth-factor=1', '--heap-growing-percent=80'] as const;

/**
 * What V8 is told, by its major version; one that is not here is left alone, for it says so aloud where it does not know a
 * flag. All of them are heuristics that V8 looks up whenever it applies them (docs/performance.md has the figures).
 * Those besides the heap's have it optimise later: a run is over before much of what it compiles early has paid.
 */
const FLAGS: Readonly<Record<string, readonly string[]>> = {
  11: [...HEAP, '--interrupt-budget=600000'],
  12: [...HEAP, '--invocation-count-for-turbofan=12000'],
  13: HEAP,
  14: HEAP,
};

/** V8 as a process has it. */
interface Engine {
  readonly version: string;
  /** Gives Node's module for it, which takes a millisecond to load: many runs are over before it is needed. */
  readonly load: () => { readonly setFlagsFromString: (flag: string) => void };
}

let tuned: Engine | null = null;
/** Threads that have begun to start and do not run yet. */
let starting = 0;

/** Tunes V8 for reading much, in this whole process and for good. */
export function tuneEngine(engine: Engine): void {
  tuned = engine;
  apply();
}

/**
 * Leaves V8 as it is until a thread has started: with other flags than Node was built with, it compiles all of Node's own
 * modules anew for it. Tunes it then, where it was to be tuned, also again: the start has it forget some of that.
 */
export function tuneEngineAfter(thread: Worker): void {
  starting++;
  let isStarting = true;
  const started = (): void => {
    if (!isStarting) return;
    isStarting = false;
    starting--;
    apply();
  };
  thread.once('online', started);
  // One that does not come to it.
  thread.once('exit', started);
}

function apply(): void {
  if (starting > 0) return;
  const flags = FLAGS[tuned?.version.split('.')[0] ?? ''] ?? [];
  for (const flag of flags) tuned?.load().setFlagsFromString(flag);
}
