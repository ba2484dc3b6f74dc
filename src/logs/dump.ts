import type { LogEntry } from './log-reading.js';

/** Follows the parts of the configuration dump in the lines of a log: those of the host's settings tell nothing of the VM. */
export class DumpReader {
  #ofVm = true;
  #origin: string | null = null;

  /** Says of the next entry whether it speaks of the VM. */
  isOfVm({ message, origin }: Pick<LogEntry, 'message' | 'origin'>): boolean {
    if (message.kind === 'product' || origin !== this.#origin) this.#ofVm = true;
    this.#origin = origin;
    if (message.kind === 'dump') this.#ofVm = message.ofVm;
    const isDumped = message.kind === 'dumped-name' || (message.kind === 'uuid' && message.dumped);
    return this.#ofVm || !(isDumped || message.kind === 'dump');
  }
}
