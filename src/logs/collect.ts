import { availableParallelism } from 'node:os';
import type { Progress } from '../model/progress.js';
import type { Limits } from '../model/settings.js';
import type { Work } from '../model/work.js';
import type { FoundFile, WalkItem } from '../sources/walk-item.js';
import { collectionOf, type LogCollection } from './collection.js';
import type { ReadItem } from './read-item.js';
import { type LargeFileReader, WalkReader } from './walk-reader.js';
import type { WorkerPool } from './worker-pool.js';

/** What goes for all that is read. */
export interface Conditions {
  readonly limits: Limits;
  readonly progress: Progress;
}

/**
 * Reads all that a walk finds; several large files are read at the same time where there are processors for them. What
 * it takes is added to `work`.
 */
export async function collectLogs(
  walk: AsyncIterable<WalkItem>,
  conditions: Conditions,
  work: Work,
): Promise<LogCollection> {
  const { progress } = conditions;
  const items: ReadItem[] = [];
  const large = availableParallelism() > 1 ? new LargeFiles(conditions, work) : null;
  const reader = new WalkReader({ progress, work, large, give: (item) => void items.push(item) });
  try {
    await reader.read(walk);
  } finally {
    await large?.end();
  }
  return collectionOf([...items, ...(large?.items() ?? [])], progress.signal.aborted);
}

/** Large files that are read in workers. */
class LargeFiles implements LargeFileReader {
  readonly #newPool: () => Promise<WorkerPool>;
  /** Loaded when there is something for it, which is seldom. */
  #pool: Promise<WorkerPool> | null = null;
  /** What each file gave, in the order of the walk: they may end in any other. */
  readonly #items: ReadItem[][] = [];

  constructor(conditions: Conditions, work: Work) {
    this.#newPool = async () => {
      const { WorkerPool } = await import('./worker-pool.js');
      return new WorkerPool(conditions, work);
    };
  }

  async read(file: FoundFile): Promise<boolean> {
    const items: ReadItem[] = [];
    this.#items.push(items);
    this.#pool ??= this.#newPool();
    return (await this.#pool).read(file, (item) => items.push(item));
  }

  /** Ends the workers; what they have not read yet is given up. */
  async end(): Promise<void> {
    (await this.#pool)?.end();
  }

  items(): readonly ReadItem[] {
    return this.#items.flat();
  }
}
