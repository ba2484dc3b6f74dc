/**
 * Hands pieces of bytes from a writer to a reader that works at the same time. A piece belongs to the reader until
 * it asks for the next one; what is written after the reader has left is dropped.
 */
export class Channel implements AsyncIterable<Buffer> {
  #piece: Buffer | null = null;
  #ended = false;
  #wake: (() => void) | null = null;

  /** Gives a piece to the reader and resolves when it is done with it. */
  async write(piece: Buffer): Promise<void> {
    if (this.#ended) return;
    this.#piece = piece;
    this.#ring();
    while (this.#piece === piece && !this.#ended) await this.#change();
  }

  /** Says that nothing more comes. */
  end(): void {
    this.#ended = true;
    this.#ring();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Buffer> {
    try {
      for (;;) {
        while (this.#piece === null && !this.#ended) await this.#change();
        if (this.#piece === null) return;
        yield this.#piece;
        this.#piece = null;
        this.#ring();
      }
    } finally {
      this.#piece = null;
      this.end();
    }
  }

  /** One of the two may wait at a time: the reader for a piece, or the writer for the reader. */
  #change(): Promise<void> {
    return new Promise((resolve) => {
      this.#wake = resolve;
    });
  }

  #ring(): void {
    const wake = this.#wake;
    this.#wake = null;
    wake?.();
  }
}
