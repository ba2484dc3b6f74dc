import type { Needle } from '../model/line.js';
import { Cursor } from './cursor.js';
import { FrameWriter } from './frames.js';

/** Bytes of a line that are looked at: contract section 8. VMware itself stops at 4 KB an entry. */
export const MAX_LINE_BYTES = 64 * 1024;

const NEWLINE = 10;
const NOTHING = Buffer.alloc(0);

/** Which lines of a log come through. */
export interface SievePlan {
  /** Lines that hold one of these. */
  readonly needles: readonly Needle[];
  /** So many lines from the start of the log, whatever they hold. */
  readonly head: number;
}

/**
 * Lets through the lines of a log that hold a needle, the lines asked for before them, the first lines and the
 * last one. Each comes out as a frame: byte offset, mark, line, newline. Nothing is decoded, no line that holds
 * no needle is looked at one by one, and never more than a line and a piece are held.
 */
export class Sieve {
  readonly #cursors: readonly Cursor[];
  readonly #keep: number;
  readonly #frames = new FrameWriter();
  #headLeft: number;
  /** The unfinished last line: its bytes so far, at most one over the limit. */
  #rest: Buffer = NOTHING;
  #restOffset = 0;
  #restLength = 0;
  /** The last lines of the blocks before, for context across blocks. */
  #recent: readonly Line[] = [];
  /** Offset from which lines have not come out yet. */
  #fresh = 0;

  constructor(plan: SievePlan) {
    this.#cursors = plan.needles.map((needle) => new Cursor(needle));
    this.#keep = Math.max(1, ...plan.needles.map((needle) => needle.before));
    this.#headLeft = plan.head;
  }

  /** Takes the next piece of the log and gives the frames that it completes. */
  push(piece: Buffer): Buffer | null {
    const first = piece.indexOf(NEWLINE);
    if (first === -1) {
      this.#extendRest(piece);
      return this.#frames.take();
    }
    const last = piece.lastIndexOf(NEWLINE);
    const offset = this.#restOffset + this.#restLength;
    if (this.#restLength > 0) this.#finishRest(piece.subarray(0, first + 1));
    const from = this.#restLength > 0 ? first + 1 : 0;
    this.#scan(piece.subarray(from, last + 1), offset + from);
    this.#restOffset = offset + last + 1;
    this.#restLength = 0;
    this.#rest = NOTHING;
    this.#extendRest(piece.subarray(last + 1));
    return this.#frames.take();
  }

  /** Ends the log and gives the last frames. */
  end(): Buffer | null {
    const total = this.#restOffset + this.#restLength;
    if (this.#restLength > 0) this.#finishRest(Buffer.of(NEWLINE));
    const last = this.#recent.at(-1);
    if (last !== undefined && last.offset >= this.#fresh) this.#emit('context', last.offset, last.bytes);
    this.#frames.add(this.#restLength > 0 ? 'cut' : 'end', total, NOTHING);
    return this.#frames.take();
  }

  #extendRest(bytes: Buffer): void {
    this.#restLength += bytes.length;
    const room = MAX_LINE_BYTES + 1 - this.#rest.length;
    if (room > 0 && bytes.length > 0) this.#rest = Buffer.concat([this.#rest, bytes.subarray(0, room)]);
  }

  /** Scans the line that began in an earlier piece as a block of its own. */
  #finishRest(end: Buffer): void {
    const room = Math.max(0, MAX_LINE_BYTES + 1 - this.#rest.length);
    this.#scan(
      Buffer.concat([this.#rest, end.subarray(0, end.length - 1).subarray(0, room), Buffer.of(NEWLINE)]),
      this.#restOffset,
    );
  }

  /** Looks through a block of whole lines that begins at `base` in the log. */
  #scan(block: Buffer, base: number): void {
    if (block.length === 0) return;
    this.#reportLongLines(block, base);
    this.#scanHits(block, base, this.#scanHead(block, base));
    this.#remember(block, base);
  }

  /** Lets the first lines of the log through; gives where in the block they end. */
  #scanHead(block: Buffer, base: number): number {
    let from = 0;
    for (; this.#headLeft > 0 && from < block.length; this.#headLeft--) {
      const end = block.indexOf(NEWLINE, from);
      const line = cut(block.subarray(from, end));
      for (const cursor of this.#cursors) cursor.open(line, 0);
      const hit = this.#cursors.some((cursor) => cursor.seek(0) !== -1);
      this.#emit(hit ? 'hit' : 'context', base + from, line);
      from = end + 1;
    }
    return from;
  }

  #scanHits(block: Buffer, base: number, start: number): void {
    for (const cursor of this.#cursors) cursor.open(block, start);
    let from = start;
    for (let hit = this.#nextHit(from); hit !== -1; hit = this.#nextHit(from)) {
      const begin = from < hit ? Math.max(from, block.lastIndexOf(NEWLINE, hit - 1) + 1) : from;
      const end = block.indexOf(NEWLINE, hit);
      const found = this.#cursors.filter((cursor) => {
        const at = cursor.seek(from);
        return at !== -1 && at < end && at + cursor.length - begin <= MAX_LINE_BYTES;
      });
      if (found.length > 0) {
        this.#emitBefore(block, base, begin, Math.max(...found.map(({ before }) => before)));
        this.#emit('hit', base + begin, cut(block.subarray(begin, end)));
      }
      from = end + 1;
    }
  }

