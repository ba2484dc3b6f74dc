import type { LogPlace } from '../model/log.js';
import type { Limits } from '../model/settings.js';
import type { ByteStream } from './byte-stream.js';
import type { FragmentPlace } from './place.js';
import { ReadError } from './read-error.js';
import { problem, type WalkItem } from './walk-item.js';

/** vm-support splits files of unknown length into fragments of 1 MiB. */
const FRAGMENT_BYTES = 1024 * 1024;

/** The most logs that are joined at the same time. */
const MOST_LOGS = 64;

type Writer = WritableStreamDefaultWriter<Buffer>;

/** A log in fragments. */
interface SplitLog {
  readonly place: LogPlace;
  /** The bytes of each fragment, by its number. */
  readonly sizes: Map<number, number>;
  /** Fragments that are not due yet. */
  readonly held: Map<number, Buffer>;
  /** The number of the fragment that is due. */
  next: number;
  /** Takes the fragments in order. */
  writer: Writer | null;
}

/**
 * Joins the fragments of logs in one archive or folder. They come in any order, with other members between them. A
 * fragment that is due is read at once, any other is held. If one is missing, what follows it is read as a log that begins
 * there.
 */
export class Fragments {
  readonly #limits: Limits;
  readonly #explore: (place: LogPlace, chunks: ByteStream) => AsyncIterable<WalkItem>;
  readonly #logs = new Map<string, SplitLog>();
  #held = 0;

  constructor(limits: Limits, explore: (place: LogPlace, chunks: ByteStream) => AsyncIterable<WalkItem>) {
    this.#limits = limits;
    this.#explore = explore;
  }

  /** Adds a fragment. Its log is yielded with its first one, to be read in parallel. */
  async *add({ place, number }: FragmentPlace, chunks: ByteStream): AsyncGenerator<WalkItem> {
    const log = this.#logs.get(place.path) ?? newLog(place);
    this.#logs.set(place.path, log);
    if (this.#logs.size > MOST_LOGS) return yield problem(place, tooMany());
    if (log.sizes.has(number)) return yield* this.#readApart(log, number, chunks, twice(number));
    log.sizes.set(number, 0);
    const counted = counting(chunks, (bytes) => log.sizes.set(number, bytes));
    if (number === log.next) yield* this.#append(log, counted);
    else yield* this.#hold(log, number, counted);
  }

  /** Ends every log, and reports missing fragments. */
  async *finish(): AsyncGenerator<WalkItem> {
    for (const log of this.#logs.values()) {
      end(log.writer);
      const missing = missingIn(log);
      if (missing.length > 0) yield problem(log.place, missingFragments(missing));
      const odd = oddlySized(log);
      if (odd.length > 0) yield problem(log.place, oddFragments(odd));
      for (const number of [...log.held.keys()].sort((a, b) => a - b)) {
        if (number < log.next) continue;
        log.writer = yield* this.#open(log.place, number);
        log.next = number;
        await this.#release(log);
        end(log.writer);
      }
    }
    this.#logs.clear();
  }

  async *#append(log: SplitLog, chunks: ByteStream): AsyncGenerator<WalkItem> {
    log.writer ??= yield* this.#open(log.place, log.next);
    for await (const chunk of chunks) await write(log.writer, chunk);
    log.next++;
    await this.#release(log);
  }

  /** Writes the held fragments that are due. */
  async #release(log: SplitLog): Promise<void> {
    for (let bytes = log.held.get(log.next); bytes !== undefined; bytes = log.held.get(log.next)) {
      log.held.delete(log.next);
      this.#held -= bytes.length;
      await write(log.writer, bytes);
      log.next++;
    }
  }

  async *#hold(log: SplitLog, number: number, chunks: ByteStream): AsyncGenerator<WalkItem> {
    const bytes: Buffer[] = [];
    const source = chunks[Symbol.asyncIterator]();
    for (let next = await source.next(); next.done !== true; next = await source.next()) {
      bytes.push(Buffer.from(next.value));
      this.#held += next.value.length;
      if (this.#held <= this.#limits.held) continue;
      for (const chunk of bytes) this.#held -= chunk.length;
      const all = after(bytes, { [Symbol.asyncIterator]: () => source });
      return yield* this.#readApart(log, number, all, tooMuchHeld(number, this.#limits.held));
    }
    log.held.set(number, Buffer.concat(bytes));
  }

  /** Reads a fragment as a log of its own, and reports why. */
  async *#readApart(
    log: SplitLog,
    number: number,
    chunks: ByteStream,
    why: ReadError,
  ): AsyncGenerator<WalkItem> {
    const writer = yield* this.#open(log.place, number);
    for await (const chunk of chunks) await write(writer, chunk);
    end(writer);
    yield problem(log.place, why);
  }

  async *#open(place: LogPlace, number: number): AsyncGenerator<WalkItem, Writer> {
    const { readable, writable } = new TransformStream<Buffer, Buffer>();
    const items = this.#explore({ ...place, startsAt: number * FRAGMENT_BYTES }, readable);
    yield { kind: 'parallel', items };
    return writable.getWriter();
  }
}

