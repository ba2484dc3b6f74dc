import type { ByteStream } from '../byte-stream.js';
import type { Format, Source } from './format.js';

/** gzip, RFC 1952; members that follow each other are one stream. */
export const gzip: Format = {
  kind: 'wrapper',
  name: 'gzip',
  matches: (head) => head.length > 2 && head[0] === 0x1f && head[1] === 0x8b && head[2] === 8,
  streams,
};

async function* streams(source: Source): AsyncGenerator<ByteStream> {
  const { gzipStreams } = await import('./gzip-streams.js');
  yield* gzipStreams(source);
}
