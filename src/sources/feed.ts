import type { Pieces } from './pieces.js';

const NOTHING = Buffer.alloc(0);

/**
 * Reads a stream of bytes in portions of its reader's choosing. A stream that throws ends where it does, and
 * `failure` then tells why; all that came before is given first. Bytes given are valid until the next call.
 */
export class Feed {
  readonly #iterator: AsyncIterator<Buffer>;
  /** What is left of earlier pieces. */
  #rest: Buffer = NOTHING;
  #piece: Buffer = NOTHING;
  #ended = false;
  #failure: { readonly reason: unknown } | null = null;
  #offset = 0;

  constructor(pieces: Pieces) {
    this.#iterator = pieces[Symbol.asyncIterator]();
  }

  /** How many bytes have been taken. */
  get offset(): number {
    return this.#offset;
  }

  /** What the stream threw, null where it threw nothing so far. */
  get failure(): { readonly reason: unknown } | null {
    return this.#failure;
  }

  /** Gives the next `count` bytes without taking them; fewer only where the stream ends. */
  async peek(count: number): Promise<Buffer> {
    return (await this.window(count)).subarray(0, count);
  }

  /** Gives at least `count` bytes, and as many as are at hand, without taking them; fewer only where the stream ends. */
  async window(count: number): Promise<Buffer> {
    while (this.#rest.length + this.#piece.length < count && !this.#ended) await this.#load();
    if (this.#rest.length === 0) return this.#piece;
    const more = Math.max(0, count - this.#rest.length);
    this.#rest = Buffer.concat([this.#rest, this.#piece.subarray(0, more)]);
    this.#piece = this.#piece.subarray(more);
    return this.#rest;
  }

  /** Takes bytes that `peek` or `window` gave. */
  advance(count: number): void {
    const ofRest = Math.min(count, this.#rest.length);
    this.#rest = this.#rest.subarray(ofRest);
    this.#piece = this.#piece.subarray(count - ofRest);
    this.#offset += count;
  }

  /** Gives back the last bytes that were taken. */
  giveBack(bytes: Buffer): void {
    this.#rest = Buffer.concat([bytes, this.#rest]);
    this.#offset -= bytes.length;
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
    // The stream may write its next piece over the one it gave before.
    if (this.#piece.length > 0) this.#rest = Buffer.concat([this.#rest, this.#piece]);
    this.#piece = NOTHING;
    try {
      const { done, value } = await this.#iterator.next();
      if (done === true) this.#ended = true;
      else this.#piece = value;
    } catch (reason) {
      this.#ended = true;
      this.#failure = { reason };
    }
  }
}
