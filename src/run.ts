import { isCompanion } from './companions/index.js';
import { findFindings } from './events/findings.js';
import { findOperations } from './events/operations.js';
import { Scene } from './events/scene.js';
import { Gathering } from './gather/gathering.js';
import type { Diagnostic } from './model/diagnostic.js';
import type { Report } from './model/report.js';
import type { AnalysisSettings } from './model/settings.js';
import { NOBODY, type Watcher } from './model/watcher.js';
import { noWork, type Work } from './model/work.js';
import { type StandardInput, walk } from './sources/walk.js';
import { withoutCopies } from './timeline/copies.js';
import { findGaps } from './timeline/gaps.js';
import { buildTimelines } from './timeline/timeline.js';
import { makeReport } from './verdict/report.js';

/** What is to be read. */
export interface Input {
  readonly paths: readonly string[];
  /** What the path `-` means, null where that means nothing. */
  readonly stdin: StandardInput | null;
}

/**
 * Reads every log of the input and judges the stops in them. Where the watcher has it stop, the report tells what was
 * found until then, and that it is not all. What sifting the logs takes is added to `work`.
 */
export async function run(
  input: Input,
  settings: AnalysisSettings,
  version: string,
  watcher: Watcher = NOBODY,
  work: Work = noWork(),
): Promise<Report> {
  const { limits } = settings;
  const found = new Gathering({ limits, watcher }, work);
  await found.gather(walk(input.paths, { stdin: input.stdin, limits, isCompanion, watcher, alone: true }));
  const { readings, troubles, doubts } = found;
  const { logs, diagnostics: copies } = withoutCopies(readings);
  const histories = buildTimelines(logs, found).map((timeline) => {
    const scene = new Scene(timeline, settings.gap);
    const operations = findOperations(timeline, scene);
    return { timeline, operations, findings: findFindings(operations, scene) };
  });
  const bytes = readings.reduce((sum, reading) => sum + reading.bytes, 0);
  const paths = new Set(logs.map(({ place }) => place.path));
  // Where the reading was stopped, it is no fault of a log that it ends in mid-line.
  const isOwn = ({ kind }: Diagnostic) => kind !== 'cut-line' || !watcher.signal.aborted;
  const remarks = logs.flatMap((log) => log.diagnostics.filter(isOwn));
  const diagnostics = [...troubles, ...remarks, ...copies, ...findGaps(logs, found)];
  return makeReport({ histories, diagnostics, doubts, logs: paths.size, bytes }, settings, version);
}
