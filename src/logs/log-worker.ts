import { type MessagePort, parentPort } from 'node:worker_threads';
import type { Progress } from '../model/progress.js';
import { noWork } from '../model/work.js';
import { walkFound } from '../sources/walk.js';
import { RECOGNISERS } from './recognisers.js';
import { WalkReader } from './walk-reader.js';
import type { ReadOrder, WorkerAnswer, WorkerOrder } from './worker-messages.js';

/** Progress is sent after so many bytes, and where a log begins. */
const PROGRESS_BYTES = 4 * 1024 * 1024;

/** Reads the files that it is told to, one after the other, in a thread of its own. */
class LogWorker {
  readonly #port: MessagePort;
  readonly #stopping = new AbortController();
  readonly #progress: Progress;
  #bytes = 0;
  #stops = 0;

  constructor(port: MessagePort) {
    this.#port = port;
    this.#progress = {
      signal: this.#stopping.signal,
      bytes: (count) => {
        this.#bytes += count;
        if (this.#bytes >= PROGRESS_BYTES) this.#sendProgress(null);
      },
      log: (path) => this.#sendProgress(path),
      stop: () => {
        this.#stops++;
      },
    };
  }

  /** Does what it is told; an error ends the worker. */
  take(order: WorkerOrder): void {
    if (order.kind === 'read') void this.#read(order);
    else if (order.kind === 'stop') this.#stopping.abort();
    else this.#port.close();
  }

  async #read({ file, limits }: ReadOrder): Promise<void> {
    const work = noWork();
    const options = {
      stdin: null,
      limits,
      known: RECOGNISERS,
      progress: this.#progress,
    };
    const give = (item: Extract<WorkerAnswer, { kind: 'item' }>['item']) =>
      this.#send({ kind: 'item', item });
    const reader = new WalkReader({ progress: this.#progress, work, give, large: null });
    const isEmpty = await reader.read(walkFound(file, options));
    this.#sendProgress(null);
    this.#send({ kind: 'done', isEmpty, work });
  }

  #sendProgress(log: string | null): void {
    this.#send({ kind: 'progress', bytes: this.#bytes, stops: this.#stops, log });
    this.#bytes = 0;
    this.#stops = 0;
  }

  #send(answer: WorkerAnswer): void {
    this.#port.postMessage(answer);
  }
}

if (parentPort !== null) {
  const worker = new LogWorker(parentPort);
  parentPort.on('message', (order: WorkerOrder) => worker.take(order));
}
