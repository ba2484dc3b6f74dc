import { extract as createExtract, type ExtractEvents } from 'tar-stream';
import { visible } from '../../model/text.js';
import { Damage, damageOf, modifiedAt, type Pieces } from '../pieces.js';
import { Waker } from '../waker.js';
import type { Format, Member } from './format.js';

const BLOCK_BYTES = 512;
const MAGIC_OFFSET = 257;

/** tar in its dialects: ustar, GNU with long names, PAX. */
export const tar: Format = {
  kind: 'archive',
  name: 'tar',
  matches: (head) => head.subarray(MAGIC_OFFSET, MAGIC_OFFSET + 5).toString('latin1') === 'ustar',
  members,
};

type EntryEvent = ExtractEvents['entry'];
type EntryStream = EntryEvent[1];

/** How far the archive has been read. */
interface Progress {
  readonly waker: Waker;
  /** The entry that the parser has come to and nobody has taken yet. */
  entry: EntryEvent | null;
  /** Bytes of the archive that the parser has taken in. */
  taken: number;
  /** The archive's last block so far. */
  tail: Buffer;
  /** Where the latest entry ends, its padding included. */
  entryEnd: number;
  /** Nothing more will come; `damage` says whether that is as it should be. */
  over: boolean;
  damage: Damage | null;
}

/**
 * Gives the regular files of a tar in their order. The parser is never told that the input has ended: it would
 * drop what it holds of a member that is cut short, and would not mind the missing end mark of an archive that is
 * cut between two members.
 */
async function* members(pieces: Pieces): AsyncGenerator<Member> {
  const extract = createExtract({ highWaterMark: 1 });
  const progress: Progress = {
    waker: new Waker(),
    entry: null,
    taken: 0,
    tail: Buffer.alloc(0),
    entryEnd: 0,
    over: false,
    damage: null,
  };
  extract.on('entry', (...entry: EntryEvent) => {
    progress.entry = entry;
    progress.waker.wake();
  });
  void feed(pieces, extract, progress);
  let name = '';
  try {
    for (let entry = await nextEntry(progress); entry !== null; entry = await nextEntry(progress)) {
      const [header, stream, next] = entry;
      name = header.name;
      progress.entryEnd = endOf(header.type === 'directory' ? 0 : header.size, stream.offset);
      const ended = watchEnd(stream, progress);
      if (header.type === 'file' || header.type === 'contiguous-file') {
        yield { name, modifiedAt: modifiedAt(header.mtime), pieces: bytesOf(stream, progress, ended) };
      }
      stream.resume();
      await until(progress, () => ended() || progress.over);
      if (!ended()) break;
      next();
    }
    const damage = progress.damage ?? cutOf(progress, name);
    if (damage !== null) throw damage;
  } finally {
    extract.destroy();
  }
}

/** Puts the archive into the parser, one piece at a time. */
async function feed(
  pieces: Pieces,
  extract: ReturnType<typeof createExtract>,
  progress: Progress,
): Promise<void> {
  const ready = new Waker();
  extract.on('drain', ready.wake);
  extract.on('close', ready.wake);
  extract.on('error', (error: Error) => {
    progress.damage ??= new Damage(
      'corrupt',
      `The tar is damaged after byte ${progress.entryEnd} (${error.message}): what comes after that is not read; get the file again.`,
    );
    ready.wake();
  });
  try {
    for await (const piece of pieces) {
      if (extract.destroying) break;
      if (!extract.write(piece)) await ready.wait();
      progress.taken += piece.length;
      progress.tail = Buffer.concat([progress.tail, piece.subarray(-BLOCK_BYTES)]).subarray(-BLOCK_BYTES);
    }
  } catch (error) {
    progress.damage ??= damageOf(error);
  }
  progress.over = true;
  progress.waker.wake();
}

async function nextEntry(progress: Progress): Promise<EntryEvent | null> {
  await until(progress, () => progress.entry !== null || progress.over);
  const { entry } = progress;
  progress.entry = null;
  return entry;
}

async function until(progress: Progress, reached: () => boolean): Promise<void> {
  while (!reached()) await progress.waker.wait();
}

function watchEnd(stream: EntryStream, progress: Progress): () => boolean {
  let ended = false;
  stream.on('readable', progress.waker.wake);
  stream.on('close', () => {
    ended = true;
    progress.waker.wake();
  });
  return () => ended;
}

async function* bytesOf(
  stream: EntryStream,
  progress: Progress,
  ended: () => boolean,
): AsyncGenerator<Buffer> {
  for (;;) {
    const piece = stream.read();
    if (Buffer.isBuffer(piece)) yield piece;
    else if (ended() || progress.over) return;
    else await progress.waker.wait();
  }
}

function endOf(size: number, headerOffset: number): number {
  return headerOffset + BLOCK_BYTES + Math.ceil(size / BLOCK_BYTES) * BLOCK_BYTES;
}

/** An archive is whole where at least one block of zeros follows its last entry. */
function cutOf({ taken, tail, entryEnd }: Progress, name: string): Damage | null {
  const cause = 'the download or copy was cut short; get the file again.';
  if (taken < entryEnd) return new Damage('cut-short', `The tar ends within ${visible(name)}: ${cause}`);
  const marked =
    taken - entryEnd >= BLOCK_BYTES && taken % BLOCK_BYTES === 0 && tail.every((byte) => byte === 0);
  return marked ? null : new Damage('cut-short', `The tar ends without its end mark: ${cause}`);
}
