import { Z_BUF_ERROR, Z_NO_FLUSH, Z_OK, ZStream, zlibInflate, zlibInflateInit2 } from 'pako';
import { pauses } from '../../model/pause.js';
import { type ByteStream, CHUNK_BYTES } from '../byte-stream.js';
import type { Output } from './inflate.js';

/** Raw deflate with a window of 32 KiB. */
const RAW_WINDOW_BITS = -15;

/**
 * Inflates a damaged stream again and yields the bytes before the damage that are not in `output` yet: zlib drops what it
 * made of its last input, while pako, which is slower, keeps it. Reads the first `most` bytes of `chunks` and returns the
 * offset of the damage.
 */
export async function* inflateAgain(
  chunks: ByteStream,
  most: number,
  output: Output,
): AsyncGenerator<Buffer, number> {
  const pause = pauses();
  const stream = new ZStream();
  zlibInflateInit2(stream, RAW_WINDOW_BITS);
  stream.output = new Uint8Array(CHUNK_BYTES);
  for await (const chunk of chunks) {
    const input = chunk.subarray(0, most - stream.total_in);
    if (input.length === 0) break;
    stream.input = input;
    stream.next_in = 0;
    stream.avail_in = input.length;
    do {
      const before = stream.total_out;
      stream.next_out = 0;
      stream.avail_out = CHUNK_BYTES;
      const status = zlibInflate(stream, Z_NO_FLUSH);
      const made = Buffer.from(stream.output.buffer, 0, stream.next_out);
      const lost = made.subarray(Math.max(0, output.length - before));
      if (lost.length > 0) yield output.add(lost);
      if (status !== Z_OK && status !== Z_BUF_ERROR) return stream.total_in;
      await pause();
    } while (stream.avail_in > 0 || stream.avail_out === 0);
  }
  return stream.total_in;
}
