import type { GuestReader } from '../guests/guest-reader.js';
import { readInventoryFile } from '../inventory/index.js';
import { type Diagnostic, diagnostic } from '../model/diagnostic.js';
import type { GuestReading, Likelihood } from '../model/guest.js';
import type { LogPlace } from '../model/log.js';
import type { Progress } from '../model/progress.js';
import { addWords, type Work } from '../model/work.js';
import { isLog } from '../sources/place.js';
import type { FoundFile, FoundLog, LargeFile, WalkItem } from '../sources/walk-item.js';
import { LogStream } from './log-stream.js';
import { NoVmLogs } from './no-vm-log.js';
import { OpenLog } from './open-log.js';
import type { ReadItem } from './read-item.js';

/** What a reader depends on besides its walk. */
export interface ReaderOptions {
  readonly progress: Progress;
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
  read(file: FoundFile): Promise<boolean>;
}

/** Reads all that a walk finds. */
export class WalkReader {
  readonly #options: ReaderOptions;
  readonly #noVmLogs = new NoVmLogs();

  constructor(options: ReaderOptions) {
    this.#options = options;
  }

  /** Reads a walk to its end, and says whether it held nothing but inventory files. */
  async read(walk: AsyncIterable<WalkItem>): Promise<boolean> {
    const { give, large, work } = this.#options;
    const logs = new LogStream(work);
    const parallel: Promise<unknown>[] = [];
    const wait = (reading: Promise<unknown>) => {
      // It is awaited at the end; until then a failure is not an unhandled one.
      reading.catch(() => {});
      parallel.push(reading);
    };
    let isEmpty = true;
    for await (const item of walk) {
      isEmpty &&= item.kind === 'inventory';
      if (item.kind === 'log') await this.#readLog(item, logs);
      else if (item.kind === 'inventory')
        give({ kind: 'facts', facts: await readInventoryFile(item.place, item.chunks) });
      else if (item.kind === 'problem') give(item);
      else if (item.kind === 'parallel') wait(this.read(item.items));
      else if (large === null) await told(item, this.read(item.items));
      else wait(told(item, large.read(item.file)));
    }
    await Promise.all(parallel);
    return isEmpty;
  }

  async #readLog({ place, chunks, guests }: FoundLog, logs: LogStream): Promise<void> {
    const { progress, work, give } = this.#options;
    progress.log(place.path);
    const log = new OpenLog(place, progress.stop);
    const guest = guests !== 'none' ? await newGuestReader(place) : null;
    await logs.read(log, guest === null ? chunks : guest.watch(chunks));
    const reading = log.reading();
    addWords(work.words, reading.words);
    const isOther = log.isOfAnother(reading);
    const ofGuest = guestReadingOf(guest, guests);
    if (ofGuest !== null) give({ kind: 'guest', reading: ofGuest });
    if (reading.isVmLog && !isOther) give({ kind: 'reading', reading });
    // Nobody knows what the rest of a file is that was not read to its end.
    else if (progress.signal.aborted) return;
    // What looks like a stop in it is told.
    else if (ofGuest !== null) give(this.#noVmLogs.ofGuest(reading));
    else if (isLog(place) && guests !== 'asked') give(this.#noVmLogs.of(reading, isOther));
    else {
      give(this.#noVmLogs.ofGuest(reading));
      give({ kind: 'problem', diagnostic: noGuestLog(place), doubts: null });
    }
  }
}

/** If nothing else tells that a file is a guest log, some line of it must. */
function guestReadingOf(reader: GuestReader | null, likelihood: Likelihood): GuestReading | null {
  const reading = reader?.reading() ?? null;
  if (reading === null || likelihood !== 'perhaps') return reading;
  return reading.entries.some(({ message }) => message.kind !== 'unclear') ? reading : null;
}

function noGuestLog({ path }: LogPlace): Diagnostic {
  const message = "No line of it is one of a VM's log or of a guest's, so nothing is known from it.";
  return diagnostic('no-guest-log', path, message);
}

/** Loaded on demand: most runs read no guest logs. */
async function newGuestReader(place: LogPlace): Promise<GuestReader> {
  const { GuestReader } = await import('../guests/guest-reader.js');
  return new GuestReader(place);
}

/** The walk waits to be told, and would wait for ever. */
async function told({ walked }: LargeFile, reading: Promise<boolean>): Promise<void> {
  let isEmpty = false;
  try {
    isEmpty = await reading;
  } finally {
    walked?.(isEmpty);
  }
}
