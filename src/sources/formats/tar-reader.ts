// Reads behind damage and reports it: tar-stream stops at the first header that it cannot read, and takes an archive that was
// cut between two members for a complete one.
import { visible } from '../../model/text.js';
import type { ByteReader } from '../byte-reader.js';
import { HEAD_BYTES } from '../byte-stream.js';
import { modifiedAt } from '../modified-at.js';
import { isNamedLikeContainer } from '../place.js';
import type { ReadError } from '../read-error.js';
import type { Step } from './format.js';
import {
  BLOCK_BYTES,
  extensionLength,
  findHeader,
  isExtension,
  isHeader,
  isZero,
  sizeOf,
  typeOf,
} from './tar-block.js';
import { TarContent } from './tar-content.js';
import { continuedFile, cutShort, lostPart, sparseFile } from './tar-errors.js';
import { mendExtension, WaitingExtensions } from './tar-extension.js';
import { type Entry, TarExtract } from './tar-extract.js';
import { isLogName, TarLinks } from './tar-links.js';
import { TarRoot } from './tar-root.js';
import { seekHeader } from './tar-seek.js';

const SYMBOLIC_LINK = '2';
const LINKS = `1${SYMBOLIC_LINK}`;
/** Links, devices, folders and pipes. An unknown type is a file (POSIX.1-2017, ustar interchange format). */
const WITHOUT_CONTENT = '123456';
/** A file that begins in an earlier volume (GNU tar). */
const CONTINUED = 'M';
const SPARSE = 'S';
/** PAX attributes of all members that follow. */
const GLOBAL = 'g';
/** Most members have no PAX attributes. */
const NO_PAX: ReadonlyMap<string, unknown> = new Map();

/**
 * Reads a tar to its last byte. Continues at the next header if one cannot be read, if a member is shorter than its
 * header says, and behind the archive's end, where another may follow.
 */
export class TarReader {
  readonly #reader: ByteReader;
  readonly #extract = new TarExtract();
  #root = new TarRoot();
  readonly #links = new TarLinks();
  readonly #waiting = new WaitingExtensions();
  /** Zero blocks before the next member, and where they begin. */
  #zeros = 0;
  #zerosFrom = 0;
  /** Whether the end mark was read and nothing after it. */
  #isWhole = false;
  /** The name of the latest file. */
  #last: string | null = null;
  /** Whether the archive ends within that file. */
  #isCut = false;

  constructor(reader: ByteReader) {
    this.#reader = reader;
  }

  async *steps(): AsyncGenerator<Step> {
    try {
      for (;;) {
        const block = await this.#reader.peek(BLOCK_BYTES);
        if (isZero(block)) this.#passZeros(block);
        else if (block.length < BLOCK_BYTES) break;
        else if (!isHeader(block)) yield await this.#skipDamage();
        else if (isExtension(block)) yield* this.#readExtension(block);
        else yield* this.#readMember(block);
      }
    } finally {
      this.#restart();
    }
    yield* this.#links.lost();
    await this.#finish();
  }

  #passZeros(block: Buffer): void {
    if (this.#zeros === 0) this.#zerosFrom = this.#reader.offset;
    if (block.length === BLOCK_BYTES) this.#zeros++;
    this.#isWhole = this.#zeros > 0;
    this.#reader.advance(block.length);
    // A long name without its member does not name the first member of the next archive.
    this.#restart();
  }

  async *#readExtension(header: Buffer): AsyncGenerator<Step> {
    const [type, size, length] = [typeOf(header), sizeOf(header), extensionLength(header)];
    if (length === Infinity) return yield await this.#skipDamage();
    const window = await this.#reader.peek(length + BLOCK_BYTES);
    const isCut = window.length < length + BLOCK_BYTES && findHeader(window, 1) === -1;
    // If bytes of it were lost, the next header is within it.
    if (!isCut && !isHeader(window, length)) return yield await this.#skipDamage();
    const from = this.#reader.offset;
    const blocks = Buffer.from(window.subarray(0, length));
    this.#reader.advance(blocks.length);
    this.#isWhole = false;
    const extension = mendExtension(type, blocks.subarray(BLOCK_BYTES, BLOCK_BYTES + size));
    // Attributes of all members name none of them.
    const isOfMember = type !== GLOBAL;
    if (isOfMember && !this.#waiting.mayBeWith(extension)) yield this.#missingBefore(from);
    if (isOfMember) {
      this.#waiting.add(extension);
      // After an empty extension tar-stream would wait for ever.
      if (size > 0) this.#extract.readExtension(blocks);
    }
    if (!extension.isSound && !isCut)
      yield lostPart(`The name or attributes of a member at byte ${from} of the tar cannot be read in full`);
  }

  async *#readMember(block: Buffer): AsyncGenerator<Step> {
    const type = typeOf(block);
    const hasMap = type === SPARSE && block[482] === 1;
    if (!this.#waiting.mayBeOf(block)) yield this.#missingBefore(this.#reader.offset);
    this.#waiting.clear();
    const entry = await this.#extract.readHeader(block);
    if (entry === null || !Number.isSafeInteger(entry.header.size)) return yield await this.#skipDamage();
    this.#reader.advance(BLOCK_BYTES);
    if (hasMap) await this.#skipSparseMap();
    yield* this.#endZeros(entry.header.name);
    if (!WITHOUT_CONTENT.includes(type)) return yield* this.#readFile(entry, type);
    const { name, linkname, size } = entry.header;
    // The types of tar-stream do not say that a link may have no target.
    if (LINKS.includes(type)) this.#links.addLink(name, linkname ?? '', type === SYMBOLIC_LINK);
    // Some links have the size of their target; tar-stream would take the next members for their content.
    if (size > 0) this.#extract.restart();
    else entry.next();
  }

