import { Readable } from 'node:stream';
import {
  type Entry,
  fromRandomAccessReaderPromise,
  type LocalFileHeader,
  RandomAccessReader,
  type ZipFile,
} from 'yauzl';
import { ByteReader } from '../byte-reader.js';
import { type ByteStream, copies } from '../byte-stream.js';
import { modifiedAt } from '../modified-at.js';
import { ReadError } from '../read-error.js';
import type { FileAccess, Source, Step } from './format.js';
import { contentOf, isFolder, isSame, obstacleTo, type ZipContent } from './zip-content.js';
import {
  DESCRIPTOR_BYTES,
  descriptorLength,
  hasDescriptor,
  localContent,
  nameOf,
  RECORD_BYTES,
} from './zip-header.js';
import { streamedSteps } from './zip-stream.js';

/** The length of the records behind a directory without the comment: plain, and with zip64 (APPNOTE.TXT 4.3.14 to 4.3.16). */
const END_BYTES = [22, 22 + 20 + 56];

/** The end of each file and its data descriptor, by the offset of its local header. */
type Ends = Map<number, number>;

/**
 * Yields the files of a zip by its directory. If the directory is incomplete, or disagrees with the local headers, the rest is
 * found by these in `source`, which must be at its start.
 */
export async function* listedSteps(file: FileAccess, source: Source): AsyncGenerator<Step> {
  const ends: Ends = new Map();
  const isAll = yield* directorySteps(file, ends);
  if (!isAll) yield* streamedSteps(source, new Set(ends.keys()));
}

/** Yields the listed files. Returns false if the directory is damaged, wrong or incomplete. */
async function* directorySteps(file: FileAccess, ends: Ends): AsyncGenerator<Step, boolean> {
  let directoryBytes = 0;
  const zip = await open(file);
  if (zip === null) return false;
  try {
    const entries = zip.eachEntry();
    for (let entry = await nextOf(entries); entry !== null; entry = await nextOf(entries)) {
      const end = await fileEnd(file, zip, entry);
      const { relativeOffsetOfLocalHeader: from } = entry;
      if (end === null || ends.has(from)) return false;
      ends.set(from, end);
      directoryBytes +=
        RECORD_BYTES + entry.fileNameLength + entry.extraFieldLength + entry.fileCommentLength;
      yield* readEntry(zip, entry);
    }
    // The types of yauzl leave its type open.
    const directoryEnd = Number(zip.readEntryCursor);
    const behind = file.size - directoryEnd - zip.comment.length;
    const isRead = ends.size === zip.entryCount && END_BYTES.includes(behind);
    return isRead && areAll(ends, directoryEnd - directoryBytes);
  } finally {
    zip.close();
  }
}

/** Null if the directory cannot be read. */
async function open(file: FileAccess): Promise<ZipFile | null> {
  const options = { decodeStrings: false, autoClose: false };
  return fromRandomAccessReaderPromise(new FileReader(file), file.size, options).catch(refused);
}

/** Null at the end of the directory, and if it is damaged. */
async function nextOf(entries: AsyncIterator<Entry>): Promise<Entry | null> {
  const next = await entries.next().catch(refused);
  return next === null || next.done === true ? null : next.value;
}

/** Errors of yauzl are damage of the zip. Errors of reading are rethrown. */
function refused(error: unknown): null {
  if (isOfReading(error)) throw error;
  return null;
}

function isOfReading(error: unknown): boolean {
  return error instanceof ReadError || (error instanceof Error && 'syscall' in error);
}

