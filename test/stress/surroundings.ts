import { spawnSync } from 'node:child_process';

/** In which surroundings a command runs. */
export interface Surroundings {
  readonly name: string;
  /** The processors that it is pinned to, empty for all. */
  readonly processors: readonly number[];
  /** Whether other processes keep these processors busy. */
  readonly isBusy: boolean;
  /** What V8's old heap may grow to, null for what Node chooses. */
  readonly heapMb: number | null;
}

/** Enough for every input, and so little that V8 collects garbage often. */
const SMALL_HEAP_MB = 48;

/** Gives all surroundings that this machine has to offer. */
export function surroundings(): readonly Surroundings[] {
  const places = [[0], [0, 1]].filter(canPin);
  return (places.length > 0 ? places : [[]]).flatMap((processors) =>
    [false, true].flatMap((isBusy) =>
      [null, SMALL_HEAP_MB].map((heapMb) => {
        const around = { processors, isBusy, heapMb };
        return { name: nameOf(around), ...around };
      }),
    ),
  );
}

/** Gives the command line that pins a program to processors. */
export function pinned(processors: readonly number[], program: string, args: readonly string[]) {
  if (processors.length === 0) return { program, args };
  return { program: 'taskset', args: ['-c', processors.join(), program, ...args] };
}

function canPin(processors: readonly number[]): boolean {
  const { program, args } = pinned(processors, process.execPath, ['-e', '0']);
  return spawnSync(program, args).status === 0;
}

function nameOf({ processors, isBusy, heapMb }: Omit<Surroundings, 'name'>): string {
  const place = processors.length === 0 ? 'all processors' : `processor ${processors.join(' and ')}`;
  const heap = heapMb === null ? [] : [`a heap of ${heapMb} MB`];
  return [place, ...(isBusy ? ['a busy neighbour'] : []), ...heap].join(', ');
}
