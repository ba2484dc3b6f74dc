import type { ByteReader } from '../byte-reader.js';
import type { ByteStream } from '../byte-stream.js';
import { hasFlag } from '../bytes.js';
import { ReadError } from '../read-error.js';
import type { Source } from './format.js';
import { type Inflated, inflateRaw } from './inflate.js';

const HEADER_BYTES = 10;
const TRAILER_BYTES = 8;
/** The longest name or comment in a header; longer ones are damage. */
const LONGEST_HEADER = 64 * 1024;
const MAGIC = Buffer.of(0x1f, 0x8b, 8);
/** Magic and flags. */
const FLAGS_END = 4;
/** Flags from this value on are reserved (RFC 1952, 2.3.1.2). */
const RESERVED_FLAGS = 32;

const AGAIN = 'get the file again';
const CUT = `The gzip stream ends early: the download or copy was cut short; ${AGAIN}.`;

/** How the reading of consecutive members ended. */
interface Run {
  /** Null while it is read, and if its reader stopped early. */
  end: 'whole' | 'broken' | null;
}

/** Yields the streams of a file. A new stream begins behind damage, and behind bytes that are no gzip. */
export async function* gzipStreams(source: Source): AsyncGenerator<ByteStream> {
  const { reader } = source;
  let strange: ReadError | null = null;
  for (let goesOn = true; goesOn; ) {
    const run: Run = { end: null };
    yield inflateRun(source, run);
    if (run.end === null) break;
    const from = reader.offset;
    goesOn = await seekMember(reader);
    const skipped = reader.offset - from;
    if (run.end === 'whole' && skipped > 0) strange ??= strangeBytes(from, skipped);
  }
  if (strange !== null) throw strange;
}

/** Inflates consecutive members until one is damaged or none follows, and then throws what was wrong. */
async function* inflateRun(source: Source, run: Run): AsyncGenerator<Buffer> {
  const { reader } = source;
  let doubt: ReadError | null = null;
  do {
    if (((await reader.peek(FLAGS_END))[3] ?? 0) >= RESERVED_FLAGS) doubt ??= strangeHeader(reader.offset);
    if (!(await skipHeader(reader))) {
      run.end = 'broken';
      throw new ReadError('cut-short', CUT);
    }
    const member = yield* inflateMember(source);
    if (member instanceof ReadError && member.kind !== 'bad-checksum') {
      run.end = 'broken';
      throw member;
    }
    doubt ??= member;
  } while (isMember(await reader.peek(HEADER_BYTES)));
  // Tapes and block devices pad with zeros.
  await reader.skipZeros();
  run.end = 'whole';
  if (doubt !== null) throw doubt;
  if (reader.failure !== null) throw reader.failure.reason;
}

/** Inflates one member, and returns what is wrong with it. */
async function* inflateMember({ reader, reread }: Source): AsyncGenerator<Buffer, ReadError | null> {
  const from = reader.offset;
  const inflated = yield* inflateRaw(reader, reread === undefined ? null : () => reread(from));
  const { end, crc, length } = inflated;
  if (end === 'cut') return cutOf(reader);
  if (end === 'bad') return corrupt(from, inflated);
  const trailer = Buffer.from(await reader.peek(TRAILER_BYTES));
  reader.advance(trailer.length);
  if (trailer.length < TRAILER_BYTES) return cutOf(reader);
  const isRight = trailer.readUInt32LE(0) === crc && trailer.readUInt32LE(4) === length % 2 ** 32;
  return isRight ? null : wrongSum();
}

/** If the stream beneath failed, its error is the reason. */
function cutOf({ failure }: ByteReader): ReadError {
  if (failure === null) return new ReadError('cut-short', CUT);
  if (failure.reason instanceof ReadError) return failure.reason;
  throw failure.reason;
}

/** Inflating notices a changed byte only later, so the bytes before the damage are unverified. */
function corrupt(from: number, { length, lost }: Inflated): ReadError {
  return new ReadError(
    'corrupt',
    `The gzip stream that begins at byte ${from} is damaged: ${length} bytes were read from it, ${lostText(lost)}what comes after is not read, and its stops are unverified; ${AGAIN}.`,
    true,
  );
}

function lostText(lost: number): string {
  if (lost === 0) return '';
  return `up to ${lost} bytes right before the damage are lost because the input could not be read twice (save it to a file and name that), `;
}

function wrongSum(): ReadError {
  return new ReadError(
    'bad-checksum',
    `The gzip stream was read to its end and does not have its checksum: some byte of it was changed, nobody knows which, and its stops are unverified; ${AGAIN}.`,
    true,
  );
}

function strangeHeader(at: number): ReadError {
  return new ReadError(
    'corrupt',
    `The header of the gzip stream at byte ${at} has flags that no gzip has: it was changed, though what follows could be read; ${AGAIN}.`,
  );
}

function strangeBytes(from: number, count: number): ReadError {
  return new ReadError(
    'corrupt',
    `${count} bytes from byte ${from} on, behind the end of a gzip stream, are no gzip and are not read; ${AGAIN}.`,
  );
}

/** Skips a member's header; false if it is cut short. */
async function skipHeader(reader: ByteReader): Promise<boolean> {
  const fixed = await reader.peek(HEADER_BYTES);
  const flags = fixed[3] ?? 0;
  reader.advance(fixed.length);
  if (fixed.length < HEADER_BYTES) return false;
  if (hasFlag(flags, 4)) {
    const size = await reader.peek(2);
    const extra = size.length < 2 ? 0 : size.readUInt16LE(0) + 2;
    if ((await reader.skip(extra)) < 2) return false;
  }
  for (const flag of [8, 16]) if (hasFlag(flags, flag) && !(await skipText(reader))) return false;
  return !hasFlag(flags, 2) || (await reader.skip(2)) === 2;
}

async function skipText(reader: ByteReader): Promise<boolean> {
  for (let length = 0; length < LONGEST_HEADER; ) {
    const bytes = await reader.window(1);
    const end = bytes.indexOf(0);
    if (end !== -1 || bytes.length === 0) {
      reader.advance(end + 1);
      return end !== -1;
    }
    length += bytes.length;
    reader.advance(bytes.length);
  }
  return true;
}

/** Whether a member's header follows: the magic, and no reserved flags. */
function isMember(head: Buffer): boolean {
  return head.length >= FLAGS_END && head.subarray(0, 3).equals(MAGIC) && (head[3] ?? 0) < RESERVED_FLAGS;
}

/** Skips to the next possible header; false if there is none. */
async function seekMember(reader: ByteReader): Promise<boolean> {
  for (;;) {
    const bytes = await reader.window(HEADER_BYTES);
    const at = bytes.indexOf(MAGIC);
    if (at !== -1 && isMember(bytes.subarray(at))) {
      reader.advance(at);
      return true;
    }
    if (bytes.length < HEADER_BYTES) {
      reader.advance(bytes.length);
      return false;
    }
    const keep = at === -1 ? bytes.length - MAGIC.length : at;
    reader.advance(at !== -1 && at + FLAGS_END <= bytes.length ? at + 1 : keep);
  }
}
