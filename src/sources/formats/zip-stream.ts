import { visible } from '../../model/text.js';
import type { ByteReader } from '../byte-reader.js';
import { lent } from '../byte-stream.js';
import { ReadError } from '../read-error.js';
import type { Reread, Source, Step } from './format.js';
import { DirectoryCheck } from './zip-check.js';
import { contentOf, isFolder, obstacleTo, wrongSum, type ZipContent } from './zip-content.js';
import {
  DESCRIPTOR_BYTES,
  descriptorLength,
  hasDescriptor,
  isLikelyLocalHeader,
  LOCAL_BYTES,
  type LocalHeader,
  localContent,
  RECORD_BYTES,
  readLocalHeader,
  readRecord,
  SIGNATURES,
  type ZipSums,
} from './zip-header.js';

const AGAIN = 'get the file again';

/** The fixed part of the record that ends a zip. */
const END_BYTES = 22;

const SHORT_DESCRIPTOR_BYTES = 16;

/** A record of the directory with the longest name, extra fields and comment. */
const LONGEST_RECORD = RECORD_BYTES + 3 * 0xffff;

const ALL_SIGNATURES: ReadonlySet<number> = new Set(Object.values(SIGNATURES));

/**
 * Yields the files of a zip by their local headers: for a zip on a pipe, and for one whose directory is missing or wrong. Files
 * at the offsets in `known` are skipped.
 */
export async function* streamedSteps(
  { reader, reread }: Pick<Source, 'reader' | 'reread'>,
  known: ReadonlySet<number>,
): AsyncGenerator<Step> {
  const check = new DirectoryCheck();
  let whole = false;
  for (;;) {
    const head = await reader.peek(RECORD_BYTES);
    if (head.length < 4) break;
    const header = readLocalHeader(head);
    const length = header === null ? await recordLength(reader) : null;
    if (header !== null) yield* new StreamedFile(reader, header, check).steps(known, reread);
    else if (length === null) yield await skipDamage(reader);
    else if (head.readUInt32LE(0) === SIGNATURES.directory) {
      check.listed(readRecord(Buffer.from(await reader.peek(length))));
      await reader.skip(length);
    } else {
      const isEnd = head.readUInt32LE(0) === SIGNATURES.end;
      await reader.skip(length);
      if (!isEnd) continue;
      whole = true;
      // Zeros behind a zip are padding.
      await reader.skipZeros();
      const error = check.finish(reader.offset);
      if (error !== null) yield error;
    }
  }
  if (reader.failure !== null) throw reader.failure.reason;
  if (!whole)
    throw new ReadError(
      'cut-short',
      `The zip ends without its directory: the download or copy was cut short; ${AGAIN}.`,
    );
}

/** One file of a zip. The reader is at its local header. */
class StreamedFile {
  readonly #reader: ByteReader;
  readonly #header: LocalHeader;
  readonly #check: DirectoryCheck;

  constructor(reader: ByteReader, header: LocalHeader, check: DirectoryCheck) {
    this.#reader = reader;
    this.#header = header;
    this.#check = check;
  }

  async *steps(known: ReadonlySet<number>, reread: Reread | undefined): AsyncGenerator<Step> {
    const reader = this.#reader;
    const from = reader.offset;
    reader.advance(LOCAL_BYTES);
    const length = this.#header.nameLength + this.#header.extraLength;
    const content = localContent(this.#header, Buffer.from(await reader.peek(length)));
    await reader.skip(length);
    const obstacle = obstacleTo(content);
    const isWanted = !known.has(from) && !isFolder(content);
    const isRead = obstacle === null && (isWanted || content.compressedSize === null);
    if (isRead) yield* this.#read(from, content, isWanted, reread);
    else {
      this.#check.found(from, content);
      if (isWanted && obstacle !== null) yield obstacle;
      if (obstacle === null) await reader.skip(content.compressedSize ?? 0);
      // Its size may be wrong. Nothing in what cannot be read looks like a header by chance.
      else await seekRecord(reader, reader.offset + (content.compressedSize ?? Infinity));
    }
  }

  async *#read(
    from: number,
    content: ZipContent,
    isWanted: boolean,
    reread: Reread | undefined,
  ): AsyncGenerator<Step> {
    const reader = this.#reader;
    const start = reader.offset;
    const { sums, bytes } = summed(
      contentOf(reader, content, reread === undefined ? null : () => reread(start)),
    );
    if (isWanted)
      yield {
        name: content.name,
        size: content.compressedSize,
        modifiedAt: this.#header.modifiedAt,
        chunks: lent(bytes),
      };
    let failure: ReadError | null = null;
    try {
      while ((await bytes.next()).done !== true);
    } catch (error) {
      // Its reader got this error; it is reported here if nobody read that far.
      if (!(error instanceof ReadError)) throw error;
      if (isWanted) failure = memberError(content, error);
    }
    const found = sums();
    // Bytes may be lost: what follows may begin before the promised end.
    if (found === null) await seekRecord(reader, start + (content.compressedSize ?? Infinity));
    this.#check.found(from, { ...content, ...found });
    if (found !== null && hasDescriptor(content.flags) && !(await skipDescriptor(reader, found)))
      failure = memberError(content, wrongSum());
    if (failure !== null) yield failure;
  }
}

