import type { Worker } from 'node:worker_threads';

/** What there is much of: bytes to read, or stops, which are kept to the end. */
export type Load = 'bytes' | 'stops';

/** Most of what is read is soon garbage or kept to the end: a young heap that grows holds both for longer and saves no time. */
const YOUNG_HEAP = '--semi-space-growth-factor=1';

/**
 * How much the old heap may grow before it is looked through. With few stops that is done in vain again and again; with
 * many, V8 left to itself lets it grow to almost twice what they need.
 */
const OLD_HEAP: Readonly<Record<Load, string>> = {
  bytes: '--heap-growing-percent=300',
  stops: '--heap-growing-percent=70',
};

/**
 * What V8 is told besides, by its major version; one that is not here is left alone, for it says so aloud where it does not
 * know a flag. All flags are heuristics that V8 looks up whenever it applies them (docs/performance.md has the figures).
 * These have it optimise later: a run is over before much of what it compiles early has paid.
 */
const FLAGS: Readonly<Record<string, readonly string[]>> = {
  11: ['--interrupt-budget=600000'],
  12: ['--invocation-count-for-turbofan=12000'],
  13: [],
  14: [],
};

/** V8 as a process has it. */
interface Engine {
  readonly version: string;
  /** Gives Node's module for it, which takes a millisecond to load: many runs are over before it is needed. */
  readonly load: () => { readonly setFlagsFromString: (flag: string) => void };
}

let tuned: { readonly engine: Engine; readonly load: Load } | null = null;
/** Threads that have begun to start and do not run yet. */
let starting = 0;

/** Tunes V8 for what there is much of, in this whole process and for good. */
export function tuneEngine(engine: Engine, load: Load): void {
  tuned = { engine, load };
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
  if (starting > 0 || tuned === null) return;
  const { engine, load } = tuned;
  const flags = FLAGS[engine.version.split('.')[0] ?? ''];
  if (flags === undefined) return;
  for (const flag of [YOUNG_HEAP, OLD_HEAP[load], ...flags]) engine.load().setFlagsFromString(flag);
}