/** The end of a file and its data descriptor; null if the directory disagrees with what is beside the content. */
async function fileEnd(file: FileAccess, zip: ZipFile, entry: Entry): Promise<number | null> {
  const local = await zip.readLocalFileHeaderPromise(entry).catch(refused);
  if (local === null || !isSame(listedContent(entry), headedContent(local))) return null;
  const end = local.fileDataStart + entry.compressedSize;
  if (!hasDescriptor(local.generalPurposeBitFlag)) return end;
  const { crc32: crc, compressedSize, uncompressedSize: length } = entry;
  const sumsLength = descriptorLength(await bytesAt(file, end, DESCRIPTOR_BYTES), {
    crc,
    compressedSize,
    length,
  });
  // Some programs write no data descriptor for a folder.
  if (sumsLength === null) return isFolder(listedContent(entry)) ? end : null;
  return end + sumsLength;
}

function headedContent(local: LocalFileHeader): ZipContent {
  const header = {
    flags: local.generalPurposeBitFlag,
    method: local.compressionMethod,
    crc: local.crc32,
    compressedSize: local.compressedSize,
    length: local.uncompressedSize,
    nameLength: local.fileNameLength,
  };
  return localContent(header, Buffer.concat([local.fileName, local.extraField]));
}

async function bytesAt(file: FileAccess, from: number, length: number): Promise<Buffer> {
  const reader = new ByteReader(file.read(from, length));
  const bytes = Buffer.from(await reader.peek(length));
  await reader.close();
  if (reader.failure !== null) throw reader.failure.reason;
  return bytes;
}

function listedContent(entry: Entry): ZipContent {
  return {
    name: nameOf(entry.fileNameRaw),
    method: entry.compressionMethod,
    flags: entry.generalPurposeBitFlag,
    compressedSize: entry.compressedSize,
    crc: entry.crc32,
    length: entry.uncompressedSize,
  };
}

function* readEntry(zip: ZipFile, entry: Entry): Generator<Step> {
  const content = listedContent(entry);
  if (isFolder(content)) return;
  const obstacle = obstacleTo(content);
  if (obstacle !== null) return yield obstacle;
  yield {
    name: content.name,
    size: entry.uncompressedSize,
    modifiedAt: modifiedAt(entry.getLastModDate({ timezone: 'UTC' })),
    chunks: readContent(zip, entry, content, 0),
    reread: (from) => readContent(zip, entry, content, from),
  };
}

/** The unpacked content from byte `from`. */
async function* readContent(
  zip: ZipFile,
  entry: Entry,
  content: ZipContent,
  from: number,
): AsyncGenerator<Buffer> {
  const again = (): ByteStream => compressedBytes(zip, entry);
  const packed = new ByteReader(again());
  const unpacked = new ByteReader(contentOf(packed, content, again));
  try {
    await unpacked.skip(from);
    yield* unpacked.remaining();
  } finally {
    await unpacked.close();
    await packed.close();
  }
}

async function* compressedBytes(zip: ZipFile, entry: Entry): AsyncGenerator<Buffer> {
  const stream = await zip.openReadStreamPromise(entry, { decodeFileData: false });
  try {
    yield* stream;
  } catch (error) {
    // If the file became shorter meanwhile, the content is cut.
    if (isOfReading(error)) throw error;
  }
}

/** Lets yauzl read a file as all files are read, with progress and abort. */
class FileReader extends RandomAccessReader {
  readonly #file: FileAccess;

  constructor(file: FileAccess) {
    super();
    this.#file = file;
  }

  override _readStreamForRange(start: number, end: number): Readable {
    return Readable.from(copies(this.#file.read(start, end - start)));
  }

  /** Records of the directory are read without a stream. */
  override read(
    buffer: Buffer,
    offset: number,
    length: number,
    position: number,
    callback: (error: Error | null, bytesRead?: number) => void,
  ): void {
    bytesAt(this.#file, position, length).then(
      (bytes) => callback(null, bytes.copy(buffer, offset)),
      callback,
    );
  }
}

/** Whether the files fill the zip from its start to its directory without a gap. */
function areAll(ends: Ends, directory: number): boolean {
  let covered = 0;
  for (const [from, end] of [...ends].sort(([a], [b]) => a - b)) {
    if (from !== covered) return false;
    covered = end;
  }
  return covered === directory;
}
