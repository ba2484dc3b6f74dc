import type { LogEntry } from './log-reading.js';

/** Tells the VM's own part of a configuration dump from the host's settings. */
export class DumpReader {
  #ofVm = true;
  #origin: string | null = null;

  /** Returns whether the next entry is about the VM. */
  isOfVm({ message, origin }: Pick<LogEntry, 'message' | 'origin'>): boolean {
    if (message.kind === 'product' || origin !== this.#origin) this.#ofVm = true;
    this.#origin = origin;
    if (message.kind === 'dump') this.#ofVm = message.ofVm;
    const isDumped = message.kind === 'dumped-name' || (message.kind === 'uuid' && message.dumped);
    return this.#ofVm || !(isDumped || message.kind === 'dump');
  }
}
