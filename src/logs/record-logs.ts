import type { Diagnostic } from '../model/diagnostic.js';
import type { Progress } from '../model/progress.js';
import { noWork } from '../model/work.js';
import type { WalkItem } from '../sources/walk-item.js';
import type { ReadItem } from './read-item.js';
import { RecordsWriter } from './records/records-writer.js';
import { WalkReader } from './walk-reader.js';

/**
 * Reads all that a walk finds and writes it as records, one log after the other: what is read at the same time would have to
 * wait for its turn in memory. Gives all that there is to say of the logs.
 */
export async function recordLogs(
  walk: AsyncIterable<WalkItem>,
  inputs: readonly string[],
  write: (text: Iterable<string>) => Promise<void>,
  progress: Progress,
): Promise<readonly Diagnostic[]> {
  const writer = new RecordsWriter();
  const diagnostics: Diagnostic[] = [];
  const give = (item: ReadItem) => {
    for (const one of diagnosticsOf(item)) diagnostics.push(one);
    return write(writer.item(item));
  };
  for (const path of inputs) await give({ kind: 'input', path });
  await new WalkReader({ progress, work: noWork(), large: null, give }).read(walk);
  if (!progress.signal.aborted) await write(writer.end());
  return diagnostics;
}

function diagnosticsOf(item: ReadItem): readonly Diagnostic[] {
  if (item.kind === 'problem') return [item.diagnostic];
  if (item.kind === 'reading') return item.reading.diagnostics;
  return item.kind === 'no-vm-log' ? item.diagnostics : [];
}
