import { availableParallelism } from 'node:os';
import { type Diagnostic, diagnostic } from '../model/diagnostic.js';
import type { GuestReading } from '../model/guest.js';
import type { InventoryFact } from '../model/inventory-fact.js';
import type { Progress } from '../model/progress.js';
import type { Limits } from '../model/settings.js';
import type { Work } from '../model/work.js';
import type { FoundFile, WalkItem } from '../sources/walk-item.js';
import type { LogReading } from './log-reading.js';
import type { ReadItem } from './read-item.js';
import { type LargeFileReader, WalkReader } from './walk-reader.js';
import type { WorkerPool } from './worker-pool.js';

/** All that was read, in the order of the walk. Plain data, as its readings are. */
export interface LogCollection {
  readonly readings: readonly LogReading[];
  readonly facts: readonly InventoryFact[];
  readonly guests: readonly GuestReading[];
  /** What could not be read, or is no log. */
  readonly problems: readonly Diagnostic[];
  /** Paths of logs of other programs. */
  readonly others: readonly string[];
  /** Paths at and under which nothing is verified. */
  readonly doubts: readonly string[];
}

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
  const reader = new WalkReader({ progress, work, large, give: (item) => items.push(item) });
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

function collectionOf(items: readonly ReadItem[], aborted: boolean): LogCollection {
  const ofKind = <Kind extends ReadItem['kind']>(kind: Kind) =>
    items.filter((item): item is Extract<ReadItem, { kind: Kind }> => item.kind === kind);
  const problems = ofKind('problem');
  const unread = new Set(problems.map(({ diagnostic: { path } }) => path));
  const noVmLogs = ofKind('no-vm-log');
  // A file that could not be read is not called empty: nobody knows what it holds.
  const reported = noVmLogs.filter(({ isEmpty, path }) => !isEmpty || !unread.has(path));
  const diagnostics = [
    ...problems.map(({ diagnostic }) => diagnostic),
    ...reported.flatMap((file) => file.diagnostics),
  ];
  const isReported = diagnostics.some(({ kind }) => kind === 'interrupted');
  return {
    readings: ofKind('reading').map(({ reading }) => reading),
    facts: ofKind('facts').flatMap(({ facts }) => facts),
    guests: ofKind('guest').map(({ reading }) => reading),
    problems: aborted && !isReported ? [...diagnostics, interrupted()] : diagnostics,
    others: noVmLogs.filter(({ isOther }) => isOther).map(({ path }) => path),
    doubts: problems.map(({ doubts }) => doubts).filter((path) => path !== null),
  };
}

function interrupted(): Diagnostic {
  return diagnostic('interrupted', '', 'The reading was stopped before all was read; run it again.');
}
