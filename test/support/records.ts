import type { LogRecord } from '../../src/messages/log-record.js';
import { RecordReader } from '../../src/messages/record.js';

/** Gives the records that lines yield which all hold a needle and are the first of their log. */
export function recordsOf(...lines: readonly string[]): readonly LogRecord[] {
  const records: LogRecord[] = [];
  const reader = new RecordReader();
  let offset = 0;
  for (const text of lines) {
    records.push(...reader.readRecord({ kind: 'hit', offset, text }));
    offset += Buffer.byteLength(text) + 1;
  }
  return records;
}
