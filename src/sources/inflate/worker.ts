import { parentPort } from 'node:worker_threads';
import { Inflater } from './inflater.js';
import { type Answer, BLOCK_BYTES, BLOCK_COUNT, type Order } from './protocol.js';

/**
 * Inflates one stream after the other in a thread of its own. Input and output go into blocks that travel between the
 * threads, so that a slow reader holds the work up instead of filling memory.
 */
class Service {
  readonly #answer: (answer: Answer, blocks: ArrayBuffer[]) => void;
  /** The blocks for output that nobody reads. */
  readonly #free = Array.from({ length: BLOCK_COUNT }, () => new ArrayBuffer(BLOCK_BYTES));
  #stream: Stream | null = null;

  constructor(answer: (answer: Answer, blocks: ArrayBuffer[]) => void) {
    this.#answer = answer;
  }

  /** Does as it is told, as far as there are blocks for it. */
  take(order: Order): void {
    if (order.kind === 'begin')
      this.#stream = new Stream((block) => this.#answer({ kind: 'hungry', block }, [block]));
    else if (order.kind === 'block') this.#free.push(order.block);
    else if (order.kind === 'input') this.#stream?.add(order.block, order.length);
    else if (order.kind === 'return') this.#return();
    else this.#stream?.finish();
    this.#work();
  }

  #work(): void {
    const stream = this.#stream;
    while (stream !== null && !stream.isOver) {
      const block = this.#free.pop();
      if (block === undefined) return;
      const length = stream.fill(Buffer.from(block));
      if (length > 0) this.#answer({ kind: 'output', block, length }, [block]);
      else this.#free.push(block);
      const { end } = stream;
      if (end !== null) {
        stream.isOver = true;
        this.#answer({ kind: 'end', end }, []);
      } else if (stream.isStarved) return;
    }
  }

  #return(): void {
    if (this.#stream === null) return;
    const { bytes, blocks } = this.#stream.rest();
    this.#stream = null;
    this.#answer({ kind: 'rest', bytes, blocks }, blocks);
  }
}

/** A piece of input in its block. */
interface Input {
  readonly block: ArrayBuffer;
  readonly bytes: Buffer;
}

/** A stream that is being inflated. */
class Stream {
  isOver = false;
  readonly #inflater = new Inflater();
  readonly #inputs: Input[] = [];
  #isAll = false;
  /** How many bytes of input came. */
  #received = 0;
  /** The input that is being inflated, what it comes to, and what of that did not fit into the last block. */
  #input: Input | null = null;
  #pieces: Iterator<Buffer> | null = null;
  #rest: Buffer = Buffer.alloc(0);
  readonly #used: (block: ArrayBuffer) => void;

  /** `used` is given each block of input that is inflated. */
  constructor(used: (block: ArrayBuffer) => void) {
    this.#used = used;
  }

  /** Takes the next input. */
  add(block: ArrayBuffer, length: number): void {
    this.#received += length;
    this.#inputs.push({ block, bytes: Buffer.from(block, 0, length) });
  }

  /** No input follows. */
  finish(): void {
    this.#isAll = true;
  }

  /** Whether there is nothing to be done without more input. */
  get isStarved(): boolean {
    return this.#rest.length === 0 && this.#pieces === null && this.#inputs.length === 0;
  }

  /** How the stream ended, null while it goes on. */
  get end(): 'done' | 'cut' | 'bad' | null {
    if (this.#rest.length > 0 || this.#pieces !== null) return null;
    const { state } = this.#inflater;
    if (state !== 'open') return state;
    if (!this.#isAll || this.#inputs.length > 0) return null;
    this.#inflater.finish();
    return 'cut';
  }

  /** Gives the input that was not needed, and all blocks of input. */
  rest(): { readonly bytes: Uint8Array; readonly blocks: ArrayBuffer[] } {
    const inputs = this.#input === null ? this.#inputs : [this.#input, ...this.#inputs];
    const bytes = Buffer.concat(inputs.map((input) => input.bytes));
    const unused = this.#received - this.#inflater.used;
    return {
      bytes: Uint8Array.from(bytes.subarray(bytes.length - unused)),
      blocks: inputs.map(({ block }) => block),
    };
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
    while (this.#inflater.state === 'open' || this.#pieces !== null) {
      if (this.#pieces === null && !this.#takeInput()) return false;
      const next = this.#pieces?.next();
      if (next?.done === false) {
        this.#rest = next.value;
        return true;
      }
      this.#pieces = null;
    }
    return false;
  }

  /** Goes on to the next input; false where there is none. */
  #takeInput(): boolean {
    const input = this.#inputs.shift();
    if (input === undefined) return false;
    if (this.#input !== null) this.#used(this.#input.block);
    this.#input = input;
    this.#pieces = this.#inflater.inflate(input.bytes);
    return true;
  }
}

if (parentPort !== null) {
  const port = parentPort;
  const service = new Service((answer, blocks) => port.postMessage(answer, blocks));
  port.on('message', (order: Order) => service.take(order));
}
