import { RecordReader } from '../messages/record.js';
import { stopCounter } from '../messages/stop-counter.js';
import type { SievedLine } from '../model/line.js';
import type { LogPlace } from '../model/log.js';
import { LogReader, type LogReading } from '../timeline/reading.js';

/** A log of which the sieved lines come in. */
export class OpenLog {
  readonly #log: LogReader;
  readonly #records: RecordReader;

  /** `stop` is called for each stop as soon as it is read. */
  constructor(place: LogPlace, stop: () => void) {
    const count = stopCounter(stop);
    const log = new LogReader(place);
    this.#log = log;
    this.#records = new RecordReader((record) => {
      count(record);
      log.add(record);
    });
  }

  /** Takes the next lines. */
  take(lines: readonly SievedLine[]): void {
    for (const line of lines) this.#records.read(line);
  }

  /** Gives what the log told, once its end is in. */
  reading(): LogReading {
    return this.#log.reading();
  }
}
