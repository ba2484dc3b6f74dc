import { crc32, createInflateRaw, type InflateRaw } from 'node:zlib';
import type { ByteReader } from '../byte-reader.js';
import { type ByteStream, CHUNK_BYTES } from '../byte-stream.js';

/** How a deflate stream ended: properly, with its input, or at damage. */
type End = 'done' | 'cut' | 'bad';

/** What a deflate stream came to. */
export interface Inflated {
  readonly end: End;
  /** CRC-32 of all bytes given. */
  readonly crc: number;
  /** Count of all bytes given. */
  readonly length: number;
  /** So many bytes before the damage may be missing; 0 unless the stream could not be read twice. */
  readonly lost: number;
}

/** Bytes handed to zlib at a time. Each call costs a change of threads; more bytes than this gain nothing. */
const INPUT_BYTES = 128 * 1024;

/** Streams up to this compressed size are kept while they are read, in case they are damaged. */
const KEPT_BYTES = 4 * 1024 * 1024;

/**
 * Inflates the raw deflate stream (RFC 1951) at which a reader stands, up to its end or to the last byte before damage.
 * Afterwards the reader stands right behind the stream, or where the damage is. `again` gives the compressed stream once
 * more from its beginning; it is null where that cannot be had, and then a long stream loses some bytes before damage.
 */
export async function* inflateRaw(
  reader: ByteReader,
  again: (() => ByteStream) | null,
): AsyncGenerator<Buffer, Inflated> {
  const input = new Input(reader, again);
  const output = new Output();
  const end = yield* inflate(input, output);
  if (end !== 'bad') return { ...output.sums(), end, lost: 0 };
  const chunks = input.again();
  if (chunks === null) return { ...output.sums(), end, lost: CHUNK_BYTES };
  const { inflateAgain } = await import('./inflate-again.js');
  input.moveTo(yield* inflateAgain(chunks, input.given, output));
  return { ...output.sums(), end, lost: 0 };
}

/** Inflates in zlib's own threads: while a chunk is read, the next one is made. */
async function* inflate(input: Input, output: Output): AsyncGenerator<Buffer, End> {
  const engine = createInflateRaw({ chunkSize: CHUNK_BYTES });
  // Its state tells of the error, after all that was made before it is read.
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

/** Resolves when the bytes are used up; never for none, which end the input. */
function write(engine: InflateRaw, bytes: Buffer): Promise<void> {
  return new Promise((resolve) => {
    if (bytes.length > 0) engine.write(bytes, (error) => !error && resolve());
    else engine.end();
  });
}

const CHANGES = ['readable', 'end', 'close'] as const;

/** Resolves when there is something to read, at the end, and when input is used up. `events.once` takes twice as long. */
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

/** The compressed bytes of one stream. */
class Input {
  readonly #reader: ByteReader;
  readonly #reopen: (() => ByteStream) | null;
  /** Copies of all that was given, null where they are not needed or too many. */
  #copies: Buffer[] | null;
  #taken = 0;
  #given = 0;

  constructor(reader: ByteReader, reopen: (() => ByteStream) | null) {
    this.#reader = reader;
    this.#reopen = reopen;
    this.#copies = reopen === null ? [] : null;
  }

  /** How many bytes were given so far. */
  get given(): number {
    return this.#given;
  }

  /** Says whether `next` has to wait for nothing. What was given counts as used. */
  isReady(): boolean {
    this.moveTo(this.#given);
    return this.#reader.isReady;
  }

  /** Gives the next bytes, valid until the next call, none at the end of the reader. Those before count as used. */
  async next(): Promise<Buffer> {
    this.moveTo(this.#given);
    const bytes = (await this.#reader.window(1)).subarray(0, INPUT_BYTES);
    this.#given += bytes.length;
    if (this.#given > KEPT_BYTES) this.#copies = null;
    this.#copies?.push(Buffer.from(bytes));
    return bytes;
  }

  /** Leaves the reader at a byte of the stream that is among those given last. */
  moveTo(byte: number): void {
    this.#reader.advance(Math.max(0, byte - this.#taken));
    this.#taken = Math.max(this.#taken, byte);
  }

  /** Gives the stream once more, null where it cannot be had. */
  again(): ByteStream | null {
    if (this.#reopen !== null) return this.#reopen();
    return this.#copies === null ? null : iterate(this.#copies);
  }
}

async function* iterate(chunks: readonly Buffer[]): AsyncGenerator<Buffer> {
  yield* chunks;
}

/** Counts and sums what is given of a stream. */
export class Output {
  #crc = 0;
  #length = 0;

  /** How many bytes were given. */
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
