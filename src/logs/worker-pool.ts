import { availableParallelism } from 'node:os';
import type { Worker } from 'node:worker_threads';
import { visible } from '../model/text.js';
import { addWork, type Work } from '../model/work.js';
import type { FoundFile } from '../sources/walk-item.js';
import { startWorker, workerError } from '../sources/workers.js';
import type { Conditions } from './collect.js';
import type { ReadItem } from './read-item.js';
import type { WorkerAnswer, WorkerOrder } from './worker-messages.js';

/** A worker holds the reading of one log at a time: 0.3 KB for each stop, so that three million fit in. */
const HEAP_MB = 1024;

/** A file for a worker to read. */
interface Job {
  readonly file: FoundFile;
  readonly give: (item: ReadItem) => void;
  readonly done: (isEmpty: boolean) => void;
  readonly failed: (error: Error) => void;
}

/**
 * Reads files in workers, at most one for each processor. A pool of a library would end a worker that is stopped; here
 * it answers with what it read until then.
 */
export class WorkerPool {
  readonly #conditions: Conditions;
  readonly #work: Work;
  /** Each worker with the file that it reads, null where it waits for one. */
  readonly #workers = new Map<Worker, Job | null>();
  readonly #queue: Job[] = [];
  #failure: Error | null = null;

  /** What the reading takes is added to `work`. */
  constructor(conditions: Conditions, work: Work) {
    this.#conditions = conditions;
    this.#work = work;
    conditions.progress.signal.addEventListener('abort', this.#stop);
  }

  /**
   * Reads a file once a worker is free for it, and says whether it held nothing but inventory files. Rejects with
   * ResourceError where memory is too small for it, else for a bug.
   */
  read(file: FoundFile, give: Job['give']): Promise<boolean> {
    if (this.#failure !== null) return Promise.reject(this.#failure);
    return new Promise((done, failed) => {
      this.#queue.push({ file, give, done, failed });
      this.#assign(this.#idle());
    });
  }

  /** Ends all workers; what they have not read yet is given up. */
  end(): void {
    this.#conditions.progress.signal.removeEventListener('abort', this.#stop);
    for (const [worker, job] of this.#workers) {
      if (job !== null) void worker.terminate();
      else {
        tell(worker, { kind: 'end' });
        worker.unref();
      }
    }
  }

  readonly #stop = (): void => {
    for (const worker of this.#workers.keys()) tell(worker, { kind: 'stop' });
  };

  /** Gives a worker that waits, a new one where there is a processor for it, null where all are busy. */
  #idle(): Worker | null {
    for (const [worker, job] of this.#workers) if (job === null) return worker;
    return this.#workers.size < availableParallelism() ? this.#start() : null;
  }

  #start(): Worker {
    const worker = startWorker(new URL('./log-worker.js', import.meta.url), HEAP_MB);
    this.#workers.set(worker, null);
    worker.on('message', (answer: WorkerAnswer) => this.#take(worker, answer));
    worker.on('error', (error) => {
      const path = this.#workers.get(worker)?.file.path ?? 'nothing';
      this.#fail(workerError(error, `reading ${visible(path)}`, HEAP_MB));
    });
    worker.on('exit', () => this.#fail(new Error('a worker ended before its work was done')));
    if (this.#conditions.progress.signal.aborted) tell(worker, { kind: 'stop' });
    return worker;
  }

  #assign(worker: Worker | null): void {
    const job = worker === null ? undefined : this.#queue.shift();
    if (worker === null || job === undefined) return;
    this.#workers.set(worker, job);
    const { file } = job;
    tell(worker, { kind: 'read', file, limits: this.#conditions.limits });
  }

  #take(worker: Worker, answer: WorkerAnswer): void {
    const job = this.#workers.get(worker);
    if (answer.kind === 'item') job?.give(answer.item);
    else if (answer.kind === 'progress') {
      const { progress } = this.#conditions;
      if (answer.log !== null) progress.log(answer.log);
      progress.bytes(answer.bytes);
      for (let stop = 0; stop < answer.stops; stop++) progress.stop();
    } else {
      addWork(this.#work, answer.work);
      this.#workers.set(worker, null);
      job?.done(answer.isEmpty);
      this.#assign(worker);
    }
  }

  #fail(error: Error): void {
    this.#failure ??= error;
    const jobs = [...this.#workers.values(), ...this.#queue.splice(0)];
    for (const job of jobs) job?.failed(this.#failure);
  }
}

function tell(worker: Worker, order: WorkerOrder): void {
  worker.postMessage(order);
}
