import type { MessageRecord } from '../messages/log-record.js';
import type { Diagnostic } from '../model/diagnostic.js';
import type { LogPlace } from '../model/log.js';
import type { TimeBasis } from '../model/report.js';
import type { Instant } from '../model/units.js';
import type { StopWordCount } from '../model/work.js';

/**
 * Everything read from one log. It is plain data: a copy through `structuredClone` or JSON gives the same report, so a
 * log can be read in another thread or on another machine.
 */
export interface LogReading {
  readonly place: LogPlace;
  readonly entries: readonly LogEntry[];
  readonly firstAt: Instant | null;
  readonly lastAt: Instant | null;
  /** The time of its last line: an earlier line may have a later time. */
  readonly endAt: Instant | null;
  /** Whether the product is a hosted one, null if no line tells. */
  readonly hosted: boolean | null;
  /** Whether any line has the format of a VM's log. */
  readonly isVmLog: boolean;
  readonly bytes: number;
  /** Its first line with a stamp, null if there is none. */
  readonly firstLine: string | null;
  /** Its last line in the format of a VMware log, null if there is none. */
  readonly lastLine: string | null;
  /** Whether it ends in mid-line. */
  readonly cut: boolean;
  readonly words: StopWordCount;
  readonly diagnostics: readonly Diagnostic[];
}

/** A message with the time that its stamp means. */
export interface LogEntry extends Omit<MessageRecord, 'kind' | 'stamp' | 'previous'> {
  readonly at: Instant | null;
  readonly basis: TimeBasis;
}
