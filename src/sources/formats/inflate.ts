import type { Feed } from '../feed.js';
import { Inflater } from '../inflate/inflater.js';

/** How a deflate stream came to its end: as it should, because its input ended first, or damaged. */
export type InflateEnd = 'done' | 'cut' | 'bad';

/**
 * Inflates the raw deflate stream (RFC 1951) at which a feed stands, to the last byte before its end or damage. At
 * its proper end the feed stands right behind it.
 */
export async function* inflateRaw(feed: Feed): AsyncGenerator<Buffer, InflateEnd> {
  const inflater = new Inflater();
  try {
    while (inflater.state === 'open') {
      const input = await feed.window(1);
      if (input.length === 0) return 'cut';
      const before = inflater.used;
      yield* inflater.inflate(input);
      feed.advance(inflater.used - before);
    }
    return inflater.state === 'done' ? 'done' : 'bad';
  } finally {
    inflater.finish();
  }
}
