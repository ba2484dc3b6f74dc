import { availableParallelism } from 'node:os';
import type { Apart } from '../sources/found.js';
import type { Conditions, Receiver } from './receiver.js';
import { Thread } from './remote.js';

/** Walks files in threads of their own, one for each processor, which are started when they are needed. */
export class Threads {
  readonly #receiver: Receiver;
  readonly #conditions: Conditions;
  readonly #most = availableParallelism();
  readonly #threads: Thread[] = [];

  constructor(receiver: Receiver, conditions: Conditions) {
    this.#receiver = receiver;
    this.#conditions = conditions;
  }

  /** Walks a file when its turn comes, as a thread does. */
  walk(file: Apart): Promise<boolean> {
    return this.#idlest().walk(file);
  }

  /** Ends all threads; what they have not done yet is given up. */
  end(): void {
    for (const thread of this.#threads) thread.end();
  }

  #idlest(): Thread {
    const idlest = this.#threads.toSorted((a, b) => a.load - b.load)[0];
    if (idlest !== undefined && this.#threads.length === this.#most) return idlest;
    const thread = new Thread(this.#receiver, this.#conditions);
    this.#threads.push(thread);
    return thread;
  }
}
