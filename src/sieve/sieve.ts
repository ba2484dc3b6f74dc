import { MAX_LINE_BYTES, NEWLINE, type Needle } from '../model/line.js';
import { noWork, type Work } from '../model/work.js';

import { contextFor } from './plain-scanner.js';
import { type Scanner, scannerFor } from './scanner.js';
import { linesBefore, Tail } from './tail.js';

/** Which lines of a log pass. */
export interface SievePlan {
  /** Lines that hold one of these. */
  readonly needles: readonly Needle[];
  /** This many lines from the start of the log, whatever they hold. */
  readonly head: number;
  /** Where to cut a line over the limit: before the last match in its first 64 KiB. A global expression. */
  readonly breaks?: RegExp;
}

/** Takes what passes, in the order of the log; a long line is announced before the lines of its block. */
export interface Sink {
  /** A line: its offset in the log, and its bytes, which are valid only during the call. */
  line(kind: 'hit' | 'context', offset: number, text: Buffer, begin: number, end: number): void;
  /** A line over the limit begins at `offset`. */
  long(offset: number): void;
  /** The log is `offset` bytes long; `cut` if its last line has no newline. */
  end(offset: number, cut: boolean): void;
}

const NOTHING = Buffer.alloc(0);

/**
 * Passes the lines of a log that hold a needle, their context, the first lines and the last one. Nothing is decoded, and
 * never more than a line and a chunk is held. A line over 64 KiB is cut into pieces: the first one passes as a line
 * does, the others if they hold a needle.
 */
export class Sieve {
  readonly #plan: SievePlan;
  #scanner: Scanner;
  readonly #sink: Sink;
  readonly #work: Work;
  readonly #tail: Tail;
  #headLeft: number;
  /** The unfinished last line, without the pieces already cut off: at most 64 KiB. */
  #rest: Buffer = NOTHING;
  #restOffset = 0;
  /** Whether pieces of the unfinished line were cut off. */
  #isCut = false;
  /** Lines before this offset have passed or never will. */
  #fresh = 0;

  constructor(plan: SievePlan, sink: Sink, work: Work = noWork()) {
    this.#plan = plan;
    this.#scanner = scannerFor(plan.needles, 0);
    this.#tail = new Tail(Math.max(1, ...plan.needles.map(({ before }) => before)));
    this.#headLeft = plan.head;
    this.#sink = sink;
    this.#work = work;
  }

  /** Takes the next chunk of the log. */
  push(chunk: Buffer): void {
    for (let at = 0; at < chunk.length; ) at += this.#take(chunk, at);
  }

  /** Ends the log. */
  end(): void {
    const total = this.#restOffset + this.#rest.length;
    const cut = this.#rest.length > 0 || this.#isCut;
    if (cut) this.#finishRest();
    for (const { offset, text, begin, end } of this.#tail.last(1)) {
      if (offset >= this.#fresh) this.#emit('context', offset, text, begin, end);
    }
    this.#sink.end(total, cut);
  }

  /** Copies as much of the chunk as fits behind the rest, and sifts the lines that it completes. Returns how much it took. */
  #take(chunk: Buffer, at: number): number {
    this.#scanner = scannerFor(this.#plan.needles, chunk.length - at);
    const { room } = this.#scanner;
    room.set(this.#rest);
    const taken = chunk.copy(room, this.#rest.length, at);
    const length = this.#rest.length + taken;
    const whole = room.lastIndexOf(NEWLINE, length - 1) + 1;
    const base = this.#restOffset;
    if (whole > 0) this.#siftLines(whole, base);
    const from = this.#cutPieces(whole, length, base);
    this.#restOffset = base + from;
    this.#rest = Buffer.from(room.subarray(from, length));
    return taken;
  }

  #finishRest(): void {
    const { room } = this.#scanner;
    const { length } = this.#rest;
    room.set(this.#rest);
    room[length] = NEWLINE;
    this.#siftLines(length + 1, this.#restOffset);
  }

  /** Sifts the first `length` bytes of the buffer: whole lines, the first at `base` in the log. */
  #siftLines(length: number, base: number): void {
    const { room } = this.#scanner;
    let from = 0;
    if (this.#isCut) {
      const end = room.indexOf(NEWLINE);
      this.#finishLong(0, end, base);
      from = end + 1;
    }
    // A line over the limit covers a multiple of the limit, so only the lines there are measured.
    for (let at = from + MAX_LINE_BYTES; at < length; ) {
      const begin = Math.max(from, room.lastIndexOf(NEWLINE, at - 1) + 1);
      const end = room.indexOf(NEWLINE, at);
      if (end - begin > MAX_LINE_BYTES) {
        this.#siftRun(from, begin, base);
        this.#finishLong(begin, end, base);
        from = end + 1;
      }
      at = Math.max(at + MAX_LINE_BYTES, end + 1);
    }
    this.#siftRun(from, length, base);
  }

  /** Sifts whole lines, none over the limit. */
  #siftRun(from: number, to: number, base: number): void {
    if (from === to) return;
    this.#work.bytes += to - from;
    const { room } = this.#scanner;
    let next = from;
    const found = (begin: number, end: number, before: number) => {
      this.#emitHead(next, begin, base);
      if (this.#headLeft > 0) this.#headLeft--;
      else this.#emitBefore(from, begin, base, before);
      this.#emit('hit', base + begin, room, begin, end);
      next = end + 1;
    };
    this.#scanner.scan(from, to, found, this.#work);
    this.#emitHead(next, to, base);
    this.#tail.add(room, from, to, base);
  }

  /** Cuts pieces off a line while more than the limit is left. Returns where the rest begins. */
  #cutPieces(begin: number, end: number, base: number): number {
    let from = begin;
    while (end - from > MAX_LINE_BYTES) {
      const cut = from + this.#cutWithin(from);
      this.#piece(from, cut, base);
      from = cut;
    }
    return from;
  }

