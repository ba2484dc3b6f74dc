import type { StopWordCount } from '../model/work.js';
import type { Message } from './message.js';
import type { Stamp } from './stamp.js';

/** What a log yields, in the order of its lines. */
export type LogRecord =
  /** A line with a message of the catalogue. */
  | MessageRecord
  /** Some other line of a VMware log: it tells that the log is one, and a time that it covers. */
  | {
      readonly kind: 'line';
      /** The line as found, control characters escaped. */
      readonly line: string;
      readonly stamp: Stamp;
      readonly hosted: boolean | null;
    }
  /** Words of a stop that are the guest's, as the line itself proves. */
  | { readonly kind: 'guest-text'; readonly offset: number }
  /** Words of a stop that nobody can place. */
  | { readonly kind: 'unread-stop'; readonly offset: number; readonly text: string }
  | { readonly kind: 'long'; readonly offset: number }
  /** The last line, which begins at `offset`, was cut off; `cut-stop`: what is left of it begins the words of a stop. */
  | { readonly kind: 'cut-line' | 'cut-stop'; readonly offset: number }
  | { readonly kind: 'end'; readonly bytes: number; readonly words: StopWordCount };

/** A message with what its line tells besides. */
export interface MessageRecord {
  readonly kind: 'message';
  readonly message: Message;
  readonly offset: number;
  /** The line as found, control characters escaped. */
  readonly line: string;
  readonly stamp: Stamp | null;
  /** The stamp of the line before a stop, where that is known. */
  readonly previous: Stamp | null;
  /** The file that a `grep` prefix names. */
  readonly origin: string | null;
  readonly thread: string | null;
  readonly opId: string | null;
}
