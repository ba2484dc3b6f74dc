import type { LogRecord } from '../../src/messages/log-record.js';
import { RecordReader } from '../../src/messages/record.js';

/** Gives the records that a line yields which holds a needle and is the first of its log. */
export function recordsOf(text: string): readonly LogRecord[] {
  const records: LogRecord[] = [];
  new RecordReader((record) => records.push(record)).read({ kind: 'hit', offset: 0, text });
  return records;
}
