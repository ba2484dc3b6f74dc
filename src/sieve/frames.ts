/** The one character between offset and text of a frame, as `grep -b` writes it for the first two; `cut` is an end in mid-line. */
export const MARKS = { hit: ':', context: '-', long: '!', end: '=', cut: '~' } as const;

export type FrameKind = keyof typeof MARKS;

const NEWLINE = 10;
const FIRST_ROOM = 64 * 1024;
/** More than the digits of the largest offset, the mark and the newline. */
const FRAME_ROOM = 24;

/**
 * Collects frames (byte offset, mark, line, newline) in one block of bytes: a block apiece would cost more than the
 * search for the lines.
 */
export class FrameWriter {
  #block = Buffer.allocUnsafe(FIRST_ROOM);
  #length = 0;

  /** Adds a frame. */
  add(kind: FrameKind, offset: number, line: Buffer): void {
    this.#makeRoom(line.length + FRAME_ROOM);
    this.#length += this.#block.write(`${offset}${MARKS[kind]}`, this.#length, 'latin1');
    this.#length += line.copy(this.#block, this.#length);
    this.#block[this.#length++] = NEWLINE;
  }

  /** Gives all frames since the last call; null where there are none. */
  take(): Buffer | null {
    if (this.#length === 0) return null;
    const frames = Buffer.from(this.#block.subarray(0, this.#length));
    this.#length = 0;
    return frames;
  }

  #makeRoom(more: number): void {
    const needed = this.#length + more;
    if (needed <= this.#block.length) return;
    const larger = Buffer.allocUnsafe(Math.max(needed, 2 * this.#block.length));
    this.#block.copy(larger, 0, 0, this.#length);
    this.#block = larger;
  }
}
