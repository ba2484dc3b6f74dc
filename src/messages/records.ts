import type { SievedLine } from '../model/line.js';
import { type LogRecord, RecordReader } from './record.js';

/**
 * Gives what each batch of the sieved lines of one log yields, in their order. Each record is shown to `look` as
 * soon as it is read. Throws what the lines throw.
 */
export async function* readRecords(
  batches: AsyncIterable<readonly SievedLine[]>,
  look: (record: LogRecord) => void,
): AsyncGenerator<readonly LogRecord[]> {
  let records: LogRecord[] = [];
  const reader = new RecordReader((record) => {
    look(record);
    records.push(record);
  });
  for await (const lines of batches) {
    for (const line of lines) reader.read(line);
    yield records;
    records = [];
  }
}
