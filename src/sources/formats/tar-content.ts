// tar-stream trusts the size in a header. A collector that meets a read error writes less than it promised, and a copy
// may lose bytes: tar-stream does not notice a header that stands before the content's promised end.
import type { ByteReader } from '../byte-reader.js';
import {
  BLOCK_BYTES,
  findAlignedHeader,
  findHeader,
  isExtension,
  isHeader,
  isZero,
  nameOf,
} from './tar-block.js';
import type { TarRoot } from './tar-root.js';
import { MOST_AHEAD } from './tar-seek.js';

/** So far before a content's promised end the next header is found where bytes were lost. */
const TAIL_BYTES = 64 * 1024;

/** The content of one member, as far as it goes; the reader stands behind its header. */
export class TarContent {
  readonly #reader: ByteReader;
  readonly #root: TarRoot;
  /** Bytes of content that have not been taken. */
  #left: number;
  readonly #padding: number;
  #begun = false;
  /** Whether a header within ends the content: not where it has headers by nature, as an archive has. */
  #watching = true;
  #shortBy = 0;

  constructor(reader: ByteReader, size: number, root: TarRoot) {
    this.#reader = reader;
    this.#root = root;
    this.#left = size;
    this.#padding = Math.ceil(size / BLOCK_BYTES) * BLOCK_BYTES - size;
  }

  /** How many bytes fewer than promised there are before the next header; 0 where all are there, or no header follows. */
  get shortBy(): number {
    return this.#shortBy;
  }

  /** Whether the archive ended within the content. */
  get isCut(): boolean {
    return this.#left > 0 && this.#shortBy === 0;
  }

  /** Takes the next blocks, the last of them with its padding; null at the end. They are valid until the next call. */
  async next(): Promise<Buffer | null> {
    if (this.#left === 0 || this.#shortBy > 0) return null;
    const beforeTail = this.#ahead - TAIL_BYTES;
    const blocks = await (beforeTail > 0 ? this.#body(beforeTail) : this.#tail());
    this.#reader.advance(blocks.length);
    this.#left = Math.max(0, this.#left - blocks.length);
    return blocks.length === 0 ? null : blocks;
  }

  /** Bytes up to the end of the block in which the next header should stand. */
  get #ahead(): number {
    return this.#left + this.#padding + BLOCK_BYTES;
  }

  /** Gives at most so many bytes, up to a header that ends the content. */
  async #body(most: number): Promise<Buffer> {
    const blocks = wholeBlocks((await this.#reader.window(BLOCK_BYTES)).subarray(0, most));
    this.#begin(blocks);
    const header = this.#watching ? this.#headerIn(blocks) : -1;
    if (header !== 0) return header === -1 ? blocks : blocks.subarray(0, header);
    this.#watching = !(await this.#endsWithinSight());
    if (!this.#watching) return this.#body(most);
    this.#shortBy = this.#left;
    return blocks.subarray(0, 0);
  }

  /** Gives all that is left, once it is known what follows. */
  async #tail(): Promise<Buffer> {
    const window = await this.#reader.window(this.#ahead);
    this.#begin(window);
    const rest = this.#left + this.#padding;
    const header =
      this.#watching && !this.#endsAsPromised(window) ? findHeader(window.subarray(0, this.#ahead)) : -1;
    if (header === -1 || header >= rest) return window.subarray(0, rest);
    this.#shortBy = header < this.#left ? this.#left - header : rest - header;
    return window.subarray(0, header);
  }

  #begin(blocks: Buffer): void {
    if (!this.#begun) this.#watching = this.#left < BLOCK_BYTES || !isHeader(blocks);
    this.#begun = true;
  }

  /** Gives the place of the first block that is a header of a member under the archive's root, or tells of one. */
  #headerIn(blocks: Buffer): number {
    let at = findAlignedHeader(blocks);
    while (at !== -1 && !isExtension(blocks, at) && !this.#root.holds(nameOf(blocks, at)))
      at = findAlignedHeader(blocks, at + BLOCK_BYTES);
    return at;
  }

  /** A header within the content is part of it where the content ends as promised, as far as that can be seen. */
  async #endsWithinSight(): Promise<boolean> {
    return this.#ahead <= MOST_AHEAD && this.#endsAsPromised(await this.#reader.window(this.#ahead));
  }

  /** Says whether a header, the archive's end mark or the end of all follows the content. */
  #endsAsPromised(window: Buffer): boolean {
    if (window.length < this.#left) return false;
    const next = window.subarray(this.#ahead - BLOCK_BYTES, this.#ahead);
    if (next.length > 0 && !isZero(next) && !isHeader(next)) return false;
    // A header that reaches into the padding or beyond is not part of the content.
    return findHeader(window.subarray(0, this.#ahead - 1), Math.max(0, this.#left - BLOCK_BYTES + 1)) === -1;
  }
}

/** All but the beginning of a block at the end of some bytes, unless that is all there is. */
function wholeBlocks(bytes: Buffer): Buffer {
  const whole = bytes.length - (bytes.length % BLOCK_BYTES);
  return whole === 0 ? bytes : bytes.subarray(0, whole);
}
