import { isOfGuest } from './entries.js';
import type { Prefix } from './prefix.js';
import type { Stamp } from './stamp.js';
import { LINES_BEFORE_STOP } from './stop-words.js';

/** A line that was read, as far as later lines must know of it. */
export interface SeenLine {
  readonly text: string;
  readonly offset: number;
  readonly prefix: Prefix | null;
  /** For a line that held a stop: whether it was taken for somebody's text. */
  readonly isRefused: boolean | null;
}

/** The last lines of a log, which decide whose text a line without a stamp of its own is. */
export class RecentLines {
  readonly #lines: SeenLine[] = [];

  /** The line before the next one. */
  get last(): SeenLine | null {
    return this.#lines.at(-1) ?? null;
  }

  get previousStamp(): Stamp | null {
    return this.last?.prefix?.stamp ?? null;
  }

  add(line: SeenLine): void {
    this.#lines.push(line);
    if (this.#lines.length > LINES_BEFORE_STOP) this.#lines.shift();
  }

  /** Gives the last line with a readable stamp. */
  lastStamped(): SeenLine | null {
    return this.#lines.findLast(({ prefix }) => prefix !== null && prefix.stamp !== null) ?? null;
  }

  /** Says whether a stop line without a stamp of its own follows text of the guest, however far up that begins. */
  followsGuest(isPlainLog: boolean): boolean {
    for (const { isRefused, prefix } of this.#lines.toReversed()) {
      if (isRefused !== null) return isRefused;
      if (prefix?.shape === 'plain') return prefix.continuation || isOfGuest(prefix);
    }
    // Many lines without a stamp, in a log whose lines have one: a dump that the guest wrote.
    return isPlainLog && this.#lines.length === LINES_BEFORE_STOP;
  }

  /** Says whether the entry that the last lines continue is the guest's; false where its first line is out of sight. */
  continuesGuest(): boolean {
    const first = this.#lines.findLast(({ prefix }) => prefix?.shape !== 'plain' || !prefix.continuation);
    return first?.prefix?.shape === 'plain' && isOfGuest(first.prefix);
  }

  /** Says whether a text begins like the lines before it. */
  beginAlike(text: string): boolean {
    return this.#lines.some((line) => line.prefix !== null && line.text.startsWith(text));
  }
}
