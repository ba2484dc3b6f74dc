import type { Needle } from '../model/line.js';
import type { Work } from '../model/work.js';
import { FINGERPRINT_BYTES, groupNeedles, halvesAt, type Placed, type Sample } from './fingerprints.js';

import { WASM } from './scan.wasm.js';
import type { OnLine, Scanner } from './scanner.js';

/** What assembly/scan.ts exports. */
interface Exports {
  readonly memory: WebAssembly.Memory;
  readonly TABLES: WebAssembly.Global;
  readonly GROUPS: WebAssembly.Global;
  readonly NEEDLES: WebAssembly.Global;
  readonly NEEDLE_BYTES: WebAssembly.Global;
  readonly MOST_NEEDLES: WebAssembly.Global;
  readonly TEXTS: WebAssembly.Global;
  readonly LINES: WebAssembly.Global;
  readonly MOST_LINES: WebAssembly.Global;
  readonly TALLY: WebAssembly.Global;
  readonly HALVES: WebAssembly.Global;
  readonly ROOM: WebAssembly.Global;
  readonly ROOM_BYTES: WebAssembly.Global;
  readonly scan: (begin: number, end: number) => number;
  readonly compared: () => number;
  readonly tally: (begin: number, end: number) => void;
}

/** This much text shows which bytes are rare. */
const SAMPLE_BYTES = 64 * 1024;
const WORDS_A_LINE = 3;
const TABLE_BYTES = 16;

/**
 * Scans for all needles at once with WebAssembly SIMD. Its fingerprints are fitted to the first text, which changes the
 * speed and nothing else. Throws if the platform has no SIMD.
 */
export class SimdScanner implements Scanner {
  readonly room: Buffer;
  readonly #wasm: Exports;
  readonly #memory: Buffer;
  readonly #lines: Uint32Array;
  readonly #needles: readonly Needle[];
  #fittedTo = 0;

  constructor(needles: readonly Needle[]) {
    this.#wasm = new WebAssembly.Instance<Exports>(
      new WebAssembly.Module(Buffer.from(WASM, 'base64')),
    ).exports;
    const { memory, LINES, MOST_LINES, MOST_NEEDLES, ROOM, ROOM_BYTES } = this.#wasm;
    if (needles.length > MOST_NEEDLES.value) throw new Error(`more than ${MOST_NEEDLES.value} needles`);
    this.#needles = needles;
    this.#memory = Buffer.from(memory.buffer);
    this.#lines = new Uint32Array(memory.buffer, LINES.value, WORDS_A_LINE * MOST_LINES.value);
    this.room = this.#memory.subarray(ROOM.value, ROOM.value + ROOM_BYTES.value);
  }

  scan(begin: number, to: number, onLine: OnLine, work: Work): void {
    const sampled = Math.min(to - begin, SAMPLE_BYTES);
    if (sampled >= 2 * this.#fittedTo) this.#fit(begin, sampled);
    const room = this.#wasm.ROOM.value;
    const most = this.#wasm.MOST_LINES.value;
    for (let from = begin, count = most; count === most; ) {
      count = this.#wasm.scan(room + from, room + to);
      work.candidates += this.#wasm.compared();
      for (let word = 0; word < WORDS_A_LINE * count; word += WORDS_A_LINE) {
        const end = (this.#lines[word + 1] ?? 0) - room;
        onLine((this.#lines[word] ?? 0) - room, end, this.#lines[word + 2] ?? 0);
        from = end + 1;
      }
    }
  }

  #fit(from: number, length: number): void {
    this.#fittedTo = Math.max(1, length);
    const groups = groupNeedles(this.#needles, this.#sample(from, length));
    const { TABLES, GROUPS } = this.#wasm;
    this.#memory.fill(0, TABLES.value, TABLES.value + FINGERPRINT_BYTES * TABLE_BYTES);
    let count = 0;
    let address = this.#wasm.TEXTS.value;
    for (const [index, group] of groups.entries()) {
      this.#memory.writeUInt8(count, GROUPS.value + index);
      for (const placed of group) {
        this.#enterTables(placed, index);
        this.#enterNeedle(placed, count++, address);
        address += placed.needle.text.length;
      }
    }
    this.#memory.writeUInt8(count, GROUPS.value + groups.length);
  }

  #sample(from: number, length: number): Sample {
    const { memory, ROOM, TALLY, HALVES } = this.#wasm;
    this.#wasm.tally(ROOM.value + from, ROOM.value + from + length);
    const rows = new Uint32Array(memory.buffer, TALLY.value, 16 ** FINGERPRINT_BYTES);
    const halves = new Uint32Array(memory.buffer, HALVES.value, 16);
    return { length, halves, rows };
  }

  #enterTables(placed: Placed, group: number): void {
    for (let place = 0; place < FINGERPRINT_BYTES; place++) {
      for (const half of halvesAt(placed, place)) {
        const entry = this.#wasm.TABLES.value + place * TABLE_BYTES + half;
        this.#memory.writeUInt8(this.#memory.readUInt8(entry) | (1 << group), entry);
      }
    }
  }

  #enterNeedle({ needle, at }: Placed, index: number, address: number): void {
    this.#memory.write(needle.text, address, 'latin1');
    const { NEEDLES, NEEDLE_BYTES } = this.#wasm;
    const words = new Uint32Array(this.#memory.buffer, NEEDLES.value + NEEDLE_BYTES.value * index, 5);
    words.set([address, needle.text.length, at, needle.before, needle.anyCase === true ? 1 : 0]);
  }
}
