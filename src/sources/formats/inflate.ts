import { crc32 } from 'node:zlib';
import type { Feed } from '../feed.js';
import { Inflater } from '../inflate/inflater.js';
import type { Inflated } from '../inflate/protocol.js';
import { inflateElsewhere } from '../inflate/remote.js';

/** A stream of so many bytes is worth a thread of its own, which takes some ten milliseconds to start. */
const LARGE_BYTES = 8 * 1024 * 1024;

/**
 * Inflates the raw deflate stream (RFC 1951) at which a feed stands, to the last byte before its end or damage. At
 * its proper end the feed stands right behind it. `size` is how many bytes the feed may have, null where nobody knows.
 */
export async function* inflateRaw(feed: Feed, size: number | null): AsyncGenerator<Buffer, Inflated> {
  if (size !== null && size >= LARGE_BYTES) return yield* inflateElsewhere(feed);
  const inflater = new Inflater();
  let [crc, length] = [0, 0];
  try {
    while (inflater.state === 'open') {
      const input = await feed.window(1);
      if (input.length === 0) return { end: 'cut', crc, length };
      const before = inflater.used;
      for (const piece of inflater.inflate(input)) {
        crc = crc32(piece, crc);
        length += piece.length;
        yield piece;
      }
      feed.advance(inflater.used - before);
    }
    return { end: inflater.state === 'done' ? 'done' : 'bad', crc, length };
  } finally {
    inflater.finish();
  }
}
