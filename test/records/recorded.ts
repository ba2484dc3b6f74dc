import { analyseInput, recordInput } from '../../src/analyse.js';
import { NO_PROGRESS } from '../../src/model/progress.js';
import type { Report } from '../../src/model/report.js';
import { checkAnalysis } from '../../src/settings/analysis.js';
import type { Unchecked } from '../../src/settings/values.js';

/** Any settings: records depend on none of those that judge. */
const SETTINGS = checkAnalysis({}, new Date(0));

/** Gives the records of what some paths hold. */
export async function recordsOf(paths: readonly string[]): Promise<string> {
  const pieces: string[] = [];
  const write = async (text: Iterable<string>) => {
    for (const piece of text) pieces.push(piece);
  };
  await recordInput({ paths, stdin: null }, SETTINGS, write);
  return pieces.join('');
}

/** Gives the lines of records, without their ends. */
export function linesIn(records: string): readonly string[] {
  return records.split('\n').slice(0, -1);
}

/** Gives the report on what some paths hold: logs, or records. */
export function reportOn(paths: readonly string[], options: Unchecked = {}): Promise<Report> {
  return analyseInput({ paths, stdin: null }, checkAnalysis(options, new Date(0)), '0', NO_PROGRESS);
}

/** Gives the report on records that come on standard input. */
export function reportOnRecords(records: string): Promise<Report> {
  const chunks = (async function* () {
    yield Buffer.from(records);
  })();
  const stdin = { name: '-', chunks, modifiedAt: null };
  return analyseInput({ paths: ['-'], stdin }, SETTINGS, '0', NO_PROGRESS);
}
