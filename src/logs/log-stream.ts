import type { Transform } from 'node:stream';
import split2 from 'split2';
import type { LogRecord } from '../messages/log-record.js';
import type { Work } from '../model/work.js';
import { LineBatch, MAX_BATCH_LINE, parseLine } from '../sieve/line-batch.js';
import { Sieve } from '../sieve/sieve.js';
import type { OpenLog } from './open-log.js';
import { PLAN } from './plan.js';

/**
 * Reads logs one after the other: the sieve writes the lines worth reading into one stream, split2 splits it and turns
 * each line into records. One stream serves all logs, for there may be a hundred thousand of them.
 */
export class LogStream {
  readonly #work: Work;
  readonly #batch = new LineBatch();
  readonly #splitter: Transform;
  #log: OpenLog | null = null;
  #ended: () => void = () => {};

  /** What sifting takes is added to `work`. */
  constructor(work: Work) {
    this.#work = work;
    // The sieve cuts longer lines, so one over the limit is a bug and ends the stream with an error.
    this.#splitter = split2('\n', (line: string) => this.#recordsOf(line), { maxLength: MAX_BATCH_LINE });
    this.#splitter.on('data', (records: readonly LogRecord[]) => this.#add(records));
    // Whoever writes next, or is writing, is told by the write.
    this.#splitter.on('error', () => {});
  }

  /**
   * Reads a log to its end, which must be before the next one. Each chunk is done with before the next is asked for.
   * Throws what the chunks throw.
   */
  async read(log: OpenLog, chunks: AsyncIterable<Buffer>): Promise<void> {
    this.#log = log;
    const ended = new Promise<void>((resolve) => {
      this.#ended = resolve;
    });
    const sieve = new Sieve(PLAN, this.#batch, this.#work);
    for await (const chunk of chunks) {
      sieve.push(chunk);
      await this.#write(this.#batch.take());
    }
    sieve.end();
    await this.#write(this.#batch.take());
    await ended;
  }

  #write(lines: Buffer): Promise<void> | null {
    if (lines.length === 0) return null;
    return new Promise((resolve, reject) => {
      this.#splitter.write(lines, (error) => (error ? reject(error) : resolve()));
    });
  }

  /** Undefined where a line yields nothing: split2 then hands nothing on. */
  #recordsOf(line: string): readonly LogRecord[] | undefined {
    const records = this.#log?.readRecord(parseLine(line)) ?? [];
    return records.length === 0 ? undefined : records;
  }

  #add(records: readonly LogRecord[]): void {
    for (const record of records) {
      this.#log?.add(record);
      if (record.kind === 'end') this.#ended();
    }
  }
}
