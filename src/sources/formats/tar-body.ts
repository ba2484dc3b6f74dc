import type { Feed } from '../feed.js';
import { BLOCK_BYTES, isZeroBlock, readTarHeader } from './tar-header.js';
import { headerAtBlock, MOST_AHEAD } from './tar-seek.js';

/**
 * The content of one member and the padding behind it. A collector that meets an error within a file writes less
 * than it promised and goes on with the next header at a block's beginning (vm-support does): the content ends there.
 */
export class TarBody {
  readonly #feed: Feed;
  readonly #root: string;
  #left: number;
  readonly #padding: number;
  /** Whether the next bytes are the first. */
  #fresh = true;
  /** Whether a header is sought: not in content that has headers by nature, an archive. */
  #watching = true;
  #endsEarly = false;

  constructor(feed: Feed, size: number, root: string) {
    this.#feed = feed;
    this.#root = root;
    this.#left = size;
    this.#padding = (BLOCK_BYTES - (size % BLOCK_BYTES)) % BLOCK_BYTES;
  }

  /** Whether the next member's header stands where there should be content. */
  get endsEarly(): boolean {
    return this.#endsEarly;
  }

  /** How many bytes of the content have not been given. */
  get missing(): number {
    return this.#left;
  }

  /** Gives the content, as far as it goes. */
  async *pieces(): AsyncGenerator<Buffer> {
    for (let bytes = await this.#next(); bytes !== null; bytes = await this.#next()) yield bytes;
  }

  /** Passes over what nobody read, and over the padding. */
  async leave(): Promise<void> {
    while ((await this.#next()) !== null);
    if (!this.#endsEarly && this.#left === 0) await this.#feed.skip(this.#padding);
  }

  async #next(): Promise<Buffer | null> {
    if (this.#left === 0 || this.#endsEarly) return null;
    const bytes = await this.#window();
    const end = this.#endIn(bytes);
    if (end === 0 && bytes.length > 0) {
      this.#watching = !(await this.#endsAsPromised());
      this.#endsEarly = this.#watching;
      return this.#next();
    }
    this.#feed.advance(end);
    this.#left -= end;
    return end === 0 ? null : bytes.subarray(0, end);
  }

  /** A header within the content is content itself where another one stands at the content's proper end. */
  async #endsAsPromised(): Promise<boolean> {
    const end = this.#left + this.#padding;
    if (end > MOST_AHEAD) return false;
    const next = (await this.#feed.window(end + BLOCK_BYTES)).subarray(end, end + BLOCK_BYTES);
    return next.length === BLOCK_BYTES && (isZeroBlock(next) || readTarHeader(next) !== null);
  }

  /** Whole blocks, but for the last of the content. */
  async #window(): Promise<Buffer> {
    const bytes = await this.#feed.window(Math.min(BLOCK_BYTES, this.#left));
    if (bytes.length >= this.#left) return bytes.subarray(0, this.#left);
    return bytes.length < BLOCK_BYTES
      ? bytes
      : bytes.subarray(0, bytes.length - (bytes.length % BLOCK_BYTES));
  }

  #endIn(bytes: Buffer): number {
    if (this.#fresh) {
      this.#fresh = false;
      this.#watching = headerAtBlock(bytes.subarray(0, BLOCK_BYTES), '') === -1;
    }
    const at = this.#watching ? headerAtBlock(bytes, this.#root) : -1;
    return at === -1 ? bytes.length : at;
  }
}
