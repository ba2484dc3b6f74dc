import type { ByteStream } from './byte-stream.js';
import { firstNonZero } from './bytes.js';

const NOTHING = Buffer.alloc(0);

/**
 * Reads a stream of bytes in portions of its reader's choosing. A stream that throws ends where it does, and
 * `failure` then tells why; all that came before is given first. Bytes given are valid until the next call.
 */
export class ByteReader {
  readonly #iterator: AsyncIterator<Buffer>;
  /** What is left of earlier chunks. */
  #rest: Buffer = NOTHING;
  #chunk: Buffer = NOTHING;
  #ended = false;
  #failure: { readonly reason: unknown } | null = null;
  #offset = 0;

  constructor(chunks: ByteStream) {
    this.#iterator = chunks[Symbol.asyncIterator]();
  }

  /** How many bytes have been taken. */
  get offset(): number {
    return this.#offset;
  }

  /** What the stream threw, null where it threw nothing so far. */
  get failure(): { readonly reason: unknown } | null {
    return this.#failure;
  }

  /** Whether the next bytes, or the end, are at hand, so that nothing has to be waited for. */
  get isReady(): boolean {
    return this.#rest.length > 0 || this.#chunk.length > 0 || this.#ended;
  }

  /** Gives the next `count` bytes without taking them; fewer only where the stream ends. */
  async peek(count: number): Promise<Buffer> {
    return (await this.window(count)).subarray(0, count);
  }

  /** Gives at least `count` bytes, and as many as are at hand, without taking them; fewer only where the stream ends. */
  async window(count: number): Promise<Buffer> {
    if (this.#rest.length === 0 && this.#chunk.length === 0) await this.#load();
    if (this.#rest.length === 0 && (this.#chunk.length >= count || this.#ended)) return this.#chunk;
    if (this.#rest.length < count) await this.#gather(count);
    return this.#rest;
  }

  /** Brings the next `count` bytes together. */
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

  /** Takes bytes that `peek` or `window` gave. */
  advance(count: number): void {
    const ofRest = Math.min(count, this.#rest.length);
    this.#rest = this.#rest.subarray(ofRest);
    this.#chunk = this.#chunk.subarray(count - ofRest);
    this.#offset += count;
  }

  /** Takes some bytes, at least one and at most `most`; null at the end of the stream. */
  async next(most: number): Promise<Buffer | null> {
    const bytes = (await this.window(1)).subarray(0, most);
    this.advance(bytes.length);
    return bytes.length === 0 ? null : bytes;
  }

  /** Takes `count` bytes without looking at them; gives how many there were. */
  async skip(count: number): Promise<number> {
    let left = count;
    while (left > 0) {
      const bytes = await this.next(left);
      if (bytes === null) break;
      left -= bytes.length;
    }
    return count - left;
  }

  /** Takes zeros, up to the first other byte or the end of the stream. */
  async skipZeros(): Promise<void> {
    for (let bytes = await this.window(1); bytes.length > 0; bytes = await this.window(1)) {
      const end = firstNonZero(bytes);
      this.advance(end === -1 ? bytes.length : end);
      if (end !== -1) return;
    }
  }

  /** Gives all that is left, and throws at its end what the stream threw. */
  async *remaining(): AsyncGenerator<Buffer> {
    for (let bytes = await this.next(Infinity); bytes !== null; bytes = await this.next(Infinity))
      yield bytes;
    if (this.#failure !== null) throw this.#failure.reason;
  }

  /** Lets go of the stream. */
  async close(): Promise<void> {
    this.#ended = true;
    await this.#iterator.return?.();
  }

  async #load(): Promise<void> {
    if (this.#ended) return;
    // Where a chunk came from may be gone once the next one is asked for, even if nothing of it is left.
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
