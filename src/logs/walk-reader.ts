import { readInventoryFile } from '../inventory/index.js';
import type { Watcher } from '../model/watcher.js';
import { addWords, type Work } from '../model/work.js';
import type { Apart, Found } from '../sources/found.js';
import { LogStream } from './log-stream.js';
import { NoVmLogs } from './no-vm-log.js';
import { OpenLog } from './open-log.js';
import type { ReadItem } from './read-item.js';

/** What a reader depends on besides its walk. */
export interface ReaderOptions {
  readonly watcher: Watcher;
  /** What the reading takes is added here. */
  readonly work: Work;
  /** Takes what was read, in the order of the walk. */
  readonly give: (item: ReadItem) => void;
  /** Reads large files at the same time; null where they are read here, one after the other. */
  readonly large: LargeFileReader | null;
}

/** Reads large files in other threads. */
export interface LargeFileReader {
  /** Reads a file, and says whether it held nothing but inventory files. */
  read(file: Apart): Promise<boolean>;
}

/** Reads all that a walk finds. */
export class WalkReader {
  readonly #options: ReaderOptions;
  readonly #noVmLogs = new NoVmLogs();

  constructor(options: ReaderOptions) {
    this.#options = options;
  }

  /** Reads a walk to its end, and says whether it held nothing but inventory files. */
  async read(walk: AsyncIterable<Found>): Promise<boolean> {
    const { give, large, work } = this.#options;
    const logs = new LogStream(work);
    const parallel: Promise<unknown>[] = [];
    const wait = (reading: Promise<unknown>) => {
      // It is awaited at the end; until then a failure is not an unhandled one.
      reading.catch(() => {});
      parallel.push(reading);
    };
    let isEmpty = true;
    for await (const found of walk) {
      isEmpty &&= found.kind === 'companion';
      if (found.kind === 'log') await this.#readLog(found, logs);
      else if (found.kind === 'companion')
        give({ kind: 'facts', facts: await readInventoryFile(found.place, found.chunks) });
      else if (found.kind === 'trouble') give(found);
      else if (found.kind === 'alongside') wait(this.read(found.founds));
      else if (large === null) await told(found, this.read(found.founds));
      else wait(told(found, large.read(found)));
    }
    await Promise.all(parallel);
    return isEmpty;
  }

  async #readLog({ place, chunks }: Extract<Found, { kind: 'log' }>, logs: LogStream): Promise<void> {
    const { watcher, work, give } = this.#options;
    watcher.log(place.path);
    const log = new OpenLog(place, watcher.stop);
    await logs.read(log, chunks);
    const reading = log.reading();
    addWords(work.words, reading.words);
    const isOther = log.isOfAnother(reading);
    if (reading.isVmLog && !isOther) give({ kind: 'reading', reading });
    // Nobody knows what the rest of a file is that was not read to its end.
    else if (!watcher.signal.aborted) give(this.#noVmLogs.of(reading, isOther));
  }
}

/** The walk waits to be told, and would wait for ever. */
async function told({ walked }: Apart, reading: Promise<boolean>): Promise<void> {
  let isEmpty = false;
  try {
    isEmpty = await reading;
  } finally {
    walked?.(isEmpty);
  }
}
