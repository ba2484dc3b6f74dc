import { Readable, Transform } from 'node:stream';
import zlib from 'node:zlib';
import type { Feed } from '../feed.js';
import { Damage, type Pieces } from '../pieces.js';
import type { Format } from './format.js';

const NAME = 'zstd';
const MAGIC = Buffer.of(0x28, 0xb5, 0x2f, 0xfd);
const matches = (head: Buffer) => head.subarray(0, 4).equals(MAGIC);

/** zstd, RFC 8878: read where this Node.js can (22.15 and later). */
export const zstd: Format =
  makeDecoder() === null
    ? {
        kind: 'refused',
        name: NAME,
        matches,
        advice: 'pipe it in: zstd -dc FILE | stuntime, or use Node.js 22.15 or later',
      }
    : { kind: 'wrapper', name: NAME, matches, streams };

async function* streams(feed: Feed): AsyncGenerator<Pieces> {
  yield inflate(feed);
}

async function* inflate(feed: Feed): AsyncGenerator<Buffer> {
  const engine: unknown = makeDecoder()?.();
  if (!(engine instanceof Transform)) return;
  const input = Readable.from(feed.remaining(), { objectMode: false });
  input.on('error', (error) => engine.destroy(error));
  try {
    for await (const piece of input.pipe(engine)) yield piece;
  } catch (error) {
    throw damageOf(error);
  } finally {
    input.destroy();
    engine.destroy();
  }
}

/** The types of the oldest Node.js that is supported do not know it. */
function makeDecoder(): (() => unknown) | null {
  const make: unknown = Reflect.get(zlib, 'createZstdDecompress');
  return typeof make === 'function' ? () => make() : null;
}

function damageOf(error: unknown): unknown {
  if (!(error instanceof Error) || !('code' in error)) return error;
  if (error.code === 'Z_BUF_ERROR') {
    return new Damage(
      'cut-short',
      'The zstd stream ends early: the download or copy was cut short; get the file again.',
    );
  }
  if (!String(error.code).startsWith('ZSTD')) return error;
  return new Damage(
    'corrupt',
    `The zstd stream is damaged (${error.message}): what comes after the damage is not read; get the file again.`,
  );
}
