import { MAX_LINE_BYTES, NEWLINE, type Needle } from '../model/line.js';
import { noWork, type Work } from '../model/work.js';

import { type Scanner, scannerFor } from './scanner.js';
import { linesBefore, Tail } from './tail.js';

/** Which lines of a log come through. */
export interface SievePlan {
  /** Lines that hold one of these. */
  readonly needles: readonly Needle[];
  /** So many lines from the start of the log, whatever they hold. */
  readonly head: number;
}

/** Told of what comes through, in the order of the log; a long line is named before the lines of its block. */
export interface Sink {
  /** A line: its offset in the log, and where its bytes stand, which is true only until the call ends. */
  line(kind: 'hit' | 'context', offset: number, text: Buffer, begin: number, end: number): void;
  /** A line over the limit begins at `offset`. */
  long(offset: number): void;
  /** The log is `offset` bytes long; `cut` where its last line has no newline. */
  end(offset: number, cut: boolean): void;
}

const NOTHING = Buffer.alloc(0);

/**
 * Lets through the lines of a log that hold a needle, the lines asked for before them, the first lines and the
 * last one. Nothing is decoded, no line that holds no needle is looked at one by one, and never more than a line
 * and a part of a piece are held.
 */
export class Sieve {
  readonly #needles: readonly Needle[];
  #scanner: Scanner;
  readonly #sink: Sink;
  readonly #work: Work;
  readonly #tail: Tail;
  #headLeft: number;
  /** The unfinished last line: its bytes so far, at most one over the limit. */
  #rest: Buffer = NOTHING;
  #restOffset = 0;
  #restLength = 0;
  /** Offset from which lines have not come out yet. */
  #fresh = 0;

  constructor(plan: SievePlan, sink: Sink, work: Work = noWork()) {
    this.#needles = plan.needles;
    this.#scanner = scannerFor(plan.needles, 0);
    this.#tail = new Tail(Math.max(1, ...plan.needles.map(({ before }) => before)));
    this.#headLeft = plan.head;
    this.#sink = sink;
    this.#work = work;
  }

  /** Takes the next piece of the log. */
  push(piece: Buffer): void {
    for (let at = 0; at < piece.length; ) {
      at += this.#restLength > MAX_LINE_BYTES ? this.#passOver(piece, at) : this.#take(piece, at);
    }
  }

  /** Ends the log. */
  end(): void {
    const total = this.#restOffset + this.#restLength;
    const cut = this.#restLength > 0;
    if (cut) this.#finishRest();
    for (const { offset, text, begin, end } of this.#tail.last(1)) {
      if (offset >= this.#fresh) this.#emit('context', offset, text, begin, end);
    }
    this.#sink.end(total, cut);
  }

  /** Sifts the lines that a part of the piece completes, as much as there is room for; gives how much that is. */
  #take(piece: Buffer, at: number): number {
    this.#scanner = scannerFor(this.#needles, piece.length - at);
    const { room } = this.#scanner;
    room.set(this.#rest);
    const taken = piece.copy(room, this.#restLength, at);
    const length = this.#restLength + taken;
    const whole = room.lastIndexOf(NEWLINE, length - 1) + 1;
    if (whole > 0) this.#sift(whole, this.#restOffset);
    this.#restOffset += whole;
    this.#restLength = length - whole;
    this.#rest = Buffer.from(room.subarray(whole, Math.min(length, whole + MAX_LINE_BYTES + 1)));
    return taken;
  }

  /** Passes over what is left of a line that is too long; gives how much of the piece that is. */
  #passOver(piece: Buffer, at: number): number {
    const newline = piece.indexOf(NEWLINE, at);
    const end = newline === -1 ? piece.length : newline;
    this.#restLength += end - at;
    if (newline === -1) return end - at;
    this.#finishRest();
    this.#restOffset += this.#restLength + 1;
    this.#restLength = 0;
    this.#rest = NOTHING;
    return end + 1 - at;
  }

  #finishRest(): void {
    const { room } = this.#scanner;
    room.set(this.#rest);
    room[this.#rest.length] = NEWLINE;
    this.#sift(this.#rest.length + 1, this.#restOffset);
  }

  /** Looks through the first `length` bytes of the room, whole lines of which the first begins at `base` in the log. */
  #sift(length: number, base: number): void {
    this.#work.bytes += length;
    this.#reportLongLines(length, base);
    const { room } = this.#scanner;
    let from = 0;
    const found = (begin: number, end: number, before: number) => {
      this.#emitHead(from, begin, base);
      if (this.#headLeft > 0) this.#headLeft--;
      else this.#emitBefore(begin, base, before);
      this.#emit('hit', base + begin, room, begin, end);
      from = end + 1;
    };
    this.#scanner.scan(length, found, this.#work);
    this.#emitHead(from, length, base);
    this.#tail.add(room, length, base);
  }

  /** Lets the first lines of the log through, as far as they stand in this part of the room. */
  #emitHead(from: number, to: number, base: number): void {
    const { room } = this.#scanner;
    for (let begin = from; this.#headLeft > 0 && begin < to; this.#headLeft--) {
      const end = room.indexOf(NEWLINE, begin);
      this.#emit('context', base + begin, room, begin, end);
      begin = end + 1;
    }
  }

  #emitBefore(begin: number, base: number, count: number): void {
    if (count === 0 || base + begin === this.#fresh) return;
    const within = linesBefore(this.#scanner.room, begin, base, count);
    for (const line of [...this.#tail.last(count - within.length), ...within]) {
      if (line.offset >= this.#fresh) this.#emit('context', line.offset, line.text, line.begin, line.end);
    }
  }

  /** A line over the limit covers a multiple of the limit in its block, so only the lines there are measured. */
  #reportLongLines(length: number, base: number): void {
    const { room } = this.#scanner;
    for (let at = MAX_LINE_BYTES; at < length; ) {
      const begin = room.lastIndexOf(NEWLINE, at - 1) + 1;
      const end = room.indexOf(NEWLINE, at);
      if (end - begin > MAX_LINE_BYTES) this.#sink.long(base + begin);
      at = Math.max(at + MAX_LINE_BYTES, end + 1);
    }
  }

  #emit(kind: 'hit' | 'context', offset: number, text: Buffer, begin: number, end: number): void {
    const length = Math.min(end - begin, MAX_LINE_BYTES);
    this.#work.lines++;
    this.#work.lineBytes += length;
    this.#sink.line(kind, offset, text, begin, begin + length);
    this.#fresh = offset + end + 1 - begin;
  }
}
