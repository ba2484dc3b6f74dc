import type { LogRecord, MessageRecord } from '../messages/log-record.js';
import type { LogPlace } from '../model/log.js';
import type { TimeBasis } from '../model/report.js';
import type { Instant } from '../model/units.js';

/** A message with the point in time that its stamp means. There are as many as stops and more, so it holds no other. */
export interface Entry extends Omit<MessageRecord, 'kind' | 'stamp' | 'previous'> {
  readonly at: Instant | null;
  readonly basis: TimeBasis;
  readonly place: LogPlace;
}

/** A line as it is cited: its text, where it stands and when it was written. */
export type Cited = Pick<Entry, 'line' | 'place' | 'offset' | 'at'>;

/** A line that is no message but worth a remark. */
export type Oddity = Exclude<LogRecord, { kind: 'message' | 'line' | 'end' }>;