/** Resolves when the chunk is read. A reader that left early ends the stream; then nothing is written. */
async function write(writer: Writer | null, chunk: Buffer): Promise<void> {
  // The source may overwrite the chunk while it is being read.
  await writer?.write(Buffer.from(chunk)).catch(() => {});
}

function end(writer: Writer | null): void {
  writer?.close().catch(() => {});
}

/** Passes chunks on, and tells how many bytes they were so far. */
async function* counting(chunks: ByteStream, tell: (bytes: number) => void): AsyncGenerator<Buffer> {
  let bytes = 0;
  for await (const chunk of chunks) {
    bytes += chunk.length;
    tell(bytes);
    yield chunk;
  }
}

async function* after(first: readonly Buffer[], rest: ByteStream): AsyncGenerator<Buffer> {
  yield* first;
  yield* rest;
}

function newLog(place: LogPlace): SplitLog {
  return { place, sizes: new Map(), held: new Map(), next: 0, writer: null };
}

/** The missing numbers below the highest one, as ranges. */
function missingIn({ sizes }: SplitLog): readonly string[] {
  const ranges: string[] = [];
  let next = 0;
  for (const number of [...sizes.keys()].sort((a, b) => a - b)) {
    if (number > next) ranges.push(rangeOf(next, number - 1));
    next = number + 1;
  }
  return ranges;
}

function rangeOf(first: number, last: number): string {
  return first === last ? `${first}` : `${first} to ${last}`;
}

/**
 * The numbers of fragments that lost bytes, as ranges. All but the last have 1 MiB. Another size counts if at least two have it, since
 * only ESXi 6.7 is known to cut at 1 MiB.
 */
function oddlySized({ sizes }: SplitLog): readonly string[] {
  const ordered = [...sizes].sort(([a], [b]) => a - b);
  const others = ordered.slice(0, -1);
  const longest = others.reduce((most, [, size]) => Math.max(most, size), 0);
  const isShared = others.filter(([, size]) => size === longest).length > 1;
  const expected = longest > 0 && isShared ? longest : FRAGMENT_BYTES;
  const odd = ordered.filter(([, size], index) =>
    index < others.length ? size !== expected : size > expected,
  );
  return rangesOf(odd.map(([number]) => number));
}

function rangesOf(rising: readonly number[]): readonly string[] {
  const begins = rising.filter((number, index) => rising[index - 1] !== number - 1);
  const ends = rising.filter((number, index) => rising[index + 1] !== number + 1);
  return begins.map((first, index) => rangeOf(first, ends[index] ?? first));
}

function oddFragments(ranges: readonly string[]): ReadError {
  return new ReadError(
    'corrupt',
    `Of the fragments that the log was cut into, number ${ranges.join(', ')} does not have the size of a fragment (1 MiB, but for the last): part of the log is lost, and stops may be hidden there; get the bundle again.`,
    true,
  );
}

function missingFragments(ranges: readonly string[]): ReadError {
  return new ReadError(
    'missing-fragment',
    `Of the fragments that the log was cut into (.FRAG-00000 and on), number ${ranges.join(', ')} is missing: stops may be hidden in it; get the bundle again, and unpack none of it on Windows.`,
  );
}

function tooMuchHeld(number: number, most: number): ReadError {
  return new ReadError(
    'limit',
    `Fragment ${number} came so long before its turn that more than ${most} bytes would be held: it was read by itself, and the line at its beginning and end may be lost; raise --max-held.`,
  );
}

function twice(number: number): ReadError {
  return new ReadError(
    'corrupt',
    `Fragment ${number} of the log is there twice: both were read, the second by itself, and the line at its beginning and end may be lost; get the bundle again.`,
  );
}

function tooMany(): ReadError {
  return new ReadError(
    'limit',
    `More than ${MOST_LOGS} logs are cut into fragments and this one is not read: join its fragments (vm-support --reconstruct) and name the folder.`,
  );
}
