import { type ReadError, readErrorOf } from './read-error.js';

/** Bytes read or inflated at a time: zlib's default of 16 KiB halves the throughput. */
export const CHUNK_BYTES = 512 * 1024;

/** So many bytes are worth a thread of their own, and to be read at the same time as others. */
export const LARGE_BYTES = 8 * 1024 * 1024;

/** Enough of a file's beginning to tell what it is: one block of a tar. */
export const HEAD_BYTES = 512;

/**
 * A stream of bytes; whoever reads it has all that came before it throws. A chunk may be overwritten once the next
 * one is asked for: a file of a gigabyte then needs one buffer, not two thousand.
 */
export type ByteStream = AsyncIterable<Buffer>;

/** Gives the chunks of a generator that goes on when its reader leaves early. */
export function lent(chunks: AsyncGenerator<Buffer>): ByteStream {
  return { [Symbol.asyncIterator]: () => ({ next: () => chunks.next() }) };
}

/** A stream that never throws: it ends where it is damaged, and then tells how. */
export interface Guarded {
  readonly chunks: AsyncGenerator<Buffer>;
  /** What ended the stream early, null where nothing did or it has not been read yet. */
  readonly error: () => ReadError | null;
}

/** Makes a damaged stream end instead of throwing, so that what came before the damage is read to its end. */
export function guard(chunks: ByteStream): Guarded {
  let ended: ReadError | null = null;
  async function* guarded(): AsyncGenerator<Buffer> {
    try {
      yield* chunks;
    } catch (error) {
      ended = readErrorOf(error);
    }
  }
  return { chunks: guarded(), error: () => ended };
}