  async *#readFile(entry: Entry, type: string): AsyncGenerator<Step> {
    const { size, mtime } = entry.header;
    const pax = paxAttributes(entry.header.pax);
    const name = String(pax.get('GNU.sparse.name') ?? entry.header.name);
    const isSparse = type === SPARSE || [...pax.keys()].some((key) => key.startsWith('GNU.sparse.'));
    const seconds = Number(pax.get('mtime'));
    this.#last = name;
    this.#links.addFile(name);
    const content = new TarContent(this.#reader, size, this.#root);
    if (type === CONTINUED) yield continuedFile(name);
    if (isSparse && mayHoldStops(name)) yield sparseFile(name);
    if (!isSparse)
      yield {
        name,
        size,
        modifiedAt: modifiedAt(Number.isNaN(seconds) ? mtime : new Date(seconds * 1000)),
        head: (await this.#reader.peek(HEAD_BYTES)).subarray(0, size),
        chunks: this.#chunks(entry, content),
      };
    for (let rest = await content.next(); rest !== null; rest = await content.next())
      this.#extract.skipContent(entry, rest);
    this.#isCut = content.isCut;
    if (content.shortBy === 0) return entry.next();
    this.#extract.restart();
    yield lostPart(`${visible(name)} is ${content.shortBy} bytes shorter than the tar says`);
  }

  async *#chunks(entry: Entry, content: TarContent): AsyncGenerator<Buffer> {
    for (;;) {
      const chunk = await this.#read(entry, content);
      if (chunk === null) return;
      yield chunk;
    }
  }

  async #read(entry: Entry, content: TarContent): Promise<Buffer | null> {
    const blocks = await content.next();
    return blocks === null ? null : this.#extract.readContent(entry, blocks);
  }

  /** GNU tar continues the map of a sparse file in blocks that its size does not count. */
  async #skipSparseMap(): Promise<void> {
    for (let goesOn = true; goesOn; ) {
      const block = await this.#reader.peek(BLOCK_BYTES);
      if (block.length < BLOCK_BYTES || isHeader(block)) return;
      goesOn = block[504] === 1;
      this.#reader.advance(BLOCK_BYTES);
    }
  }

  /** Decides whether a member behind zeros belongs to this archive or begins another one. */
  *#endZeros(name: string): Generator<ReadError> {
    const isNext = this.#zeros > 1 && this.#root.isFollowedBy(name);
    if (isNext) this.#root = new TarRoot();
    else if (this.#zeros > 0)
      yield lostPart(
        `There are ${this.#zeros * BLOCK_BYTES} bytes of zeros at byte ${this.#zerosFrom} of the tar where a header should be`,
      );
    this.#zeros = 0;
    this.#isWhole = false;
    this.#root.add(name);
  }

  /** Skips to the next header, and reports what was skipped. */
  async #skipDamage(): Promise<ReadError> {
    const from = this.#reader.offset;
    const isBehindEnd = this.#zeros > 1;
    const isFound = await seekHeader(this.#reader, this.#root);
    this.#restart();
    this.#zeros = 0;
    // An end mark before the damage still counts.
    this.#isWhole = isBehindEnd && !isFound;
    const count = this.#reader.offset - from;
    const where = `${isBehindEnd ? 'behind the end of the tar, ' : ''}from byte ${from} on`;
    const rest = isFound ? 'reading went on behind them' : 'nothing that can be read follows them';
    return lostPart(
      `${count} bytes of the tar, ${where}, are no header that can be read and were skipped; ${rest}`,
    );
  }

  /** Forgets the extensions of a member that does not come. */
  #missingBefore(at: number): ReadError {
    this.#restart();
    return lostPart(`A member is missing before byte ${at} of the tar; only its name or attributes are left`);
  }

  /** Forgets what was read of a member that does not come. */
  #restart(): void {
    this.#waiting.clear();
    this.#extract.restart();
  }

  /** An archive is complete if at least one zero block follows its last member. */
  async #finish(): Promise<void> {
    const { failure } = this.#reader;
    if (failure !== null) throw failure.reason;
    if (this.#isWhole && (await this.#reader.peek(1)).length === 0) return;
    if (this.#last === null) throw cutShort('before its first file');
    throw cutShort(`${this.#isCut ? 'within' : 'behind'} ${visible(this.#last)}`);
  }
}

/** Whether a file may be a log, or hold logs. */
function mayHoldStops(name: string): boolean {
  return isLogName(name) || isNamedLikeContainer(name);
}

/** Its types leave out what PAX attributes tar-stream gives. */
function paxAttributes(pax: unknown): ReadonlyMap<string, unknown> {
  return pax instanceof Object ? new Map(Object.entries(pax)) : NO_PAX;
}
