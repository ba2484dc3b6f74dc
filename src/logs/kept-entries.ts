import { isStopMessage } from '../messages/entries.js';
import { type Diagnostic, diagnostic } from '../model/diagnostic.js';
import type { LogPlace } from '../model/log.js';
import type { LogEntry } from './log-reading.js';

/**
 * Between two stops so many messages are kept from the first on, and at least as many before the second. Real logs have
 * a few hundred; in memory, VMs that only a header names cost 5 KB each.
 */
const MOST_ON_EACH_SIDE = 5_000;

/** The entries of one log, without what only a trap has: very many messages between two stops. */
export class KeptEntries<T extends LogEntry> {
  readonly #entries: T[] = [];
  /** The index of the first entry behind the last stop. */
  #afterStop = 0;
  #left = 0;
  /** Where the first entry stands that was left out. */
  #leftAt = 0;

  /** All entries that were kept, in order. */
  get entries(): readonly T[] {
    return this.#entries;
  }

  /** Adds the next entry. */
  add(entry: T): void {
    this.#entries.push(entry);
    if (isStopMessage(entry.message)) this.#afterStop = this.#entries.length;
    else if (this.#entries.length - this.#afterStop === 3 * MOST_ON_EACH_SIDE) this.#leaveOut();
  }

  /** What was left out, as a diagnostic: none for nearly all logs. */
  diagnostics({ path }: LogPlace): readonly Diagnostic[] {
    if (this.#left === 0) return [];
    const message =
      `It has over ${2 * MOST_ON_EACH_SIDE} messages without a stop between them: ${this.#left} were left out, the first ` +
      `at byte ${this.#leftAt}. All stop lines were read, but whose they are, their causes, and how long stops of migrations ` +
      'lasted may be wrong; cut the file into one for each VM.';
    return [diagnostic('limit', path, message)];
  }

  #leaveOut(): void {
    const [first] = this.#entries.splice(this.#afterStop + MOST_ON_EACH_SIDE, MOST_ON_EACH_SIDE);
    if (this.#left === 0) this.#leftAt = first?.offset ?? 0;
    this.#left += MOST_ON_EACH_SIDE;
  }
}
