import type { Feed } from '../feed.js';
import { Waker } from '../waker.js';
import { startWorker, workerError } from '../workers.js';
import { type Answer, INPUT_BYTES, INPUTS, type Inflated, type Order } from './protocol.js';

/**
 * Inflates the raw deflate stream at which a feed stands in a thread of its own, so that what comes out is read while
 * it goes on. A piece given is gone once the next one is asked for. Leaves the feed right behind a stream that is done.
 */
export async function* inflateElsewhere(feed: Feed): AsyncGenerator<Buffer, Inflated['end']> {
  const thread = takeThread();
  let end: Inflated['end'] | null = null;
  let goesOn = true;
  let isOver = false;
  try {
    thread.tell({ kind: 'begin' });
    for (;;) {
      while (goesOn && end === null && thread.inputBlocks.length > 0) goesOn = await sendInput(feed, thread);
      const answer = await thread.answer();
      if (answer.kind === 'hungry') thread.inputBlocks.push(answer.block);
      else if (answer.kind === 'output') {
        yield Buffer.from(answer.block, 0, answer.length);
        thread.tell({ kind: 'block', block: answer.block }, answer.block);
      } else if (answer.kind === 'end') {
        end = answer.end;
        thread.tell({ kind: 'return' });
      } else {
        thread.inputBlocks.push(...answer.blocks);
        feed.giveBack(Buffer.from(answer.bytes));
        isOver = true;
        return end ?? 'cut';
      }
    }
  } finally {
    // A reader that left early leaves answers behind that nobody wants.
    if (isOver) returnThread(thread);
    else await thread.end();
  }
}

/** Sends the next piece of a stream in a block that is free; false where there is none. */
async function sendInput(feed: Feed, thread: Thread): Promise<boolean> {
  const piece = await feed.next(INPUT_BYTES);
  const block = piece === null ? undefined : thread.inputBlocks.pop();
  if (piece === null || block === undefined) {
    thread.tell({ kind: 'finish' });
    return false;
  }
  piece.copy(Buffer.from(block));
  thread.tell({ kind: 'input', block, length: piece.length }, block);
  return true;
}

/** A thread that inflates, seen from outside. */
class Thread {
  readonly #worker = startWorker(new URL('./worker.js', import.meta.url));
  /** The blocks for input that nobody has. */
  readonly inputBlocks = Array.from({ length: INPUTS }, () => new ArrayBuffer(INPUT_BYTES));
  readonly #waker = new Waker();
  readonly #answers: Answer[] = [];
  #failure: Error | null = null;

  constructor() {
    this.#worker.on('message', (answer: Answer) => {
      this.#answers.push(answer);
      this.#waker.wake();
    });
    this.#worker.on('error', (error) => {
      this.#failure = workerError(error, 'inflating');
      this.#waker.wake();
    });
  }

  /** Tells it something; a block that goes along belongs to it from then on. */
  tell(order: Order, block?: ArrayBuffer): void {
    this.#worker.postMessage(order, block === undefined ? [] : [block]);
  }

  /** Waits for what it tells. */
  async answer(): Promise<Answer> {
    for (;;) {
      const answer = this.#answers.shift();
      if (answer !== undefined) return answer;
      if (this.#failure !== null) throw this.#failure;
      await this.#waker.wait();
    }
  }

  /** Says whether the end of the program waits for it. */
  hold(isHeld: boolean): void {
    if (isHeld) this.#worker.ref();
    else this.#worker.unref();
  }

  async end(): Promise<void> {
    await this.#worker.terminate();
  }
}

const idle: Thread[] = [];

function takeThread(): Thread {
  const thread = idle.pop() ?? new Thread();
  thread.hold(true);
  return thread;
}

function returnThread(thread: Thread): void {
  thread.hold(false);
  idle.push(thread);
}
