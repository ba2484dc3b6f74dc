import { crc32 } from 'node:zlib';
import { visible } from '../../model/text.js';
import type { ByteReader } from '../byte-reader.js';
import type { ByteStream } from '../byte-stream.js';
import { hasFlag } from '../bytes.js';
import { ReadError } from '../read-error.js';
import { inflateRaw } from './inflate.js';
import type { ZipSums } from './zip-header.js';

const STORED = 0;
const DEFLATED = 8;
const ENCRYPTED_FLAG = 1;

/** How a zip describes one of its files; null for what it does not say beforehand. */
export interface ZipContent {
  readonly name: string;
  readonly method: number;
  readonly flags: number;
  readonly compressedSize: number | null;
  readonly crc: number | null;
  /** Its unpacked size in bytes. */
  readonly length: number | null;
}

/** Whether it is a folder. */
export function isFolder({ name }: ZipContent): boolean {
  return name.endsWith('/');
}

/** Whether two descriptions of a file agree. */
export function isSame(one: ZipContent, other: ZipContent): boolean {
  const pairs = [
    [one.compressedSize, other.compressedSize],
    [one.crc, other.crc],
    [one.length, other.length],
  ] as const;
  return (
    one.name === other.name &&
    one.method === other.method &&
    isEncrypted(one) === isEncrypted(other) &&
    pairs.every(([a, b]) => a === null || b === null || a === b)
  );
}

function isEncrypted({ flags }: ZipContent): boolean {
  return hasFlag(flags, ENCRYPTED_FLAG);
}

/** Why a content cannot be read; null if it can. */
export function obstacleTo(content: ZipContent): ReadError | null {
  const reason = obstacleIn(content);
  if (reason === null) return null;
  return new ReadError('unsupported', `${visible(content.name)} ${reason}.`);
}

function obstacleIn(content: ZipContent): string | null {
  const { method, compressedSize } = content;
  if (isEncrypted(content)) return 'is encrypted: unzip it with its password and name the folder';
  if (method !== STORED && method !== DEFLATED)
    return `is compressed in a way that is not read (method ${method}): unzip it and name the folder`;
  // The end of a stored content of unknown length cannot be found.
  return method === STORED && compressedSize === null
    ? 'is stored without its length: save the zip to a file and name that, or unzip it and name the folder'
    : null;
}

/**
 * Yields the content at the reader's position and leaves the reader behind it. Throws ReadError if it is cut, damaged or has a
 * wrong checksum, after all that can be read of it. `again` reads the compressed bytes again; null if that is impossible.
 */
export async function* contentOf(
  reader: ByteReader,
  content: ZipContent,
  again: (() => ByteStream) | null,
): AsyncGenerator<Buffer, ZipSums> {
  const from = reader.offset;
  const bytes = content.method === STORED ? stored(reader, content) : inflated(reader, content, again);
  let [crc, length] = [0, 0];
  for (let next = await bytes.next(); next.done !== true; next = await bytes.next()) {
    crc = crc32(next.value, crc);
    length += next.value.length;
    yield next.value;
  }
  const isRight = (content.crc ?? crc) === crc && (content.length ?? length) === length;
  if (!isRight) throw wrongSum();
  return { crc, compressedSize: reader.offset - from, length };
}

/** The error of a wrong checksum. */
export function wrongSum(): ReadError {
  return new ReadError(
    'bad-checksum',
    'It was read to its end and does not have the checksum that the zip says: some byte of it was changed, nobody knows which, and its stops are unverified; get the zip again.',
    true,
  );
}

async function* stored(reader: ByteReader, { compressedSize }: ZipContent): AsyncGenerator<Buffer> {
  for (let left = compressedSize ?? 0; left > 0; ) {
    const bytes = await reader.next(left);
    if (bytes === null) throw cutOf(reader);
    left -= bytes.length;
    yield bytes;
  }
}

async function* inflated(
  reader: ByteReader,
  { compressedSize }: ZipContent,
  again: (() => ByteStream) | null,
): AsyncGenerator<Buffer> {
  const from = reader.offset;
  const { end, lost } = yield* inflateRaw(reader, again, compressedSize ?? Infinity);
  if (end === 'bad') {
    const before = lost === 0 ? '' : `up to ${lost} bytes right before it are lost, `;
    throw new ReadError(
      'corrupt',
      `It is damaged: ${before}what comes after the damage is not read, and its stops are unverified; get the zip again.`,
      true,
    );
  }
  if (end === 'cut') throw cutOf(reader);
  const left = (compressedSize ?? 0) - (reader.offset - from);
  if (left > 0 && (await reader.peek(1)).length > 0) {
    throw new ReadError('corrupt', 'It ends before the place where the zip says it ends; get the zip again.');
  }
}

function cutOf({ failure }: ByteReader): unknown {
  if (failure !== null) return failure.reason;
  return new ReadError('cut-short', 'It ends early: the download or copy was cut short; get the zip again.');
}
