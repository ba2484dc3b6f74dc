import { createGunzip, type Gunzip } from 'node:zlib';
import { Damage, PIECE_BYTES, type Pieces } from '../pieces.js';
import { Waker } from '../waker.js';
import type { Format } from './format.js';

/** gzip, RFC 1952; members that follow each other are one stream. */
export const gzip: Format = {
  kind: 'wrapper',
  name: 'gzip',
  matches: (head) => head.length > 2 && head[0] === 0x1f && head[1] === 0x8b && head[2] === 8,
  unwrap: inflate,
};

/** A gzip stream ends with a checksum and a length: so many bytes are held back until it is known that they are. */
const TRAILER_BYTES = 8;

/**
 * Inflates piece by piece. zlib's stream drops what it holds when it fails, so each piece's output is taken in
 * full before the next piece goes in, and the trailer goes in alone: what stands before the damage is given before
 * it is thrown.
 */
async function* inflate(pieces: Pieces): AsyncGenerator<Buffer> {
  const engine = createGunzip({ chunkSize: PIECE_BYTES });
  const state = watch(engine);
  let held: Buffer = Buffer.alloc(0);
  try {
    for await (const piece of pieces) {
      if (piece.length < TRAILER_BYTES) {
        held = Buffer.concat([held, piece]);
        if (held.length <= TRAILER_BYTES) continue;
        yield* put(engine, state, held.subarray(0, -TRAILER_BYTES));
        held = held.subarray(-TRAILER_BYTES);
        continue;
      }
      yield* put(engine, state, held);
      yield* put(engine, state, piece.subarray(0, -TRAILER_BYTES));
      held = Buffer.from(piece.subarray(-TRAILER_BYTES));
    }
    yield* put(engine, state, held);
    engine.end();
    yield* output(engine, state, () => state.ended);
    if (state.failure !== null) throw state.failure;
  } finally {
    engine.destroy();
  }
}

async function* put(engine: Gunzip, state: State, bytes: Buffer): AsyncGenerator<Buffer> {
  if (bytes.length === 0) return;
  let written = false;
  engine.write(bytes, () => {
    written = true;
    state.waker.wake();
  });
  yield* output(engine, state, () => written);
  if (state.failure !== null) throw state.failure;
}

interface State {
  readonly waker: Waker;
  failure: Damage | null;
  ended: boolean;
}

function watch(engine: Gunzip): State {
  const state: State = { waker: new Waker(), failure: null, ended: false };
  engine.on('readable', state.waker.wake);
  engine.on('end', () => {
    state.ended = true;
    state.waker.wake();
  });
  engine.on('error', (error) => {
    state.failure = damageOf(error);
    state.waker.wake();
  });
  return state;
}

async function* output(engine: Gunzip, state: State, done: () => boolean): AsyncGenerator<Buffer> {
  for (;;) {
    const piece: Buffer | null = engine.read();
    if (piece !== null) yield piece;
    else if (done() || state.failure !== null) return;
    else await state.waker.wait();
  }
}

function damageOf(error: Error): Damage {
  if ('code' in error && error.code === 'Z_BUF_ERROR') {
    return new Damage(
      'cut-short',
      'The gzip stream ends early: the download or copy was cut short; get the file again.',
    );
  }
  return new Damage(
    'corrupt',
    `The gzip stream is damaged (${error.message}): what comes after the damage is not read; get the file again.`,
  );
}
