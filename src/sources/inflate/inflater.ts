import { type Machine, returnMachine, takeMachine } from './machine.js';

/**
 * `open` while more input is wanted; `done` at the stream's proper end; `bad` at damage; `cut` where the input ended or
 * was given up before the end.
 */
export type InflaterState = 'open' | 'done' | 'bad' | 'cut';

/** What is cut only for want of room is cut between the blocks of a tar: joining one anew takes longer than to read it. */
const UNIT_BYTES = 512;

/**
 * Inflates one raw deflate stream (RFC 1951) piece by piece, to the last byte that stands before its end or damage: all
 * that the bytes given so far can tell is given at once, nothing waits for more. What zlib refuses is damage.
 */
export class Inflater {
  #machine: Machine | null = takeMachine();
  #state: InflaterState = 'open';
  #used = 0;

  get state(): InflaterState {
    return this.#state;
  }

  /** How many bytes of all input the stream needed: exact once it is `done`, up to a piece more where it is `bad`. */
  get used(): number {
    return this.#used;
  }

  /**
   * Takes compressed bytes and gives what they inflate to; a piece given may be overwritten once the next is asked for.
   * What is given has to be read to its end before more is put in. Bytes behind the stream's end are not taken.
   */
  *inflate(input: Buffer): Generator<Buffer, void, undefined> {
    for (let at = 0; at < input.length && this.#machine !== null; ) {
      const bytes = input.subarray(at, at + this.#machine.inputBytes);
      at += bytes.length;
      yield* this.#inflate(this.#machine, bytes);
    }
  }

  *#inflate(machine: Machine, bytes: Buffer): Generator<Buffer, void, undefined> {
    machine.feed(bytes);
    this.#used += bytes.length;
    for (;;) {
      const outcome = machine.step();
      const output = machine.output(outcome === 'full' ? UNIT_BYTES : 1);
      if (output.length > 0) yield output;
      // Whoever took the output may have closed the stream.
      if (this.#machine === null || outcome === 'more') return;
      if (outcome === 'full') continue;
      this.#used -= machine.unused();
      return this.#leave(outcome);
    }
  }

  /** Says that no more input comes: a stream that has not ended is cut. Also for a reader that leaves early. */
  finish(): void {
    if (this.#state === 'open') this.#leave('cut');
  }

  #leave(state: InflaterState): void {
    this.#state = state;
    if (this.#machine !== null) returnMachine(this.#machine);
    this.#machine = null;
  }
}
