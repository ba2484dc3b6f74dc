import type { Needle } from '../model/line.js';
import { type Probe, probeFor } from './probe.js';

/** Walks one needle's occurrences through a block of bytes. */
export class Cursor {
  readonly before: number;
  readonly #needle: Buffer;
  readonly #probe: Probe;
  #block: Buffer = Buffer.alloc(0);
  #next = -1;

  constructor(needle: Needle) {
    this.before = needle.before;
    this.#needle = Buffer.from(needle.text, 'latin1');
    this.#probe = probeFor(needle.text);
  }

  /** Length of the needle in bytes. */
  get length(): number {
    return this.#needle.length;
  }

  /** Starts on a block and finds the first occurrence at or after `from`. */
  open(block: Buffer, from: number): void {
    this.#block = block;
    this.#next = this.#find(from);
  }

  /** Gives the next occurrence at or after `from`, -1 where there is none. */
  seek(from: number): number {
    if (this.#next !== -1 && this.#next < from) this.#next = this.#find(from);
    return this.#next;
  }

  #find(from: number): number {
    let at = this.#block.indexOf(this.#probe.bytes, from + this.#probe.at);
    while (at !== -1) {
      const start = at - this.#probe.at;
      if (this.#block.subarray(start, start + this.#needle.length).equals(this.#needle)) return start;
      at = this.#block.indexOf(this.#probe.bytes, at + 1);
    }
    return -1;
  }
}
