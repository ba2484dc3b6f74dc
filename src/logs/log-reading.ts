import type { MessageRecord } from '../messages/log-record.js';
import type { Diagnostic } from '../model/diagnostic.js';
import type { LogPlace } from '../model/log.js';
import type { TimeBasis } from '../model/report.js';
import type { Instant } from '../model/units.js';
import type { StopWordCount } from '../model/work.js';

/**
 * All that one log tells. It is plain data: a copy made by `structuredClone` or through JSON gives the same report, so a
 * log can be read in another thread or on another machine.
 */
export interface LogReading {
  readonly place: LogPlace;
  readonly entries: readonly LogEntry[];
  readonly firstAt: Instant | null;
  readonly lastAt: Instant | null;
  /** When its last line was written: another may bear a later time. */
  readonly endAt: Instant | null;
  /** Whether the product is a hosted one, null where no line tells. */
  readonly hosted: boolean | null;
  /** Whether any line is one of a VMware log of a VM. */
  readonly isVmLog: boolean;
  readonly bytes: number;
  /** Its first line with a stamp, null where there is none. */
  readonly firstLine: string | null;
  /** Its last line that is one of a VMware log, null where there is none. */
  readonly lastLine: string | null;
  /** Whether it ends in mid-line. */
  readonly cut: boolean;
  readonly words: StopWordCount;
  readonly diagnostics: readonly Diagnostic[];
}

/** A message of a log with the time that its stamp means. There are as many as stops and more, so it holds no other. */
export interface LogEntry extends Omit<MessageRecord, 'kind' | 'stamp' | 'previous'> {
  readonly at: Instant | null;
  readonly basis: TimeBasis;
}
