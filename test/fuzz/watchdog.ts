import { Worker } from 'node:worker_threads';

/** Runs beside the tests: where they do not come to life for so long, it ends the process with what they were at. */
const WATCHER = `
const { workerData } = require('node:worker_threads');
const { beats, longestMs } = workerData;
let [last, since] = [Atomics.load(beats, 0), Date.now()];
setInterval(() => {
  const now = Atomics.load(beats, 0);
  if (now !== last) [last, since] = [now, Date.now()];
  else if (Date.now() - since > longestMs) {
    require('node:fs').writeSync(2, 'case ' + now + ' keeps the process busy for ever\\n');
    process.kill(process.pid, 'SIGKILL');
  }
}, 250);
`;

/** Guards against code that never gives control back, which no timer of its own thread can end. */
export class Watchdog {
  readonly #beats = new Int32Array(new SharedArrayBuffer(4));
  readonly #worker: Worker;

  constructor(longestMs = 60_000) {
    this.#worker = new Worker(WATCHER, { eval: true, workerData: { beats: this.#beats, longestMs } });
    this.#worker.unref();
  }

  /** Tells that the next case begins. */
  beat(): void {
    Atomics.add(this.#beats, 0, 1);
  }

  /** Ends the watch. */
  async end(): Promise<void> {
    await this.#worker.terminate();
  }
}
