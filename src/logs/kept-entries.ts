import { isStopMessage } from '../messages/entries.js';
import { type Diagnostic, diagnostic } from '../model/diagnostic.js';
import type { LogPlace } from '../model/log.js';
import type { LogEntry } from './log-reading.js';

/** Of very many messages without a stop so many are kept at the beginning, and at least as many at the end. */
const KEPT_ON_EACH_SIDE = 5_000;

/** Real logs have a few hundred messages between two stops. A VM that only a header names takes 5 KB of memory. */
const MOST_WITHOUT_STOP = 3 * KEPT_ON_EACH_SIDE;

/** The entries of one log. Of very many in a row without a stop, which only a trap has, those in the middle are left out. */
export class KeptEntries<T extends LogEntry> {
  readonly #entries: T[] = [];
  /** The index of the first entry behind the last stop. */
  #afterStop = 0;
  #leftOut = 0;
  /** Where the first entry stands that was left out. */
  #leftOutAt = 0;

  /** All entries that were kept, in order. */
  get entries(): readonly T[] {
    return this.#entries;
  }

  /** Adds the next entry. */
  add(entry: T): void {
    this.#entries.push(entry);
    if (isStopMessage(entry.message)) this.#afterStop = this.#entries.length;
    else if (this.#entries.length - this.#afterStop === MOST_WITHOUT_STOP) this.#leaveOut();
  }

  /** What was left out, as a diagnostic: none for nearly all logs. */
  diagnostics({ path }: LogPlace): readonly Diagnostic[] {
    if (this.#leftOut === 0) return [];
    const message =
      `It has ${MOST_WITHOUT_STOP} messages or more in a row without a stop: ${this.#leftOut} were left out, the first at ` +
      `byte ${this.#leftOutAt}. No stop line was left out, but the VM and the cause of a stop may be wrong, and so may the ` +
      'length of a stop in a migration; if the file holds logs of several VMs, make one file for each.';
    return [diagnostic('limit', path, message)];
  }

  #leaveOut(): void {
    const [first] = this.#entries.splice(this.#afterStop + KEPT_ON_EACH_SIDE, KEPT_ON_EACH_SIDE);
    if (this.#leftOut === 0) this.#leftOutAt = first?.offset ?? 0;
    this.#leftOut += KEPT_ON_EACH_SIDE;
  }
}
