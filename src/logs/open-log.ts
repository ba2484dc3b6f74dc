import { Author } from '../messages/author.js';
import { isIdentity } from '../messages/message.js';
import { RecordReader } from '../messages/record.js';
import { stopCounter } from '../messages/stop-counter.js';
import type { SievedLine } from '../model/line.js';
import { type LogPlace, ROTATION_NAME } from '../model/log.js';
import type { LogReading } from './log-reading.js';
import { ReadingBuilder } from './reading-builder.js';

/** A log of which the sieved lines come in. */
export class OpenLog {
  readonly #log: ReadingBuilder;
  readonly #records: RecordReader;
  /** Null where the user or VMware's own name vouches for the file. */
  readonly #author: Author | null;

  /** `stop` is called for each stop as soon as it is read. */
  constructor(place: LogPlace, stop: () => void) {
    const count = stopCounter(stop);
    const log = new ReadingBuilder(place);
    this.#log = log;
    this.#author = place.named || ROTATION_NAME.test(place.file) ? null : new Author();
    this.#records = new RecordReader((record) => {
      count(record);
      log.add(record);
    });
  }

  /** Takes the next lines. */
  take(lines: readonly SievedLine[]): void {
    for (const line of lines) {
      this.#records.read(line);
      this.#author?.read(line);
    }
  }

  /** Gives what the log told, once its end is in. */
  reading(): LogReading {
    return this.#log.reading();
  }

  /** Says whether the log is one of another program and tells nothing about a VM, once its end is in. */
  isOfAnother({ entries }: LogReading): boolean {
    return this.#author?.isAnother === true && entries.every(({ message }) => isIdentity(message));
  }
}
