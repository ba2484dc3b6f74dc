import { Waker } from './waker.js';

/**
 * Hands chunks of bytes from a writer to a reader that works at the same time. A chunk belongs to the reader until
 * it asks for the next one; what is written after the reader has left is dropped.
 */
export class Channel implements AsyncIterable<Buffer> {
  readonly #reader = new Waker();
  readonly #writer = new Waker();
  #chunk: Buffer | null = null;
  #ended = false;

  /** Gives a chunk to the reader and resolves when it is done with it. */
  async write(chunk: Buffer): Promise<void> {
    if (this.#ended) return;
    this.#chunk = chunk;
    this.#reader.wake();
    while (this.#chunk === chunk && !this.#ended) await this.#writer.wait();
  }

  /** Says that nothing more comes. */
  end(): void {
    this.#ended = true;
    this.#reader.wake();
    this.#writer.wake();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Buffer> {
    try {
      for (;;) {
        while (this.#chunk === null && !this.#ended) await this.#reader.wait();
        if (this.#chunk === null) return;
        yield this.#chunk;
        this.#chunk = null;
        this.#writer.wake();
      }
    } finally {
      this.#chunk = null;
      this.end();
    }
  }
}
