import type { SievedLine } from '../model/line.js';
import { type LogRecord, RecordReader } from './record.js';

/** Handing on each record by itself would cost more than reading it. */
const BATCH_LENGTH = 256;

/**
 * Makes a reader of the sieved lines of one log that gives its records many at a time, the last ones at the end. Each is
 * shown to `look` as soon as it is read.
 */
export function batchReader(
  look: (record: LogRecord) => void,
): (line: SievedLine) => LogRecord[] | undefined {
  const reader = new RecordReader();
  let batch: LogRecord[] = [];
  return (line) => {
    for (const record of reader.read(line) ?? []) {
      look(record);
      batch.push(record);
    }
    if (batch.length < BATCH_LENGTH && line.kind !== 'end') return undefined;
    const full = batch;
    batch = [];
    return full;
  };
}
