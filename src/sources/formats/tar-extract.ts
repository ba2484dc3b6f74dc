import { type Extract, type ExtractEvents, extract } from 'tar-stream';

const NOTHING = Buffer.alloc(0);

/** A member as tar-stream reads it. `next` must be called before the next header. */
export interface Entry {
  readonly header: ExtractEvents['entry'][0];
  readonly content: ExtractEvents['entry'][1];
  readonly next: () => void;
}

/**
 * Damage may have moved the version behind the magic; the checksum tells what is a header. The types of tar-stream know
 * only the options of a stream, of which this is the default.
 */
const OPTIONS = { allowUnknownFormat: true, highWaterMark: 16 * 1024 };

/**
 * Gives blocks to tar-stream one step at a time. When a call resolves, tar-stream has read all of them and holds none. So it
 * never reads ahead of damage, and the memory of the blocks may be reused.
 */
export class TarExtract {
  #extract: Extract | null = null;
  #settle: (entry: Entry | null) => void = () => {};

  /** Reads a member's header; null if tar-stream refuses it. Must not be called before the previous entry's `next`. */
  readHeader(block: Buffer): Promise<Entry | null> {
    return new Promise((resolve) => {
      this.#settle = resolve;
      this.#open().write(block);
    });
  }

  /** Reads an extension with its header and padding. These blocks must not be reused. */
  readExtension(blocks: Buffer): void {
    this.#open().write(blocks);
  }

  /** The content in some blocks of an entry, without padding. */
  readContent({ content }: Entry, blocks: Buffer): Promise<Buffer> {
    return new Promise((resolve) => {
      content.once('data', (chunk) => resolve(Buffer.isBuffer(chunk) ? chunk : NOTHING));
      this.#open().write(blocks);
    });
  }

  /** Skips content. The memory of the blocks may be reused at once. */
  skipContent({ content }: Entry, blocks: Buffer): void {
    content.resume();
    this.#open().write(blocks);
  }

  /** Starts again at the next block, which begins a member. Required after a refused header. */
  restart(): void {
    this.#extract?.destroy();
    this.#extract = null;
  }

  #open(): Extract {
    if (this.#extract !== null) return this.#extract;
    const made = extract(OPTIONS);
    made.on('entry', (header, content, next) => this.#settle({ header, content, next }));
    made.on('error', () => this.#settle(null));
    this.#extract = made;
    return made;
  }
}
