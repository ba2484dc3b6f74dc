import type { LogEntry } from '../logs/log-reading.js';
import type { LogPlace } from '../model/log.js';

/** A message with the log that it stands in: entries of one log share one `place`, those of two logs never do. */
export interface Entry extends LogEntry {
  readonly place: LogPlace;
}

/** A line as it is cited: its text, where it stands and when it was written. */
export type Cited = Pick<Entry, 'line' | 'place' | 'offset' | 'at'>;

/** Gives the entries of a log that stands at `place`, which must be an object of its own: it tells logs apart. */
export function entriesAt(place: LogPlace, entries: readonly LogEntry[]): readonly Entry[] {
  // Named one by one: a spread takes several times as long, and there are as many as stops and more.
  return entries.map(({ message, offset, line, origin, thread, opId, at, basis }) => ({
    message,
    offset,
    line,
    origin,
    thread,
    opId,
    at,
    basis,
    place,
  }));
}
