import { findFindings } from './events/findings.js';
import { findOperations } from './events/operations.js';
import { batchReader } from './messages/batches.js';
import { NEEDLES } from './messages/catalogue.js';
import { HEAD_LINES } from './messages/record.js';
import { stopCounter } from './messages/stop-counter.js';
import { type Diagnostic, diagnostic } from './model/diagnostic.js';
import type { Report } from './model/report.js';
import type { AnalysisSettings } from './model/settings.js';
import { NOBODY, type Watcher } from './model/watcher.js';
import { siftLines } from './sieve/lines.js';
import type { Found } from './sources/explore.js';
import { type StandardInput, walk } from './sources/walk.js';
import { type LogReading, readLog } from './timeline/reading.js';
import { buildTimelines } from './timeline/timeline.js';
import { makeReport } from './verdict/report.js';

const PLAN = { needles: NEEDLES, head: HEAD_LINES };

/** What is to be read. */
export interface Input {
  readonly paths: readonly string[];
  /** What the path `-` means, null where that means nothing. */
  readonly stdin: StandardInput | null;
}

/**
 * Reads every log of the input and judges the stops in them. Where the watcher has it stop, the report tells what was
 * found until then, and that it is not all.
 */
export async function run(
  input: Input,
  settings: AnalysisSettings,
  version: string,
  watcher: Watcher = NOBODY,
): Promise<Report> {
  const { readings, diagnostics } = await readLogs(walk(input.paths, input.stdin, watcher), watcher);
  const histories = buildTimelines(readings).map((timeline) => {
    const operations = findOperations(timeline, settings.gap);
    return { timeline, operations, findings: findFindings(timeline, operations, settings.gap) };
  });
  const bytes = readings.reduce((sum, reading) => sum + reading.bytes, 0);
  return makeReport({ histories, diagnostics, logs: readings.length, bytes }, settings, version);
}

interface Readings {
  readonly readings: readonly LogReading[];
  readonly diagnostics: readonly Diagnostic[];
}

async function readLogs(walk: AsyncIterable<Found>, watcher: Watcher): Promise<Readings> {
  const readings: LogReading[] = [];
  const diagnostics: Diagnostic[] = [];
  for await (const found of walk) {
    if (found.kind === 'trouble') {
      diagnostics.push(found.diagnostic);
      continue;
    }
    watcher.log(found.place.path);
    const records = batchReader(stopCounter(watcher.stop));
    const reading = await readLog(found.place, siftLines(found.pieces, PLAN, records));
    diagnostics.push(...reading.diagnostics);
    if (reading.isVmLog) readings.push(reading);
    else if (!watcher.signal.aborted) diagnostics.push(notALog(reading));
  }
  if (watcher.signal.aborted && !diagnostics.some(({ kind }) => kind === 'interrupted'))
    diagnostics.push(
      diagnostic('interrupted', '', 'The reading was stopped before all was read; run it again.'),
    );
  return { readings, diagnostics };
}

/** A file that the user named should be a log; one that was found may bear a log's name by chance. */
function notALog({ place, bytes }: LogReading): Diagnostic {
  const what = bytes === 0 ? 'It is empty' : "No line of it is one of a VM's vmware.log";
  const message = `${what}, so nothing is known from it.`;
  return diagnostic(place.named ? 'not-a-log' : 'foreign-file', place.path, message);
}
