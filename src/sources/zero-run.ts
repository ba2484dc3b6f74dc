import type { ByteStream } from './byte-stream.js';
import { ReadError } from './read-error.js';

/** A guest may write one zero byte into a message; a crash, or a copy that skipped a hole, leaves many. */
const RUN = Buffer.alloc(2);

/** Finds the first run of zero bytes in a log. Lines were lost there, or never written. */
export class ZeroRun {
  #from: number | null = null;

  /** The chunks as they come. */
  async *watch(chunks: ByteStream): AsyncGenerator<Buffer> {
    let offset = 0;
    let endsInZero = false;
    for await (const chunk of chunks) {
      this.#from ??= runIn(chunk, offset, endsInZero);
      endsInZero = chunk.length === 0 ? endsInZero : chunk.at(-1) === 0;
      offset += chunk.length;
      yield chunk;
    }
  }

  /** What is wrong with the log, once it was read; null for nothing. */
  error(): ReadError | null {
    if (this.#from === null) return null;
    return new ReadError(
      'corrupt',
      `Zeros stand in place of text from byte ${this.#from} on: lines are lost there, and stops with them; get the log again.`,
    );
  }
}

function runIn(chunk: Buffer, offset: number, followsZero: boolean): number | null {
  if (followsZero && chunk[0] === 0) return offset - 1;
  const at = chunk.indexOf(RUN);
  return at === -1 ? null : offset + at;
}
