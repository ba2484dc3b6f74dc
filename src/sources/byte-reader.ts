import type { ByteStream } from './byte-stream.js';
import { firstNonZero } from './bytes.js';

const NOTHING = Buffer.alloc(0);

/**
 * Reads a byte stream in portions that the caller chooses. If the stream throws, it ends there, and `failure` says why; all
 * bytes before that are returned first. Returned bytes are valid until the next call.
 */
export class ByteReader {
  readonly #iterator: AsyncIterator<Buffer>;
  /** The rest of earlier chunks. */
  #rest: Buffer = NOTHING;
  #chunk: Buffer = NOTHING;
  #ended = false;
  #failure: { readonly reason: unknown } | null = null;
  #offset = 0;

  constructor(chunks: ByteStream) {
    this.#iterator = chunks[Symbol.asyncIterator]();
  }

  /** The count of bytes consumed so far. */
  get offset(): number {
    return this.#offset;
  }

  /** What the stream threw, or null. */
  get failure(): { readonly reason: unknown } | null {
    return this.#failure;
  }

  /** Whether the next bytes, or the end, can be read without waiting. */
  get isReady(): boolean {
    return this.#rest.length > 0 || this.#chunk.length > 0 || this.#ended;
  }

  /** Returns the next `count` bytes without consuming them; fewer only at the end of the stream. */
  async peek(count: number): Promise<Buffer> {
    return (await this.window(count)).subarray(0, count);
  }

  /** As `peek`, and more than `count` bytes if they are buffered anyway. */
  async window(count: number): Promise<Buffer> {
    if (this.#rest.length === 0 && this.#chunk.length === 0) await this.#load();
    if (this.#rest.length === 0 && (this.#chunk.length >= count || this.#ended)) return this.#chunk;
    if (this.#rest.length < count) await this.#gather(count);
    return this.#rest;
  }

  /** Buffers the next `count` bytes in one piece of memory. */
  async #gather(count: number): Promise<void> {
    const parts = [this.#rest];
    for (let missing = count - this.#rest.length; missing > 0; ) {
      if (this.#chunk.length === 0 && !this.#ended) await this.#load();
      // The stream may write its next chunk over this one.
      const part = Buffer.from(this.#chunk.subarray(0, missing));
      if (part.length === 0 && this.#ended) break;
      parts.push(part);
      this.#chunk = this.#chunk.subarray(part.length);
      missing -= part.length;
    }
    this.#rest = Buffer.concat(parts);
  }

  /** Consumes bytes that `peek` or `window` returned. */
  advance(count: number): void {
    const ofRest = Math.min(count, this.#rest.length);
    this.#rest = this.#rest.subarray(ofRest);
    this.#chunk = this.#chunk.subarray(count - ofRest);
    this.#offset += count;
  }

  /** Consumes between 1 and `most` bytes; null at the end of the stream. */
  async next(most: number): Promise<Buffer | null> {
    const bytes = (await this.window(1)).subarray(0, most);
    this.advance(bytes.length);
    return bytes.length === 0 ? null : bytes;
  }

  /** Skips `count` bytes, and returns how many there were. */
  async skip(count: number): Promise<number> {
    let left = count;
    while (left > 0) {
      const bytes = await this.next(left);
      if (bytes === null) break;
      left -= bytes.length;
    }
    return count - left;
  }

  /** Skips zeros. */
  async skipZeros(): Promise<void> {
    for (let bytes = await this.window(1); bytes.length > 0; bytes = await this.window(1)) {
      const end = firstNonZero(bytes);
      this.advance(end === -1 ? bytes.length : end);
      if (end !== -1) return;
    }
  }

  /** Yields the rest of the stream, and throws at its end what the stream threw. */
  async *remaining(): AsyncGenerator<Buffer> {
    for (let bytes = await this.next(Infinity); bytes !== null; bytes = await this.next(Infinity))
      yield bytes;
    if (this.#failure !== null) throw this.#failure.reason;
  }

  /** Closes the stream. */
  async close(): Promise<void> {
    this.#ended = true;
    await this.#iterator.return?.();
  }

  async #load(): Promise<void> {
    if (this.#ended) return;
    // The memory of a chunk may be gone once the next one is requested.
    this.#chunk = NOTHING;
    try {
      const { done, value } = await this.#iterator.next();
      if (done === true) this.#ended = true;
      else this.#chunk = value;
    } catch (reason) {
      this.#ended = true;
      this.#failure = { reason };
    }
  }
}
