import { type Entry, openPromise, type ZipFile } from 'yauzl';
import { Feed } from '../feed.js';
import { modifiedAt } from '../pieces.js';
import type { FileAccess, Step } from './format.js';
import { contentOf, obstacleTo, STORED, type ZipContent } from './zip-content.js';
import { hasDescriptor, NOT_HERE, nameOf, RECORD_BYTES } from './zip-header.js';
import { streamedSteps } from './zip-stream.js';

/** Behind a content there may be its sums, and programs align the next one: less than this hides no file. */
const MOST_BETWEEN = 200;

/** What the files that the directory names cover of the zip. */
interface Cover {
  readonly extents: { readonly from: number; readonly to: number }[];
  directoryBytes: number;
  fileBytes: number;
}

/**
 * Gives the files of a zip by its directory, read by position. What the directory does not name, and what it tells
 * otherwise than the headers before the files do, is found by those, in `feed`, which must stand at the beginning.
 */
export async function* listedSteps(file: FileAccess, feed: Feed): AsyncGenerator<Step> {
  const cover: Cover = { extents: [], directoryBytes: 0, fileBytes: 0 };
  const isWhole = yield* directorySteps(file, cover);
  if (isWhole && !hasGap(cover)) return;
  yield* streamedSteps(feed, new Set(cover.extents.map(({ from }) => from)));
}

/** Reads what the directory names; false where it cannot be trusted to its end. */
async function* directorySteps(file: FileAccess, cover: Cover): AsyncGenerator<Step, boolean> {
  const zip = await openPromise(file.path, { decodeStrings: false, autoClose: false }).catch(() => null);
  if (zip === null) return false;
  cover.fileBytes = zip.fileSize;
  try {
    const entries = zip.eachEntry();
    for (let entry = await nextOf(entries); entry !== null; entry = await nextOf(entries)) {
      const start = await contentStart(zip, entry);
      if (start === null) return false;
      cover.extents.push({ from: entry.relativeOffsetOfLocalHeader, to: start + entry.compressedSize });
      cover.directoryBytes +=
        RECORD_BYTES + entry.fileNameLength + entry.extraFieldLength + entry.fileCommentLength;
      yield* readEntry(file, entry, start);
    }
    return cover.extents.length === zip.entryCount;
  } finally {
    zip.close();
  }
}

/** Null at the end of the directory, and where it is damaged. */
async function nextOf(entries: AsyncIterator<Entry>): Promise<Entry | null> {
  const next = await entries.next().catch(() => null);
  return next === null || next.done === true ? null : next.value;
}

/** Gives where a content begins; null where the header before it says otherwise than the directory. */
async function contentStart(zip: ZipFile, entry: Entry): Promise<number | null> {
  const local = await zip.readLocalFileHeaderPromise(entry).catch(() => null);
  if (local === null || local.compressionMethod !== entry.compressionMethod) return null;
  const isSame =
    hasDescriptor(entry.generalPurposeBitFlag) ||
    (local.crc32 === entry.crc32 && [entry.compressedSize, NOT_HERE].includes(local.compressedSize));
  return isSame ? local.fileDataStart : null;
}

async function* readEntry(file: FileAccess, entry: Entry, start: number): AsyncGenerator<Step> {
  // A deflate stream knows its own end, so the directory is not needed for that where nothing confirms it.
  const isOpen = hasDescriptor(entry.generalPurposeBitFlag) && entry.compressionMethod !== STORED;
  const content: ZipContent = {
    name: nameOf(entry.fileNameRaw),
    method: entry.compressionMethod,
    flags: entry.generalPurposeBitFlag,
    compressedSize: isOpen ? null : entry.compressedSize,
    crc: entry.crc32,
    length: entry.uncompressedSize,
  };
  if (content.name.endsWith('/')) return;
  const obstacle = obstacleTo(content);
  if (obstacle !== null) return yield obstacle;
  const feed = new Feed(file.read(start, isOpen ? Number.MAX_SAFE_INTEGER : entry.compressedSize));
  try {
    yield {
      kind: 'member',
      name: content.name,
      size: entry.uncompressedSize,
      modifiedAt: modifiedAt(entry.getLastModDate({ timezone: 'UTC' })),
      pieces: contentOf(feed, content),
    };
  } finally {
    await feed.close();
  }
}

/** Says whether a stretch of the zip is covered by no file and no record of the directory. */
function hasGap({ extents, directoryBytes, fileBytes }: Cover): boolean {
  let end = 0;
  for (const { from, to } of [...extents].sort((a, b) => a.from - b.from)) {
    if (from - end > MOST_BETWEEN) return true;
    end = Math.max(end, to);
  }
  return fileBytes - end > directoryBytes + MOST_BETWEEN;
}