/** Keeps the checksum and sizes that reading a content returns. */
function summed(reading: AsyncGenerator<Buffer, ZipSums>): {
  readonly sums: () => ZipSums | null;
  readonly bytes: AsyncGenerator<Buffer>;
} {
  let found: ZipSums | null = null;
  async function* bytes(): AsyncGenerator<Buffer> {
    found = yield* reading;
  }
  return { sums: () => found, bytes: bytes() };
}

/** Skips the data descriptor behind a content; false if it does not hold these sums. */
async function skipDescriptor(reader: ByteReader, sums: ZipSums): Promise<boolean> {
  const bytes = await reader.peek(DESCRIPTOR_BYTES);
  const length = descriptorLength(bytes, sums);
  if (length !== null) reader.advance(length);
  return length !== null;
}

function memberError({ name }: ZipContent, { kind, message }: ReadError): ReadError {
  return new ReadError(kind, `${visible(name)}: ${message}`, true);
}

async function skipDamage(reader: ByteReader): Promise<ReadError> {
  const from = reader.offset;
  reader.advance(1);
  await seekRecord(reader);
  const message = `${reader.offset - from} bytes of the zip, from byte ${from} on, are nothing that can be read and were skipped: part of it was lost or changed; ${AGAIN}.`;
  return new ReadError('corrupt', message, true);
}

/**
 * The length of the record at the reader's position; null if there is none. A record in data that was changed may say any
 * length, so it counts only where a part of a zip, padding or the end of the input follows it.
 */
async function recordLength(reader: ByteReader): Promise<number | null> {
  const length = saidLength(await reader.peek(RECORD_BYTES));
  if (length === null || length > LONGEST_RECORD) return null;
  const bytes = await reader.peek(length + 4);
  if (bytes.length < length) return recordIn(bytes.subarray(1)) === -1 ? bytes.length : null;
  if (mayFollow(bytes.subarray(length))) return length;
  return bytes.readUInt32LE(0) === SIGNATURES.end ? END_BYTES : null;
}

function mayFollow(bytes: Buffer): boolean {
  return bytes.length < 4 || bytes.readUInt8(0) === 0 || ALL_SIGNATURES.has(bytes.readUInt32LE(0));
}

/** The length that a record says it has; null if the bytes are none. */
function saidLength(bytes: Buffer): number | null {
  if (bytes.length < 4) return null;
  const signature = bytes.readUInt32LE(0);
  const has = (length: number) => bytes.length >= length;
  if (signature === SIGNATURES.directory && has(RECORD_BYTES))
    return RECORD_BYTES + bytes.readUInt16LE(28) + bytes.readUInt16LE(30) + bytes.readUInt16LE(32);
  if (signature === SIGNATURES.end && has(END_BYTES)) return END_BYTES + bytes.readUInt16LE(20);
  if (signature === SIGNATURES.end64 && has(12)) return 12 + bytes.readUInt32LE(4);
  if (signature === SIGNATURES.locator64) return 20;
  if (signature === SIGNATURES.descriptor && has(SHORT_DESCRIPTOR_BYTES)) {
    // The marker of a split zip looks the same, without sums.
    return bytes.readUInt32LE(4) === SIGNATURES.local ? 4 : SHORT_DESCRIPTOR_BYTES;
  }
  return signature === SIGNATURES.signature && has(6) ? 6 + bytes.readUInt16LE(4) : null;
}

/** Skips to the next local header or record, or to the byte `most` of the input. */
async function seekRecord(reader: ByteReader, most = Infinity): Promise<void> {
  for (;;) {
    const bytes = await reader.window(2 * RECORD_BYTES);
    const left = most - reader.offset;
    const at = recordIn(bytes);
    const isLast = bytes.length < 2 * RECORD_BYTES;
    const passed = at === -1 ? bytes.length - (isLast ? 0 : RECORD_BYTES) : at;
    reader.advance(Math.min(passed, left));
    if (at !== -1 || isLast || passed >= left) return;
  }
}

function recordIn(bytes: Buffer): number {
  for (let at = bytes.indexOf('PK', 0, 'latin1'); at !== -1; at = bytes.indexOf('PK', at + 1, 'latin1')) {
    const record = bytes.subarray(at);
    if (isLikelyLocalHeader(record) || saidLength(record) !== null) return at;
  }
  return -1;
}
