import { type MessagePort, parentPort } from 'node:worker_threads';
import { isInventoryFile, readInventoryFile } from '../inventory/index.js';
import type { Watcher } from '../model/watcher.js';
import { noWork, type Work } from '../model/work.js';
import { siftInto } from '../sieve/lines.js';
import { Packer } from '../sieve/parcel.js';
import { exploreFound } from '../sources/files.js';
import type { Found } from '../sources/found.js';
import { walk } from '../sources/walk.js';
import { PLAN } from './plan.js';
import { type Answer, type Order, PARCELS } from './protocol.js';
import { Slots } from './slots.js';

/** So many bytes are read before that is told. */
const BYTES_TOLD = 4 * 1024 * 1024;

/** Walks one file after the other in a thread of its own, and sends what it finds as far as that is read. */
class Service {
  readonly #port: MessagePort;
  readonly #stopping = new AbortController();
  readonly #watcher: Watcher;
  #last: Promise<void> = Promise.resolve();
  readonly #parcels = new Slots(PARCELS);
  #logs = 0;
  #bytes = 0;

  constructor(port: MessagePort) {
    this.#port = port;
    this.#watcher = {
      signal: this.#stopping.signal,
      bytes: (count) => {
        this.#bytes += count;
        if (this.#bytes >= BYTES_TOLD) this.#tellBytes();
      },
      log: () => {},
      stop: () => {},
    };
  }

  /** Does as it is told, one file after the other. */
  take(order: Order): void {
    if (order.kind === 'walk') this.#last = this.#last.then(() => this.#walk(order));
    else if (order.kind === 'read') this.#parcels.give();
    else if (order.kind === 'stop') this.#stopping.abort();
    else this.#port.close();
  }

  async #walk({ path, named, limits }: Extract<Order, { kind: 'walk' }>): Promise<void> {
    const work = noWork();
    const options = { stdin: null, limits, isCompanion: isInventoryFile, watcher: this.#watcher };
    const founds = named ? walk([path], options) : exploreFound(path, limits, options);
    const isEmpty = await this.#send(founds, work);
    this.#tellBytes();
    this.#tell({ kind: 'done', isEmpty, work });
  }

  /** Sends all that a walk finds, and tells whether that was nothing but files that tell of logs. */
  async #send(founds: AsyncIterable<Found>, work: Work): Promise<boolean> {
    const alongside: Promise<boolean>[] = [];
    let isEmpty = true;
    for await (const found of founds) {
      isEmpty &&= found.kind === 'companion';
      if (found.kind === 'alongside') alongside.push(this.#send(found.founds, work));
      else if (found.kind === 'apart') found.walked?.(await this.#send(found.founds, work));
      else if (found.kind === 'log') await this.#sendLog(found, work);
      else if (found.kind === 'trouble') this.#tell({ kind: 'trouble', trouble: found });
      else this.#tell({ kind: 'facts', facts: await readInventoryFile(found.place, found.pieces) });
    }
    await Promise.all(alongside);
    return isEmpty;
  }

  async #sendLog({ place, pieces }: Extract<Found, { kind: 'log' }>, work: Work): Promise<void> {
    const log = this.#logs++;
    this.#tell({ kind: 'log', log, place });
    for await (const parcel of siftInto(new Packer(), pieces, PLAN, work)) {
      await this.#parcels.take();
      this.#tell({ kind: 'lines', log, parcel }, [parcel.numbers.buffer, parcel.texts.buffer]);
    }
    this.#tell({ kind: 'log-end', log });
  }

  #tellBytes(): void {
    this.#tell({ kind: 'bytes', count: this.#bytes });
    this.#bytes = 0;
  }

  #tell(answer: Answer, moved: ArrayBuffer[] = []): void {
    this.#port.postMessage(answer, moved);
  }
}

if (parentPort !== null) {
  const service = new Service(parentPort);
  parentPort.on('message', (order: Order) => service.take(order));
}
