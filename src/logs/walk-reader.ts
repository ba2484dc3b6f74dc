import type { GuestReader } from '../guests/guest-reader.js';
import { readInventoryFile } from '../inventory/index.js';
import { type Diagnostic, diagnostic } from '../model/diagnostic.js';
import type { GuestReading, Likelihood } from '../model/guest.js';
import type { LogPlace } from '../model/log.js';
import type { Progress } from '../model/progress.js';
import { addWords, type Work } from '../model/work.js';
import type { ByteStream } from '../sources/byte-stream.js';
import { isLog } from '../sources/place.js';
import {
  type FoundFile,
  type FoundLog,
  type LargeFile,
  problem,
  type WalkItem,
} from '../sources/walk-item.js';
import type { LogReading } from './log-reading.js';
import { LogStream } from './log-stream.js';
import { NoVmLogs } from './no-vm-log.js';
import { OpenLog } from './open-log.js';
import type { ReadItem } from './read-item.js';

/** What a reader depends on besides its walk. */
export interface ReaderOptions {
  readonly progress: Progress;
  /** What the reading takes is added here. */
  readonly work: Work;
  /** Takes what was read, in the order of the walk. More is read once it is done. */
  readonly give: (item: ReadItem) => void | Promise<void>;
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
        await give({ kind: 'facts', facts: await readInventoryFile(item.place, item.chunks) });
      else if (item.kind === 'records') await this.#readRecords(item.place, item.chunks);
      else if (item.kind === 'problem') await give(item);
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
    if (ofGuest !== null) await give({ kind: 'guest', reading: ofGuest });
    if (reading.isVmLog && !isOther) await give({ kind: 'reading', reading });
    // Nobody knows what the rest of a file is that was not read to its end.
    else if (progress.signal.aborted) return;
    // What looks like a stop in it is told.
    else if (ofGuest !== null) await give(this.#noVmLogs.ofGuest(reading));
    else if (isLog(place) && guests !== 'asked') await give(this.#noVmLogs.of(reading, isOther));
    else {
      await give(this.#noVmLogs.ofGuest(reading));
      const { named } = place;
      await give({ kind: 'problem', diagnostic: noGuestLog(place), named, doubts: null });
    }
  }

  /** Loaded on demand: most runs read no records. */
  async #readRecords(place: LogPlace, chunks: ByteStream): Promise<void> {
    const { RecordsReader } = await import('./records/records-reader.js');
    const { progress, give } = this.#options;
    progress.log(place.path);
    const records = new RecordsReader((item) => {
      if (item.kind === 'reading') this.#count(item.reading);
      return give(item);
    });
    await records.read(chunks);
    // What was not read to its end may be whole.
    if (progress.signal.aborted) return;
    for (const error of records.errors()) await give(problem(place, error));
  }

  #count({ words }: LogReading): void {
    addWords(this.#options.work.words, words);
    for (let stop = 0; stop < words.counted; stop++) this.#options.progress.stop();
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
