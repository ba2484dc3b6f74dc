import { Author } from '../messages/author.js';
import type { LogRecord } from '../messages/log-record.js';
import { isIdentity } from '../messages/message.js';
import { RecordReader } from '../messages/record.js';
import { stopCounter } from '../messages/stop-counter.js';
import type { SievedLine } from '../model/line.js';
import { type LogPlace, ROTATION_NAME } from '../model/log.js';
import type { LogReading } from './log-reading.js';
import { ReadingBuilder } from './reading-builder.js';

/** A log that is being read: its sieved lines become records, and those its reading. */
export class OpenLog {
  readonly #builder: ReadingBuilder;
  readonly #records = new RecordReader();
  readonly #count: (record: LogRecord) => void;
  /** Null where the user or VMware's own name vouches for the file. */
  readonly #author: Author | null;

  /** `stop` is called for each stop as soon as it is read. */
  constructor(place: LogPlace, stop: () => void) {
    this.#builder = new ReadingBuilder(place);
    this.#count = stopCounter(stop);
    this.#author = place.named || ROTATION_NAME.test(place.file) ? null : new Author();
  }

  /** Gives the records of the next line. */
  readRecord(line: SievedLine): readonly LogRecord[] {
    this.#author?.read(line);
    return this.#records.readRecord(line);
  }

  /** Takes the next record. */
  add(record: LogRecord): void {
    this.#count(record);
    this.#builder.add(record);
  }

  /** Gives what the log tells, once its end is in. */
  reading(): LogReading {
    return this.#builder.reading();
  }

  /** Says whether the log is one of another program and tells nothing about a VM, once its end is in. */
  isOfAnother({ entries }: LogReading): boolean {
    return this.#author?.isAnother === true && entries.every(({ message }) => isIdentity(message));
  }
}
