import { type ReadError, readErrorOf } from './read-error.js';

/** Bytes read or inflated at a time: zlib's default of 16 KiB halves the throughput. */
export const CHUNK_BYTES = 512 * 1024;

/** Files of at least this size are worth reading in parallel. */
export const LARGE_BYTES = 8 * 1024 * 1024;

/** The bytes at the start of a file from which its type is detected: one block of a tar. */
export const HEAD_BYTES = 512;

/**
 * A stream of bytes. All bytes before an error are yielded before it throws. A chunk may be overwritten once the next one is
 * requested: then a file of a gigabyte needs one buffer, not two thousand.
 */
export type ByteStream = AsyncIterable<Buffer>;

/** The chunks of a generator, which stays open if the loop that reads them is left early. */
export function lent(chunks: AsyncGenerator<Buffer>): ByteStream {
  return { [Symbol.asyncIterator]: () => ({ next: () => chunks.next() }) };
}

/** Gives copies of chunks, for a stream that reads ahead. */
export async function* copies(chunks: ByteStream): AsyncGenerator<Buffer> {
  for await (const chunk of chunks) yield Buffer.from(chunk);
}

/** A stream that ends early instead of throwing. */
export interface Guarded {
  readonly chunks: AsyncGenerator<Buffer>;
  /** What ended the stream early; null if nothing did so far. */
  readonly error: () => ReadError | null;
}

/** Makes a damaged stream end instead of throwing, so that its reader finishes with what came before. */
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
