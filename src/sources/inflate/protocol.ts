/** What an inflated stream came to. */
export interface Inflated {
  /** As it should be, or its input ended first, or it is damaged. */
  readonly end: 'done' | 'cut' | 'bad';
  /** CRC-32 and count of all bytes given. */
  readonly crc: number;
  readonly length: number;
}

/** What the thread that inflates is told. */
export type Order =
  /** A stream begins; what was left of the one before is forgotten. */
  | { readonly kind: 'begin' }
  /** The next `length` bytes of the stream. */
  | { readonly kind: 'input'; readonly block: ArrayBuffer; readonly length: number }
  /** No bytes follow. */
  | { readonly kind: 'finish' }
  /** A block of output was read and may be filled again. */
  | { readonly kind: 'block'; readonly block: ArrayBuffer }
  /** Give back the input that the stream did not need: it is over. */
  | { readonly kind: 'return' };

/** What the thread that inflates tells. */
export type Answer =
  /** `length` bytes of the block are what the stream inflates to. */
  | { readonly kind: 'output'; readonly block: ArrayBuffer; readonly length: number }
  /** The input in this block was used, so that more may come in it. */
  | { readonly kind: 'hungry'; readonly block: ArrayBuffer }
  /** The stream is over. */
  | { readonly kind: 'end'; readonly end: Inflated['end'] }
  /** What of all input it did not need, and the blocks that input came in. */
  | { readonly kind: 'rest'; readonly bytes: Uint8Array; readonly blocks: ArrayBuffer[] };

/** Bytes handed over at a time: fewer cost more messages than they save memory. */
export const BLOCK_BYTES = 1024 * 1024;

/** So many blocks are filled ahead of their reader. */
export const BLOCK_COUNT = 4;

/** Bytes of input sent at a time. */
export const INPUT_BYTES = 512 * 1024;

/** So many pieces of input are on their way: one that is used, one to go on with, and one that comes. */
export const INPUTS = 3;
