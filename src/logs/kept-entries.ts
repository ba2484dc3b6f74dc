import { isStopMessage } from '../messages/entries.js';
import { type Diagnostic, diagnostic } from '../model/diagnostic.js';
import type { LogPlace } from '../model/log.js';
import type { LogEntry } from './log-reading.js';

/** Of very many messages without a stop so many are kept at the beginning, and at least as many at the end. */
const KEPT_ON_EACH_SIDE = 5_000;

/** Real logs have a few hundred messages between two stops. A VM that only a header names takes 5 KB of memory. */
const MOST_WITHOUT_STOP = 3 * KEPT_ON_EACH_SIDE;

/**
 * The entries of one log. Only a trap has very many in a row without a stop: those in the middle are left out then. The last
 * of each kind is kept, because the next stop may belong to a stun or a VM that was named long before.
 */
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
      `byte ${this.#leftOutAt}. No stop line was left out, but the VM and the cause of a stop may be wrong; ` +
      'if the file holds logs of several VMs, make one file for each.';
    return [diagnostic('limit', path, message)];
  }

  #leaveOut(): void {
    const [from, to] = [this.#afterStop + KEPT_ON_EACH_SIDE, this.#entries.length - KEPT_ON_EACH_SIDE];
    const middle = this.#entries.slice(from, to);
    const kept = lastOfEachKind(middle);
    this.#entries.splice(from, middle.length, ...kept);
    if (this.#leftOut === 0) this.#leftOutAt = middle.find((entry) => !kept.includes(entry))?.offset ?? 0;
    this.#leftOut += middle.length - kept.length;
  }
}

function lastOfEachKind<T extends LogEntry>(entries: readonly T[]): readonly T[] {
  const last = new Map(entries.map((entry) => [entry.message.kind, entry]));
  return entries.filter((entry) => last.get(entry.message.kind) === entry);
}
