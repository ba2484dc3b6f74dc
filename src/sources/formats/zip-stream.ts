import { visible } from '../../model/text.js';
import type { Feed } from '../feed.js';
import { Damage, lent } from '../pieces.js';
import type { Flaw, Step } from './format.js';
import { contentOf, obstacleTo, wrongSum, type ZipContent, type ZipSums } from './zip-content.js';
import {
  contentIn,
  LOCAL_BYTES,
  type LocalHeader,
  RECORD_BYTES,
  readLocalHeader,
  SIGNATURES,
} from './zip-header.js';

const AGAIN = 'get the file again';

/** The fixed part of the record that ends a zip. */
const END_BYTES = 22;

/**
 * Gives the files of a zip by the headers before each of them, as they come: what is known of a zip in a stream,
 * and of one whose directory was cut off. Those whose headers begin at a byte in `known` are passed over.
 */
export async function* streamedSteps(feed: Feed, known: ReadonlySet<number>): AsyncGenerator<Step> {
  let whole = false;
  /** Files less records of the directory. */
  let surplus = 0;
  for (;;) {
    const head = await feed.peek(RECORD_BYTES);
    if (head.length < 4) break;
    const header = readLocalHeader(head);
    if (header !== null) {
      surplus++;
      yield* readEntry(feed, header, known.has(feed.offset));
      continue;
    }
    const length = recordLength(head);
    if (length === null) yield await skipDamage(feed);
    else {
      const signature = head.readUInt32LE(0);
      if (signature === SIGNATURES.directory) surplus--;
      if (signature === SIGNATURES.end) {
        if (surplus !== 0) yield surplusFlaw(surplus);
        surplus = 0;
        whole = true;
      }
      await feed.skip(length);
    }
  }
  if (feed.failure !== null) throw feed.failure.reason;
  if (!whole)
    throw new Damage(
      'cut-short',
      `The zip ends without its directory: the download or copy was cut short; ${AGAIN}.`,
    );
}

function surplusFlaw(surplus: number): Flaw {
  const what = surplus > 0 ? 'more files are in the zip than' : 'fewer files are in the zip than';
  const message = `${Math.abs(surplus)} ${what} its directory says: part of it was lost or changed; ${AGAIN}.`;
  return { kind: 'flaw', damage: new Damage('corrupt', message), spoils: false };
}

async function* readEntry(feed: Feed, header: LocalHeader, isKnown: boolean): AsyncGenerator<Step> {
  feed.advance(LOCAL_BYTES);
  const length = header.nameLength + header.extraLength;
  const content = contentIn(header, Buffer.from(await feed.peek(length)));
  await feed.skip(length);
  const obstacle = obstacleTo(content);
  if (obstacle !== null) return yield* passOver(feed, content, obstacle);
  const reading = contentOf(feed, content);
  const { sums, bytes } = summed(reading);
  const isFile = !isKnown && !content.name.endsWith('/');
  if (isFile)
    yield {
      kind: 'member',
      name: content.name,
      size: content.compressedSize,
      modifiedAt: header.modifiedAt,
      pieces: lent(bytes),
    };
  try {
    while ((await bytes.next()).done !== true);
  } catch (error) {
    // Who read it was thrown it: this is of what nobody read, and might have been worth reading.
    if (!(error instanceof Damage)) throw error;
    if (isFile) yield spoilt(content, error);
    return;
  }
  if (content.compressedSize !== null) return;
  const found = sums();
  if (found !== null && !(await matchesDescriptor(feed, found))) yield spoilt(content, wrongSum());
}

/** Keeps what a content's reading comes to. */
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

async function* passOver(feed: Feed, content: ZipContent, obstacle: Flaw): AsyncGenerator<Step> {
  if (!content.name.endsWith('/')) yield obstacle;
  if (content.compressedSize !== null) await feed.skip(content.compressedSize);
  else await seekRecord(feed);
}

/** Reads what stands behind a content whose sums were not known before it, in 4 or 8 bytes each (APPNOTE.TXT 4.3.9). */
async function matchesDescriptor(feed: Feed, { crc, compressed, length }: ZipSums): Promise<boolean> {
  const bytes = await feed.peek(24);
  const at = bytes.length >= 4 && bytes.readUInt32LE(0) === SIGNATURES.descriptor ? 4 : 0;
  if (bytes.length < at + 12) return false;
  const isShort =
    bytes.readUInt32LE(at + 4) === compressed % 2 ** 32 && bytes.readUInt32LE(at + 8) === length % 2 ** 32;
  const isLong =
    bytes.length >= at + 20 &&
    bytes.readBigUInt64LE(at + 4) === BigInt(compressed) &&
    bytes.readBigUInt64LE(at + 12) === BigInt(length);
  const isRight = bytes.readUInt32LE(at) === crc && (isShort || isLong);
  await feed.skip(isLong && !isShort ? at + 20 : at + 12);
  return isRight;
}

function spoilt({ name }: ZipContent, { kind, message }: Damage): Flaw {
  return { kind: 'flaw', damage: new Damage(kind, `${visible(name)}: ${message}`), spoils: true };
}

async function skipDamage(feed: Feed): Promise<Flaw> {
  const from = feed.offset;
  feed.advance(1);
  await seekRecord(feed);
  const message = `${feed.offset - from} bytes of the zip, from byte ${from} on, are nothing that can be read and were skipped: part of it was lost or changed; ${AGAIN}.`;
  return { kind: 'flaw', damage: new Damage('corrupt', message), spoils: true };
}

/** Gives how long a record of the directory is, null for what is none. */
function recordLength(bytes: Buffer): number | null {
  if (bytes.length < 4) return null;
  const signature = bytes.readUInt32LE(0);
  const has = (length: number) => bytes.length >= length;
  if (signature === SIGNATURES.directory && has(RECORD_BYTES))
    return RECORD_BYTES + bytes.readUInt16LE(28) + bytes.readUInt16LE(30) + bytes.readUInt16LE(32);
  if (signature === SIGNATURES.end && has(END_BYTES)) return END_BYTES + bytes.readUInt16LE(20);
  if (signature === SIGNATURES.end64 && has(12)) return 12 + bytes.readUInt32LE(4);
  if (signature === SIGNATURES.locator64) return 20;
  if (signature === SIGNATURES.descriptor) return 4;
  return signature === SIGNATURES.signature && has(6) ? 6 + bytes.readUInt16LE(4) : null;
}

/** Goes on to the next local header or record of the directory. */
async function seekRecord(feed: Feed): Promise<void> {
  for (;;) {
    const bytes = await feed.window(2 * RECORD_BYTES);
    const at = recordIn(bytes);
    if (at !== -1) return feed.advance(at);
    if (bytes.length < 2 * RECORD_BYTES) return feed.advance(bytes.length);
    feed.advance(bytes.length - RECORD_BYTES);
  }
}

function recordIn(bytes: Buffer): number {
  for (let at = bytes.indexOf('PK', 0, 'latin1'); at !== -1; at = bytes.indexOf('PK', at + 1, 'latin1')) {
    const record = bytes.subarray(at);
    if (readLocalHeader(record) !== null || recordLength(record) !== null) return at;
  }
  return -1;
}
