import { Readable, Transform } from 'node:stream';
import zlib from 'node:zlib';
import type { ByteReader } from '../byte-reader.js';
import { type ByteStream, copies } from '../byte-stream.js';
import { ReadError } from '../read-error.js';

/** Yields the unpacked content; throws ReadError if this Node.js cannot read zstd. */
export async function* zstdStreams(reader: ByteReader): AsyncGenerator<ByteStream> {
  const makeDecoder = findDecoder();
  if (makeDecoder === null) {
    throw new ReadError(
      'unsupported',
      'A file in zstd format is not read: pipe it in: zstd -dc FILE | stuntime, or use Node.js 22.15 or later.',
    );
  }
  yield inflate(reader, makeDecoder);
}

async function* inflate(reader: ByteReader, makeDecoder: () => unknown): AsyncGenerator<Buffer> {
  const engine = makeDecoder();
  if (!(engine instanceof Transform)) throw new TypeError('the zstd decoder is no stream');
  const input = Readable.from(copies(reader.remaining()), { objectMode: false });
  input.on('error', (error) => engine.destroy(error));
  try {
    for await (const chunk of input.pipe(engine)) yield chunk;
  } catch (error) {
    throw readErrorOf(error);
  } finally {
    input.destroy();
    engine.destroy();
  }
}

/** The types of the oldest supported Node.js lack it. */
function findDecoder(): (() => unknown) | null {
  const make: unknown = Reflect.get(zlib, 'createZstdDecompress');
  return typeof make === 'function' ? () => make() : null;
}

function readErrorOf(error: unknown): unknown {
  if (!(error instanceof Error) || !('code' in error)) return error;
  if (error.code === 'Z_BUF_ERROR') {
    return new ReadError(
      'cut-short',
      'The zstd stream ends early: the download or copy was cut short; get the file again.',
    );
  }
  if (!String(error.code).startsWith('ZSTD')) return error;
  return new ReadError(
    'corrupt',
    `The zstd stream is damaged (${error.message}): what comes after the damage is not read; get the file again.`,
  );
}