  /** Passes the rest of a long line that has ended. */
  #finishLong(begin: number, end: number, base: number): void {
    const from = this.#cutPieces(begin, end, base);
    if (from < end) this.#piece(from, end, base);
    this.#isCut = false;
  }

  #cutWithin(from: number): number {
    const { breaks } = this.#plan;
    if (breaks === undefined) return MAX_LINE_BYTES;
    const text = this.#scanner.room.toString('latin1', from, from + MAX_LINE_BYTES);
    let cut = 0;
    for (const { index } of text.matchAll(breaks)) cut = index;
    return cut === 0 ? MAX_LINE_BYTES : cut;
  }

  #piece(begin: number, end: number, base: number): void {
    this.#work.bytes += end - begin;
    const { room } = this.#scanner;
    const before = contextFor(room.toString('latin1', begin, end), this.#plan.needles);
    const isFirst = !this.#isCut;
    this.#isCut = true;
    if (isFirst) this.#beginLong(begin, base, before);
    const isHead = isFirst && this.#headLeft > 0;
    if (isHead) this.#headLeft--;
    if (before !== null) this.#emit('hit', base + begin, room, begin, end);
    else if (isHead) this.#emit('context', base + begin, room, begin, end);
    // Of a long line its beginning stands before the lines that follow.
    if (isFirst) this.#tail.addLine(room, begin, end, base);
  }

  #beginLong(begin: number, base: number, before: number | null): void {
    this.#sink.long(base + begin);
    if (before !== null && this.#headLeft === 0) this.#emitBefore(begin, begin, base, before);
  }

  /** Passes the first lines of the log, as far as they are in this part of the buffer. */
  #emitHead(from: number, to: number, base: number): void {
    const { room } = this.#scanner;
    for (let begin = from; this.#headLeft > 0 && begin < to; this.#headLeft--) {
      const end = room.indexOf(NEWLINE, begin);
      this.#emit('context', base + begin, room, begin, end);
      begin = end + 1;
    }
  }

  #emitBefore(from: number, begin: number, base: number, count: number): void {
    if (count === 0 || base + begin === this.#fresh) return;
    const within = linesBefore(this.#scanner.room, from, begin, base, count);
    for (const line of [...this.#tail.last(count - within.length), ...within]) {
      if (line.offset >= this.#fresh) this.#emit('context', line.offset, line.text, line.begin, line.end);
    }
  }

  #emit(kind: 'hit' | 'context', offset: number, text: Buffer, begin: number, end: number): void {
    this.#work.lines++;
    this.#work.lineBytes += end - begin;
    this.#sink.line(kind, offset, text, begin, end);
    this.#fresh = offset + end + 1 - begin;
  }
}
