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
  /** The next bytes of the stream. */
  | { readonly kind: 'input'; readonly bytes: Uint8Array }
  /** No bytes follow. */
  | { readonly kind: 'finish' }
  /** A block of output was read and may be filled again. */
  | { readonly kind: 'block'; readonly block: ArrayBuffer };

/** What the thread that inflates tells. */
export type Answer =
  /** `length` bytes of the block are what the stream inflates to. */
  | { readonly kind: 'output'; readonly block: ArrayBuffer; readonly length: number }
  /** It went on to the next piece of input, so that one more may come. */
  | { readonly kind: 'hungry' }
  /** The stream is over; `used` of its bytes were needed. */
  | { readonly kind: 'end'; readonly used: number; readonly end: Inflated['end'] };

/** Bytes handed over at a time: fewer cost more messages than they save memory. */
export const BLOCK_BYTES = 1024 * 1024;

/** So many blocks are filled ahead of their reader. */
export const BLOCK_COUNT = 4;

/** Bytes of input sent at a time. */
export const INPUT_BYTES = 512 * 1024;

/** So many pieces of input are sent ahead. */
export const INPUTS = 2;
