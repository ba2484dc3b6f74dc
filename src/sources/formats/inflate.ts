import { createInflateRaw, type InflateRaw } from 'node:zlib';
import type { Feed } from '../feed.js';
import { PIECE_BYTES } from '../pieces.js';
import { Waker } from '../waker.js';

/** How a deflate stream came to its end. */
export type InflateEnd =
  | { readonly kind: 'done' }
  /** The input ended first. */
  | { readonly kind: 'cut' }
  | { readonly kind: 'bad'; readonly reason: string };

/**
 * Inflates a raw deflate stream (RFC 1951). At its proper end the feed stands right behind it; a stream that is
 * damaged gives what stands before the damage.
 */
export async function* inflateRaw(feed: Feed): AsyncGenerator<Buffer, InflateEnd> {
  const engine = createInflateRaw({ chunkSize: PIECE_BYTES });
  const state = watch(engine);
  try {
    for (;;) {
      const input = (await feed.window(1)).subarray(0, PIECE_BYTES);
      if (input.length === 0) return { kind: 'cut' };
      const before = engine.bytesWritten;
      yield* put(engine, state, Buffer.from(input));
      if (state.failure !== null) return { kind: 'bad', reason: state.failure };
      feed.advance(engine.bytesWritten - before);
      if (state.ended) return { kind: 'done' };
    }
  } finally {
    engine.destroy();
  }
}

interface State {
  readonly waker: Waker;
  failure: string | null;
  ended: boolean;
}

function watch(engine: InflateRaw): State {
  const state: State = { waker: new Waker(), failure: null, ended: false };
  engine.on('readable', state.waker.wake);
  engine.on('end', () => {
    state.ended = true;
    state.waker.wake();
  });
  engine.on('error', (error) => {
    state.failure = error.message;
    state.waker.wake();
  });
  return state;
}

async function* put(engine: InflateRaw, state: State, bytes: Buffer): AsyncGenerator<Buffer> {
  let written = false;
  engine.write(bytes, () => {
    written = true;
    state.waker.wake();
  });
  for (;;) {
    const piece: Buffer | null = engine.read();
    if (piece !== null) yield piece;
    else if (state.ended || state.failure !== null) return;
    else if (written && engine.bytesWritten >= 0 && engine.readableLength === 0) {
      // The end is told a turn after the last byte is taken.
      await new Promise((resolve) => setImmediate(resolve));
      if (engine.readableLength === 0) return;
    } else await state.waker.wait();
  }
}
