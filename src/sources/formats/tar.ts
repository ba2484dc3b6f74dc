import { posix } from 'node:path';
import { VM_LOG_NAME } from '../../model/log.js';
import { visible } from '../../model/text.js';
import type { Feed } from '../feed.js';
import { Damage, modifiedAt } from '../pieces.js';
import type { Flaw, Format, Step } from './format.js';
import { TarBody } from './tar-body.js';
import { readExtra, type TarExtra } from './tar-extra.js';
import { BLOCK_BYTES, hasTarMark, isZeroBlock, readTarHeader, type TarHeader } from './tar-header.js';
import { seekTarHeader } from './tar-seek.js';

/** tar in its dialects: ustar, GNU with long names, PAX. */
export const tar: Format = {
  kind: 'archive',
  name: 'tar',
  inflates: false,
  matches: hasTarMark,
  steps: ({ feed }) => new TarReader(feed).steps(),
};

const FILE = '0';
const SYMBOLIC = '2';
const LINKS = `1${SYMBOLIC}`;
/** Links, devices, folders and pipes. */
const WITHOUT_CONTENT = '123456';
const SPARSE = 'S';

const AGAIN = 'get the file again';

/** So many links to logs are remembered. */
const MOST_LINKS = 1000;

interface Link {
  readonly name: string;
  readonly target: string;
}

/**
 * Reads a tar from its first header to the last byte. Goes on at the next header that can be read where one
 * cannot, where a member is shorter than its header says, and behind the archive's end: another may follow.
 */
class TarReader {
  readonly #feed: Feed;
  /** What headers of their own say of the member to come. */
  #extra: TarExtra = {};
  /** Blocks of zeros just passed. */
  #zeros = 0;
  /** The latest member. */
  #last: string | null = null;
  /** Whether the archive ends within it. */
  #isCut = false;
  /** The folder that the first member stands in. */
  #root: string | null = null;
  readonly #logs = new Set<string>();
  readonly #links: Link[] = [];

  constructor(feed: Feed) {
    this.#feed = feed;
  }

  async *steps(): AsyncGenerator<Step> {
    for (;;) {
      const block = await this.#feed.peek(BLOCK_BYTES);
      if (isZeroBlock(block)) {
        if (block.length === BLOCK_BYTES) this.#zeros++;
        this.#feed.advance(block.length);
        continue;
      }
      if (block.length < BLOCK_BYTES) break;
      const header = readTarHeader(block);
      if (header === null) yield await this.#skipDamage();
      else yield* this.#readEntry(header);
    }
    yield* this.#links.filter(({ target }) => !this.#logs.has(target)).map(lostLink);
    await this.#finish();
  }

  async *#readEntry(header: TarHeader): AsyncGenerator<Step> {
    // An archive ends with two blocks of zeros, and another may follow it; a lone one stands where a header was.
    if (this.#zeros === 1)
      yield this.#flaw(
        `There are zeros where a header should be at byte ${this.#feed.offset - BLOCK_BYTES} of the tar`,
      );
    this.#zeros = 0;
    this.#feed.advance(BLOCK_BYTES);
    const extra = await readExtra(this.#feed, header);
    if (extra === 'none') yield* this.#readMember({ ...header, ...this.#extra });
    else if (extra === 'damaged' || extra.damaged)
      yield this.#flaw(`A header at byte ${this.#feed.offset} of the tar cannot be read`);
    this.#extra = typeof extra === 'string' ? {} : { ...this.#extra, ...extra };
  }

  async *#readMember({
    name,
    size,
    mtime,
    type,
    link,
    sparse = false,
  }: TarHeader & TarExtra): AsyncGenerator<Step> {
    const isLog = VM_LOG_NAME.test(name.slice(name.lastIndexOf('/') + 1));
    if (isLog && LINKS.includes(type) && this.#links.length < MOST_LINKS)
      this.#links.push({ name, target: targetOf(name, type, link) });
    if (WITHOUT_CONTENT.includes(type)) return;
    this.#last = name;
    this.#root ??= name.slice(0, name.indexOf('/') + 1);
    if (isLog) this.#logs.add(pathIn(name));
    const body = new TarBody(this.#feed, size, this.#root);
    const isSparse = sparse || type === SPARSE;
    if (isSparse && isLog) yield sparseLog(name);
    if (type === FILE && !isSparse)
      yield {
        kind: 'member',
        name,
        size,
        modifiedAt: modifiedAt(new Date(mtime * 1000)),
        pieces: body.pieces(),
      };
    await body.leave();
    this.#isCut = body.missing > 0 && !body.endsEarly;
    if (body.endsEarly)
      yield this.#flaw(`${visible(name)} is ${body.missing} bytes shorter than the tar says`);
  }

  /** Goes on to the next header, and says what was left out. */
  async #skipDamage(): Promise<Flaw> {
    const from = this.#feed.offset;
    const afterEnd = this.#zeros > 1;
    const found = await seekTarHeader(this.#feed);
    this.#extra = {};
    this.#zeros = 0;
    const count = this.#feed.offset - from;
    const where = `${afterEnd ? 'behind the end of the tar, ' : ''}from byte ${from} on`;
    const rest = found ? 'reading went on behind them' : 'nothing that can be read follows them';
    // What ended the archive properly ended it still.
    if (!found && afterEnd) this.#zeros = 2;
    return this.#flaw(
      `${count} bytes of the tar, ${where}, are no header that can be read and were skipped; ${rest}`,
    );
  }

  #flaw(what: string): Flaw {
    const message = `${what}: part of the archive was lost or changed, and stops near it are unverified; ${AGAIN}.`;
    return { kind: 'flaw', damage: new Damage('corrupt', message), spoils: true };
  }

  /** An archive is whole where at least one block of zeros follows its last member. */
  async #finish(): Promise<void> {
    const { failure } = this.#feed;
    if (failure !== null) throw failure.reason;
    if (this.#zeros > 0 && (await this.#feed.peek(1)).length === 0) return;
    const where =
      this.#last === null
        ? 'before its first file'
        : `${this.#isCut ? 'within' : 'behind'} ${visible(this.#last)}`;
    throw new Damage(
      'cut-short',
      `The tar ends ${where}, without its end mark: the download or copy was cut short; ${AGAIN}.`,
    );
  }
}

/** A symbolic link names its target from where it stands itself. */
function targetOf(name: string, type: string, link: string): string {
  return pathIn(type === SYMBOLIC ? posix.resolve('/', posix.dirname(name), link) : link);
}

function pathIn(name: string): string {
  return posix.resolve('/', name);
}

function lostLink({ name, target }: Link): Flaw {
  const message = `${visible(name)} is a link to ${visible(target)}, which is no log in this archive: its stops are not known; get that file.`;
  return { kind: 'flaw', damage: new Damage('unreadable', message), spoils: false };
}

function sparseLog(name: string): Flaw {
  const message = `${visible(name)} is stored as a sparse file and is not read: unpack the archive with GNU tar and name the folder.`;
  return { kind: 'flaw', damage: new Damage('unsupported', message), spoils: false };
}
