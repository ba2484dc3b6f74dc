import { type Extract, type ExtractEvents, extract } from 'tar-stream';

const NOTHING = Buffer.alloc(0);

/** A member's header as tar-stream reads it, its content, and what must be called before the next header. */
export interface Entry {
  readonly header: ExtractEvents['entry'][0];
  readonly content: ExtractEvents['entry'][1];
  readonly next: () => void;
}

/**
 * Hands blocks to tar-stream one step at a time: it has read all of them when a call resolves, and holds none. So it
 * never runs ahead of what can be read again, and the memory of a block may be used for the next.
 */
export class TarExtract {
  #extract: Extract | null = null;
  #settle: (entry: Entry | null) => void = () => {};

  /** Reads a member's header; null for one that tar-stream refuses. It must not be called before the entry's `next`. */
  readHeader(block: Buffer): Promise<Entry | null> {
    return new Promise((resolve) => {
      this.#settle = resolve;
      this.#open().write(block);
    });
  }

  /** Reads a header that tells of the next member, with its content and padding; they must not be written over. */
  readExtension(blocks: Buffer): void {
    this.#open().write(blocks);
  }

  /** Gives what is content of some blocks of an entry. */
  readContent({ content }: Entry, blocks: Buffer): Promise<Buffer> {
    return new Promise((resolve) => {
      content.once('data', (chunk) => resolve(Buffer.isBuffer(chunk) ? chunk : NOTHING));
      this.#open().write(blocks);
    });
  }

  /** Passes over content; its memory may be used again at once. */
  skipContent({ content }: Entry, blocks: Buffer): void {
    content.resume();
    this.#open().write(blocks);
  }

  /** Forgets all that came before: the next block begins a member. After a header that was refused nothing else works. */
  restart(): void {
    this.#extract?.destroy();
    this.#extract = null;
  }

  #open(): Extract {
    if (this.#extract !== null) return this.#extract;
    const made = extract();
    made.on('entry', (header, content, next) => this.#settle({ header, content, next }));
    made.on('error', () => this.#settle(null));
    this.#extract = made;
    return made;
  }
}
