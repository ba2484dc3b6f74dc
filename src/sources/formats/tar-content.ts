// Finds a header before a content's promised end, which tar-stream does not: it trusts the size in the header. A collector that
// meets a read error writes fewer bytes, and a copy may lose some.
import type { ByteReader } from '../byte-reader.js';
import {
  BLOCK_BYTES,
  extensionLength,
  findAlignedHeader,
  findHeader,
  isExtension,
  isHeader,
  isZero,
  memberAt,
  nameOf,
} from './tar-block.js';
import type { TarRoot } from './tar-root.js';
import { MOST_AHEAD } from './tar-seek.js';

/** Where bytes were lost, the next header is sought in so many bytes before the content's promised end. */
const TAIL_BYTES = 64 * 1024;

/** The content of one member. The reader is behind its header. */
export class TarContent {
  readonly #reader: ByteReader;
  readonly #root: TarRoot;
  /** Bytes of content that are not consumed yet. */
  #left: number;
  readonly #padding: number;
  #begun = false;
  /** Whether a header within the content ends it. It does not in an archive within the archive. */
  #watching = true;
  #shortBy = 0;

  constructor(reader: ByteReader, size: number, root: TarRoot) {
    this.#reader = reader;
    this.#root = root;
    this.#left = size;
    this.#padding = Math.ceil(size / BLOCK_BYTES) * BLOCK_BYTES - size;
  }

  /** The count of bytes that are missing before the next header; 0 for none, and if no header follows. */
  get shortBy(): number {
    return this.#shortBy;
  }

  /** Whether the archive ended within the content. */
  get isCut(): boolean {
    return this.#left > 0 && this.#shortBy === 0;
  }

  /** Consumes the next blocks, the last one with its padding; null at the end. They are valid until the next call. */
  async next(): Promise<Buffer | null> {
    if (this.#left === 0 || this.#shortBy > 0) return null;
    const beforeTail = this.#ahead - TAIL_BYTES;
    const blocks = await (beforeTail > 0 ? this.#body(beforeTail) : this.#tail());
    this.#reader.advance(blocks.length);
    this.#left = Math.max(0, this.#left - blocks.length);
    return blocks.length === 0 ? null : blocks;
  }

  /** Bytes up to the end of the block where the next header is expected. */
  get #ahead(): number {
    return this.#left + this.#padding + BLOCK_BYTES;
  }

  /** At most so many bytes, up to a header that ends the content. */
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

  /** The rest, up to the end or to a header that ends the content. */
  async #tail(): Promise<Buffer> {
    this.#begin(await this.#window());
    const rest = this.#left + this.#padding;
    const header = this.#watching && !(await this.#endsAsPromised()) ? await this.#findHeader() : -1;
    const window = await this.#window();
    if (header === -1 || header >= rest) return window.subarray(0, rest);
    this.#shortBy = header < this.#left ? this.#left - header : rest - header;
    return window.subarray(0, header);
  }

  /** What is left of the content, its padding, and the block behind that; fewer bytes at the end of the archive. */
  #window(): Promise<Buffer> {
    return this.#reader.peek(this.#ahead);
  }

  /** The offset of the next header from `from` and before `to`, or -1. An extension that no member follows is none. */
  async #findHeader(from = 0, to = this.#ahead): Promise<number> {
    for (let at = from; ; at++) {
      const window = await this.#window();
      at = findHeader(window.subarray(0, to), at);
      if (at === -1 || !isExtension(window, at)) return at;
      const length = extensionLength(window, at);
      if (length === Infinity) return at;
      // Its member may begin beyond the window.
      const further = await this.#reader.peek(at + length + BLOCK_BYTES);
      if (memberAt(further, at) !== -1) return at;
    }
  }

  #begin(blocks: Buffer): void {
    if (!this.#begun) this.#watching = this.#left < BLOCK_BYTES || !isHeader(blocks);
    this.#begun = true;
  }

  /** The offset of the first block that is a header under the archive's root folder, or an extension; or -1. */
  #headerIn(blocks: Buffer): number {
    let at = findAlignedHeader(blocks);
    while (at !== -1 && !isExtension(blocks, at) && !this.#root.holds(nameOf(blocks, at)))
      at = findAlignedHeader(blocks, at + BLOCK_BYTES);
    return at;
  }

  /** A header within the content is part of it if the content ends as promised, within 4 MiB. */
  async #endsWithinSight(): Promise<boolean> {
    return this.#ahead <= MOST_AHEAD && (await this.#endsAsPromised());
  }

  /** Whether a header, the archive's end mark or the end of the input follows the content. */
  async #endsAsPromised(): Promise<boolean> {
    const window = await this.#window();
    if (window.length < this.#left) return false;
    const next = window.subarray(this.#ahead - BLOCK_BYTES);
    if (next.length > 0 && !isZero(next) && !isHeader(next)) return false;
    // A header that reaches into the padding or beyond is not part of the content.
    return (await this.#findHeader(Math.max(0, this.#left - BLOCK_BYTES + 1), this.#ahead - 1)) === -1;
  }
}

/** The bytes without an incomplete last block, unless that is all there is. */
function wholeBlocks(bytes: Buffer): Buffer {
  const whole = bytes.length - (bytes.length % BLOCK_BYTES);
  return whole === 0 ? bytes : bytes.subarray(0, whole);
}
