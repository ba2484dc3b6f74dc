import { parentPort } from 'node:worker_threads';
import { Inflater } from './inflater.js';
import { type Answer, BLOCK_BYTES, BLOCK_COUNT, type Order } from './protocol.js';

/**
 * Inflates one stream after the other in a thread of its own. Output goes into blocks that travel between the
 * threads, so that a slow reader holds the work up instead of filling memory.
 */
class Service {
  readonly #answer: (answer: Answer, block?: ArrayBuffer) => void;
  /** The blocks that nobody reads. */
  readonly #free = Array.from({ length: BLOCK_COUNT }, () => new ArrayBuffer(BLOCK_BYTES));
  #stream: Stream | null = null;

  constructor(answer: (answer: Answer, block?: ArrayBuffer) => void) {
    this.#answer = answer;
  }

  /** Does as it is told, as far as there are blocks for it. */
  take(order: Order): void {
    if (order.kind === 'block') this.#free.push(order.block);
    else if (order.kind === 'begin') this.#begin();
    else if (order.kind === 'input') this.#stream?.inputs.push(Buffer.from(order.bytes));
    else if (this.#stream !== null) this.#stream.isAll = true;
    this.#work();
  }

  #begin(): void {
    this.#stream?.inflater.finish();
    this.#stream = new Stream(() => this.#answer({ kind: 'hungry' }));
  }

  #work(): void {
    const stream = this.#stream;
    while (stream !== null && !stream.isOver) {
      const block = this.#free.pop();
      if (block === undefined) return;
      const length = stream.fill(Buffer.from(block));
      if (length > 0) this.#answer({ kind: 'output', block, length }, block);
      else this.#free.push(block);
      const { end, inflater } = stream;
      if (end !== null) {
        stream.isOver = true;
        this.#answer({ kind: 'end', used: inflater.used, end });
      } else if (stream.isStarved) return;
    }
  }
}

/** A stream that is being inflated. */
class Stream {
  readonly inflater = new Inflater();
  readonly inputs: Buffer[] = [];
  isAll = false;
  isOver = false;
  /** What is being inflated, and what of it did not fit into the last block. */
  #pieces: Iterator<Buffer> | null = null;
  #rest: Buffer = Buffer.alloc(0);
  readonly #tookInput: () => void;

  constructor(tookInput: () => void) {
    this.#tookInput = tookInput;
  }

  /** Whether there is nothing to be done without more input. */
  get isStarved(): boolean {
    return this.#rest.length === 0 && this.#pieces === null && this.inputs.length === 0;
  }

  /** How the stream ended, null while it goes on. */
  get end(): 'done' | 'cut' | 'bad' | null {
    if (this.#rest.length > 0 || this.#pieces !== null) return null;
    const { state } = this.inflater;
    if (state !== 'open') return state;
    if (!this.isAll || this.inputs.length > 0) return null;
    this.inflater.finish();
    return 'cut';
  }

  /** Fills a block as far as the input goes; gives how far. */
  fill(block: Buffer): number {
    let at = 0;
    while (at < block.length) {
      if (this.#rest.length === 0 && !this.#next()) break;
      const count = this.#rest.copy(block, at);
      this.#rest = this.#rest.subarray(count);
      at += count;
    }
    return at;
  }

  /** Inflates the next piece; false where that takes more input. */
  #next(): boolean {
    while (this.inflater.state === 'open' || this.#pieces !== null) {
      const input = this.#pieces === null ? this.inputs.shift() : undefined;
      if (input !== undefined) {
        this.#pieces = this.inflater.inflate(input);
        this.#tookInput();
      }
      const next = this.#pieces?.next();
      if (next === undefined) return false;
      if (next.done !== true) {
        this.#rest = next.value;
        return true;
      }
      this.#pieces = null;
    }
    return false;
  }
}

if (parentPort !== null) {
  const port = parentPort;
  const service = new Service((answer, block) =>
    port.postMessage(answer, block === undefined ? [] : [block]),
  );
  port.on('message', (order: Order) => service.take(order));
}