  /** Gives where the next needle of any kind begins, -1 where none is left. */
  #nextHit(from: number): number {
    let next = -1;
    for (const cursor of this.#cursors) {
      const at = cursor.seek(from);
      if (at !== -1 && (next === -1 || at < next)) next = at;
    }
    return next;
  }

  #emitBefore(block: Buffer, base: number, begin: number, count: number): void {
    if (count === 0) return;
    const within = linesBefore(block, base, begin, count);
    const lines = [...this.#recent.slice(-count), ...within].slice(-count);
    for (const line of lines) if (line.offset >= this.#fresh) this.#emit('context', line.offset, line.bytes);
  }

  #remember(block: Buffer, base: number): void {
    const lines = [...this.#recent, ...linesBefore(block, base, block.length, this.#keep)].slice(-this.#keep);
    this.#recent = lines.map((line) => ({ offset: line.offset, bytes: Buffer.from(line.bytes) }));
  }

  /** A line over the limit covers a multiple of the limit in its block, so only the lines there are measured. */
  #reportLongLines(block: Buffer, base: number): void {
    for (let at = MAX_LINE_BYTES; at < block.length; ) {
      const begin = block.lastIndexOf(NEWLINE, at - 1) + 1;
      const end = block.indexOf(NEWLINE, at);
      if (end - begin > MAX_LINE_BYTES) this.#frames.add('long', base + begin, NOTHING);
      at = Math.max(at + MAX_LINE_BYTES, end + 1);
    }
  }

  #emit(kind: 'hit' | 'context', offset: number, line: Buffer): void {
    this.#frames.add(kind, offset, line);
    this.#fresh = offset + 1;
  }
}

interface Line {
  readonly offset: number;
  readonly bytes: Buffer;
}

/** The last `count` lines of a block of whole lines that end before `begin`, oldest first. */
function linesBefore(block: Buffer, base: number, begin: number, count: number): readonly Line[] {
  const lines: Line[] = [];
  let end = begin;
  while (lines.length < count && end > 0) {
    const start = end < 2 ? 0 : block.lastIndexOf(NEWLINE, end - 2) + 1;
    lines.unshift({ offset: base + start, bytes: cut(block.subarray(start, end - 1)) });
    end = start;
  }
  return lines;
}

function cut(line: Buffer): Buffer {
  return line.length > MAX_LINE_BYTES ? line.subarray(0, MAX_LINE_BYTES) : line;
}
