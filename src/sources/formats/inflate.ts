import { crc32, createInflateRaw, type InflateRaw } from 'node:zlib';
import type { ByteReader } from '../byte-reader.js';
import { type ByteStream, CHUNK_BYTES } from '../byte-stream.js';

/** How a deflate stream ended: complete, at the end of the input, or at damage. */
type End = 'done' | 'cut' | 'bad';

/** The result of inflating a stream. */
export interface Inflated {
  readonly end: End;
  /** CRC-32 of all inflated bytes. */
  readonly crc: number;
  /** The count of inflated bytes. */
  readonly length: number;
  /** At most so many bytes are missing before the damage; 0 if the stream could be read again. */
  readonly lost: number;
}

const NOTHING = Buffer.alloc(0);

/** The bytes given to zlib at a time. Smaller ones cost more thread switches, larger ones gain nothing. */
const INPUT_BYTES = 128 * 1024;

/** Streams up to this compressed size are kept in memory, in case they must be read again. */
const KEPT_BYTES = 4 * 1024 * 1024;

/**
 * Inflates a raw deflate stream (RFC 1951) from the reader's position to its end, or to the last byte before damage. The reader
 * is then behind the stream, or at the damage. `again` reads the compressed stream from its start again. If it is null, a
 * damaged stream of more than 4 MiB loses some bytes before the damage. At most `most` bytes are read.
 */
export async function* inflateRaw(
  reader: ByteReader,
  again: (() => ByteStream) | null,
  most = Infinity,
): AsyncGenerator<Buffer, Inflated> {
  const input = new Input(reader, again, most);
  const output = new Output();
  const end = yield* inflate(input, output);
  if (end !== 'bad') return { ...output.sums(), end, lost: 0 };
  const chunks = input.again();
  if (chunks === null) return { ...output.sums(), end, lost: CHUNK_BYTES };
  const { inflateAgain } = await import('./inflate-again.js');
  input.moveTo(yield* inflateAgain(chunks, input.given, output));
  return { ...output.sums(), end, lost: 0 };
}

/** zlib inflates in Node's thread pool: while a chunk is read, the next one is made. */
async function* inflate(input: Input, output: Output): AsyncGenerator<Buffer, End> {
  const engine = createInflateRaw({ chunkSize: CHUNK_BYTES });
  // The error is read from `errored`, once all chunks before it are read.
  engine.on('error', () => {});
  let written: Promise<void> | null = null;
  try {
    for (;;) {
      const chunk: unknown = engine.read();
      const isAllUsed = written === null && engine.bytesWritten === input.given;
      // A pipe may be slow: what it has brought is read before waiting for more.
      if (isAllUsed && (chunk === null || input.isReady())) {
        written = write(engine, await input.next());
        written.then(() => {
          written = null;
        });
      }
      if (Buffer.isBuffer(chunk)) yield output.add(chunk);
      else if (engine.errored !== null) return isCut(engine.errored) ? 'cut' : 'bad';
      else if (engine.readableEnded) {
        input.moveTo(engine.bytesWritten);
        return 'done';
      } else await changeOf(engine, written);
    }
  } finally {
    engine.destroy();
  }
}

/** Resolves when zlib has used the bytes. No bytes end the input; then it never resolves. */
function write(engine: InflateRaw, bytes: Buffer): Promise<void> {
  return new Promise((resolve) => {
    if (bytes.length > 0) engine.write(bytes, (error) => !error && resolve());
    else engine.end();
  });
}

const CHANGES = ['readable', 'end', 'close'] as const;

/** Resolves when there is a chunk to read, at the end, and when the input is used. `events.once` takes twice as long. */
function changeOf(engine: InflateRaw, written: Promise<void> | null): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      for (const name of CHANGES) engine.off(name, done);
      resolve();
    };
    for (const name of CHANGES) engine.on(name, done);
    written?.then(done);
  });
}

function isCut(error: Error): boolean {
  return 'code' in error && error.code === 'Z_BUF_ERROR';
}

/** The compressed input of one stream. */
class Input {
  readonly #reader: ByteReader;
  readonly #reopen: (() => ByteStream) | null;
  readonly #most: number;
  /** Copies of the input so far; null if they are not needed, or too many. */
  #copies: Buffer[] | null;
  #taken = 0;
  #given = 0;

  constructor(reader: ByteReader, reopen: (() => ByteStream) | null, most: number) {
    this.#reader = reader;
    this.#reopen = reopen;
    this.#most = most;
    this.#copies = reopen === null ? [] : null;
  }

  /** The count of bytes given to zlib so far. */
  get given(): number {
    return this.#given;
  }

  /** Whether `next` need not wait. Bytes given before count as used. */
  isReady(): boolean {
    this.moveTo(this.#given);
    return this.#given === this.#most || this.#reader.isReady;
  }

  /** The next bytes, valid until the next call; none at the end. Bytes given before count as used. */
  async next(): Promise<Buffer> {
    this.moveTo(this.#given);
    const most = Math.min(INPUT_BYTES, this.#most - this.#given);
    const bytes = most === 0 ? NOTHING : (await this.#reader.window(1)).subarray(0, most);
    this.#given += bytes.length;
    if (this.#given > KEPT_BYTES) this.#copies = null;
    this.#copies?.push(Buffer.from(bytes));
    return bytes;
  }

  /** Moves the reader to a byte of the stream, among those given last. */
  moveTo(byte: number): void {
    this.#reader.advance(Math.max(0, byte - this.#taken));
    this.#taken = Math.max(this.#taken, byte);
  }

  /** The stream from its start again, or null. */
  again(): ByteStream | null {
    if (this.#reopen !== null) return this.#reopen();
    return this.#copies === null ? null : iterate(this.#copies);
  }
}

async function* iterate(chunks: readonly Buffer[]): AsyncGenerator<Buffer> {
  yield* chunks;
}

/** The length and checksum of the inflated bytes. */
export class Output {
  #crc = 0;
  #length = 0;

  /** The count of inflated bytes. */
  get length(): number {
    return this.#length;
  }

  add(chunk: Buffer): Buffer {
    this.#crc = crc32(chunk, this.#crc);
    this.#length += chunk.length;
    return chunk;
  }

  sums(): { readonly crc: number; readonly length: number } {
    return { crc: this.#crc, length: this.#length };
  }
}
