import type { LogPlace } from '../model/log.js';
import { visible } from '../model/text.js';
import { unpack } from '../sieve/parcel.js';
import type { Apart } from '../sources/found.js';
import { startWorker, workerError } from '../sources/workers.js';
import type { OpenLog } from './open-log.js';
import type { Answer, Order } from './protocol.js';
import type { Conditions, Receiver } from './receiver.js';

/** A file that a thread has not done yet. */
interface Pending {
  readonly path: string;
  readonly size: number;
  readonly done: (isEmpty: boolean) => void;
  readonly failed: (error: Error) => void;
}

/** A thread that walks files, seen from outside. */
export class Thread {
  readonly #worker = startWorker(new URL('./thread.js', import.meta.url));
  readonly #receiver: Receiver;
  readonly #conditions: Conditions;
  readonly #pending: Pending[] = [];
  #failure: Error | null = null;
  readonly #logs = new Map<number, { readonly place: LogPlace; readonly log: OpenLog }>();

  constructor(receiver: Receiver, conditions: Conditions) {
    this.#receiver = receiver;
    this.#conditions = conditions;
    this.#worker.on('message', (answer: Answer) => this.#take(answer));
    this.#worker.on('error', (error) => {
      this.#fail(workerError(error, `reading ${visible(this.#pending[0]?.path ?? 'nothing')}`));
    });
    this.#worker.on('exit', () => this.#fail(new Error('a worker ended before its work was done')));
    const { signal } = conditions.watcher;
    if (signal.aborted) this.#stop();
    else signal.addEventListener('abort', this.#stop);
  }

  /** How many bytes the files have that it has not done yet. */
  get load(): number {
    return this.#pending.reduce((sum, { size }) => sum + size, 0);
  }

  /**
   * Walks a file after those it has. Resolves when all that it holds is received, with whether that was nothing but files
   * that tell of logs; rejects with ResourceError where memory is too small for it, else for a bug.
   */
  walk({ path, named, size }: Apart): Promise<boolean> {
    if (this.#failure !== null) return Promise.reject(this.#failure);
    return new Promise((done, failed) => {
      this.#pending.push({ path, size, done, failed });
      this.#tell({ kind: 'walk', path, named, limits: this.#conditions.limits });
    });
  }

  /** Ends it; what it has not done yet is given up. */
  end(): void {
    this.#conditions.watcher.signal.removeEventListener('abort', this.#stop);
    if (this.#pending.length > 0) return void this.#worker.terminate();
    this.#tell({ kind: 'end' });
    this.#worker.unref();
  }

  readonly #stop = (): void => this.#tell({ kind: 'stop' });

  #fail(error: Error): void {
    this.#failure ??= error;
    for (const { failed } of this.#pending.splice(0)) failed(this.#failure);
  }

  #tell(order: Order): void {
    this.#worker.postMessage(order);
  }

  #take(answer: Answer): void {
    if (answer.kind === 'lines') this.#read(answer);
    else if (answer.kind === 'log') this.#open(answer);
    else if (answer.kind === 'log-end') this.#close(answer.log);
    else if (answer.kind === 'facts') this.#receiver.learn(answer.facts);
    else if (answer.kind === 'trouble') this.#receiver.note(answer.trouble);
    else if (answer.kind === 'bytes') this.#conditions.watcher.bytes(answer.count);
    else {
      this.#receiver.count(answer.work);
      this.#pending.shift()?.done(answer.isEmpty);
    }
  }

  #open({ log, place }: Extract<Answer, { kind: 'log' }>): void {
    this.#logs.set(log, { place, log: this.#receiver.open(place) });
  }

  #read({ log, parcel }: Extract<Answer, { kind: 'lines' }>): void {
    const open = this.#logs.get(log)?.log;
    for (const line of unpack(parcel)) for (const record of open?.readRecord(line) ?? []) open?.add(record);
    this.#tell({ kind: 'read' });
  }

  #close(number: number): void {
    const known = this.#logs.get(number);
    this.#logs.delete(number);
    if (known !== undefined) this.#receiver.close(known.place, known.log);
  }
}
