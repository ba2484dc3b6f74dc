import { Worker } from 'node:worker_threads';
import type { Feed } from '../feed.js';
import { Waker } from '../waker.js';
import { type Answer, INPUT_BYTES, INPUTS, type Inflated, type Order } from './protocol.js';

/**
 * Inflates the raw deflate stream at which a feed stands in a thread of its own, so that what comes out is read while
 * it goes on. A piece given is gone once the next one is asked for. Leaves the feed right behind a stream that is done.
 */
export async function* inflateElsewhere(feed: Feed): AsyncGenerator<Buffer, Inflated['end']> {
  const thread = takeThread();
  const input = new Input(feed, thread);
  let isOver = false;
  try {
    thread.tell({ kind: 'begin' });
    for (let wanted = INPUTS; ; ) {
      for (; wanted > 0; wanted--) await input.send();
      const answer = await thread.answer();
      if (answer.kind === 'hungry') wanted++;
      else if (answer.kind === 'output') {
        yield Buffer.from(answer.block, 0, answer.length);
        thread.tell({ kind: 'block', block: answer.block }, answer.block);
      } else {
        input.giveBack(answer.used);
        isOver = true;
        return answer.end;
      }
    }
  } finally {
    // A reader that left early leaves answers behind that nobody wants.
    if (isOver) returnThread(thread);
    else await thread.end();
  }
}

/** The pieces of a stream on their way to the thread. */
class Input {
  readonly #feed: Feed;
  readonly #thread: Thread;
  /** What may have to be given back: the thread has so many, and one that it is at. */
  #latest: Buffer[] = [];
  #sent = 0;

  constructor(feed: Feed, thread: Thread) {
    this.#feed = feed;
    this.#thread = thread;
  }

  /** Sends the next piece. */
  async send(): Promise<void> {
    const piece = await this.#feed.next(INPUT_BYTES);
    if (piece === null) return this.#thread.tell({ kind: 'finish' });
    const bytes = Buffer.from(piece);
    this.#sent += bytes.length;
    this.#latest = [...this.#latest, bytes].slice(-INPUTS - 1);
    this.#thread.tell({ kind: 'input', bytes });
  }

  /** Gives back what was sent beyond so many bytes. */
  giveBack(used: number): void {
    const bytes = Buffer.concat(this.#latest);
    this.#feed.giveBack(bytes.subarray(bytes.length - (this.#sent - used)));
  }
}

/** A thread that inflates, seen from outside. */
class Thread {
  readonly #worker = new Worker(new URL('./worker.js', import.meta.url));
  readonly #waker = new Waker();
  readonly #answers: Answer[] = [];
  #failure: Error | null = null;

  constructor() {
    this.#worker.on('message', (answer: Answer) => {
      this.#answers.push(answer);
      this.#waker.wake();
    });
    this.#worker.on('error', (error) => {
      this.#failure = error;
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
