import { crc32 } from 'node:zlib';
import type { Feed } from '../feed.js';
import { Inflater } from '../inflate/inflater.js';
import type { Inflated } from '../inflate/protocol.js';
import { inflateElsewhere } from '../inflate/remote.js';
import { LARGE_BYTES } from '../pieces.js';

/**
 * Inflates the raw deflate stream (RFC 1951) at which a feed stands, to the last byte before its end or damage. At
 * its proper end the feed stands right behind it. `size` is how many bytes the feed may have, null where nobody knows.
 */
export async function* inflateRaw(feed: Feed, size: number | null): AsyncGenerator<Buffer, Inflated> {
  const isLarge = size !== null && size >= LARGE_BYTES;
  const pieces = isLarge ? inflateElsewhere(feed) : inflateHere(feed);
  let [crc, length] = [0, 0];
  let isOver = false;
  try {
    for (;;) {
      const { done, value } = await pieces.next();
      isOver = done === true;
      if (done === true) return { end: value, crc, length };
      crc = crc32(value, crc);
      length += value.length;
      yield value;
    }
  } finally {
    if (!isOver) await pieces.return('cut');
  }
}

async function* inflateHere(feed: Feed): AsyncGenerator<Buffer, Inflated['end']> {
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
