import type { SievedLine } from '../model/line.js';
import type { Box } from './lines.js';

/** Sieved lines in two blocks of memory, which travel to another thread without being copied. */
export interface Parcel {
  /** For each line what it is, its offset in the log and its length. */
  readonly numbers: Float64Array<ArrayBuffer>;
  /** The bytes of the lines that have some, one behind the other. */
  readonly texts: Uint8Array<ArrayBuffer>;
}

const KINDS = ['hit', 'context', 'long', 'end', 'cut-end'] as const;
const [HIT, CONTEXT, LONG, END, CUT_END] = [0, 1, 2, 3, 4];
const NUMBERS_A_LINE = 3;

/** So many bytes of text are worth a parcel. */
const PARCEL_BYTES = 64 * 1024;
/** Most logs have little to tell, and there may be many of them. */
const FIRST_BYTES = 4 * 1024;
/** Somebody may look on: after so many pieces of a log even a line is worth a parcel. */
const MOST_ASKED = 16;

/** Packs the sieved lines of a log into parcels. */
export class Packer implements Box<Parcel> {
  readonly #full: Parcel[] = [];
  #numbers: number[] = [];
  #texts = Buffer.allocUnsafe(FIRST_BYTES);
  #length = 0;
  /** How often a batch was asked for since the last one, when there was too little for one. */
  #asked = 0;

  line(kind: 'hit' | 'context', offset: number, text: Buffer, begin: number, end: number): void {
    this.#numbers.push(kind === 'hit' ? HIT : CONTEXT, offset, end - begin);
    if (this.#length + end - begin > this.#texts.length) this.#grow(this.#length + end - begin);
    this.#length += text.copy(this.#texts, this.#length, begin, end);
    if (this.#length >= PARCEL_BYTES) this.#close();
  }

  long(offset: number): void {
    this.#numbers.push(LONG, offset, 0);
  }

  end(offset: number, cut: boolean): void {
    this.#numbers.push(cut ? CUT_END : END, offset, 0);
  }

  take(all: boolean): Parcel | null {
    const isWaiting = this.#numbers.length > 0;
    if (isWaiting && (all || ++this.#asked >= MOST_ASKED)) this.#close();
    return this.#full.shift() ?? null;
  }

  #grow(least: number): void {
    const texts = Buffer.allocUnsafe(Math.max(least, 2 * this.#texts.length));
    this.#texts.copy(texts, 0, 0, this.#length);
    this.#texts = texts;
  }

  #close(): void {
    const texts = new Uint8Array(this.#texts.subarray(0, this.#length));
    this.#full.push({ numbers: new Float64Array(this.#numbers), texts });
    this.#numbers = [];
    this.#length = 0;
    this.#asked = 0;
  }
}

/** Gives the lines of a parcel. */
export function unpack({ numbers, texts }: Parcel): readonly SievedLine[] {
  const bytes = Buffer.from(texts.buffer, texts.byteOffset, texts.length);
  const lines: SievedLine[] = [];
  let begin = 0;
  for (let at = 0; at < numbers.length; at += NUMBERS_A_LINE) {
    const kind = KINDS[numbers[at] ?? 0];
    const offset = numbers[at + 1] ?? 0;
    const length = numbers[at + 2] ?? 0;
    if (kind === 'hit' || kind === 'context')
      lines.push({ kind, offset, text: bytes.toString('utf8', begin, begin + length) });
    else if (kind === 'long') lines.push({ kind, offset });
    else lines.push({ kind: 'end', offset, cut: kind === 'cut-end' });
    begin += length;
  }
  return lines;
}
