import type { ByteStream } from '../byte-stream.js';
import type { Format, Source } from './format.js';

const MAGIC = Buffer.of(0x28, 0xb5, 0x2f, 0xfd);

/** zstd, RFC 8878: read by Node.js 22.15 and later. */
export const zstd: Format = {
  kind: 'wrapper',
  name: 'zstd',
  matches: (head) => head.subarray(0, 4).equals(MAGIC),
  streams,
};

async function* streams({ reader }: Source): AsyncGenerator<ByteStream> {
  const { zstdStreams } = await import('./zstd-streams.js');
  yield* zstdStreams(reader);
}
