import { Waker } from './waker.js';

/**
 * Hands pieces of bytes from a writer to a reader that works at the same time. A piece belongs to the reader until
 * it asks for the next one; what is written after the reader has left is dropped.
 */
export class Channel implements AsyncIterable<Buffer> {
  readonly #reader = new Waker();
  readonly #writer = new Waker();
  #piece: Buffer | null = null;
  #ended = false;

  /** Gives a piece to the reader and resolves when it is done with it. */
  async write(piece: Buffer): Promise<void> {
    if (this.#ended) return;
    this.#piece = piece;
    this.#reader.wake();
    while (this.#piece === piece && !this.#ended) await this.#writer.wait();
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
        while (this.#piece === null && !this.#ended) await this.#reader.wait();
        if (this.#piece === null) return;
        yield this.#piece;
        this.#piece = null;
        this.#writer.wake();
      }
    } finally {
      this.#piece = null;
      this.end();
    }
  }
}
