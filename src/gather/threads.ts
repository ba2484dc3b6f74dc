import { availableParallelism } from 'node:os';
import type { Apart } from '../sources/found.js';
import type { Receiver, Surroundings } from './receiver.js';
import { Thread } from './remote.js';

/** Walks files in threads of their own, one for each processor, which are started when they are needed. */
export class Threads {
  readonly #receiver: Receiver;
  readonly #surroundings: Surroundings;
  readonly #most = availableParallelism();
  readonly #threads: Thread[] = [];

  constructor(receiver: Receiver, surroundings: Surroundings) {
    this.#receiver = receiver;
    this.#surroundings = surroundings;
  }

  /** Walks a file when its turn comes; resolves when all that it holds is received, rejects for a bug. */
  walk(file: Apart): Promise<void> {
    return this.#idlest().walk(file);
  }

  /** Lets go of all threads, none of which may be at work. */
  end(): void {
    for (const thread of this.#threads) thread.end();
  }

  #idlest(): Thread {
    const idlest = this.#threads.toSorted((a, b) => a.load - b.load)[0];
    if (idlest !== undefined && this.#threads.length === this.#most) return idlest;
    const thread = new Thread(this.#receiver, this.#surroundings);
    this.#threads.push(thread);
    return thread;
  }
}
