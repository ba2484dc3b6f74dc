import type { Limits } from '../model/settings.js';
import { ReadError } from './read-error.js';

/**
 * What is left of the limits of one input: a path that the user named, or a large file in a folder. Throws ReadError of kind
 * `limit` beyond that.
 */
export class Budget {
  #members: number;
  #logs: number;
  #bytes: number;
  #spent = false;

  constructor(readonly limits: Limits) {
    this.#members = limits.members;
    this.#logs = limits.logs;
    this.#bytes = limits.bytes;
  }

  /** Whether a limit was exceeded. Then nothing more is read. */
  get spent(): boolean {
    return this.#spent;
  }

  /** Counts a member of an archive or a file of a folder. */
  member(): void {
    if (--this.#members < 0) this.#refuse(`more than ${this.limits.members} files are in it`, 'max-members');
  }

  /** Counts a log. */
  log(): void {
    if (--this.#logs < 0) this.#refuse(`more than ${this.limits.logs} logs are in it`, 'max-logs');
  }

  /** Counts the bytes that a container unpacks to. */
  async *inflated(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    for await (const chunk of chunks) {
      this.#bytes -= chunk.length;
      if (this.#bytes < 0) {
        this.#refuse(`it unpacks to more than ${this.limits.bytes} bytes`, 'max-bytes');
      }
      yield chunk;
    }
  }

  #refuse(reason: string, option: string): never {
    this.#spent = true;
    const message = `Reading stopped here, because ${reason}: the rest of this input is unread; if that is no trap, raise --${option}.`;
    throw new ReadError('limit', message);
  }
}
