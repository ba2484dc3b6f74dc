import { isCompanion, readCompanion } from './companions/index.js';
import { findFindings } from './events/findings.js';
import { findOperations } from './events/operations.js';
import { batchReader } from './messages/batches.js';
import { NEEDLES } from './messages/catalogue.js';
import { HEAD_LINES } from './messages/record.js';
import { type Diagnostic, diagnostic } from './model/diagnostic.js';
import type { Fact } from './model/fact.js';
import type { Report } from './model/report.js';
import type { AnalysisSettings } from './model/settings.js';
import { siftLines } from './sieve/lines.js';
import type { Found } from './sources/explore.js';
import { type StandardInput, walk } from './sources/walk.js';
import { withoutCopies } from './timeline/copies.js';
import { findGaps } from './timeline/gaps.js';
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

/** Reads every log of the input and judges the stops in them. */
export async function run(input: Input, settings: AnalysisSettings, version: string): Promise<Report> {
  const { readings, facts, troubles } = await readAll(walk(input.paths, { stdin: input.stdin, isCompanion }));
  const { logs, diagnostics: copies } = withoutCopies(readings);
  const around = { facts, troubles };
  const histories = buildTimelines(logs, around).map((timeline) => {
    const operations = findOperations(timeline, settings.gap);
    return { timeline, operations, findings: findFindings(timeline, operations, settings.gap) };
  });
  const bytes = readings.reduce((sum, reading) => sum + reading.bytes, 0);
  const remarks = logs.flatMap((log) => log.diagnostics);
  const diagnostics = [...troubles, ...remarks, ...copies, ...findGaps(logs, around)];
  return makeReport({ histories, diagnostics, logs: logs.length, bytes }, settings, version);
}

interface Readings {
  readonly readings: readonly LogReading[];
  readonly facts: readonly Fact[];
  /** What could not be read, or is no log. */
  readonly troubles: readonly Diagnostic[];
}

async function readAll(walk: AsyncIterable<Found>): Promise<Readings> {
  const readings: LogReading[] = [];
  const facts: Fact[] = [];
  const troubles: Diagnostic[] = [];
  for await (const found of walk) {
    if (found.kind === 'trouble') troubles.push(found.diagnostic);
    else if (found.kind === 'companion') facts.push(...(await readCompanion(found.place, found.pieces)));
    else {
      const reading = await readLog(found.place, siftLines(found.pieces, PLAN, batchReader()));
      if (reading.isVmLog) readings.push(reading);
      else troubles.push(...reading.diagnostics, notALog(reading));
    }
  }
  return { readings, facts, troubles };
}

/** A file that the user named should be a log; one that was found may bear a log's name by chance. */
function notALog({ place, bytes }: LogReading): Diagnostic {
  const what = bytes === 0 ? 'It is empty' : "No line of it is one of a VM's vmware.log";
  const message = `${what}, so nothing is known from it.`;
  return diagnostic(place.named ? 'not-a-log' : 'foreign-file', place.path, message);
}
