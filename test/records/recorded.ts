import { analyseInput, type Input, recordInput } from '../../src/analyse.js';
import { NO_PROGRESS } from '../../src/model/progress.js';
import type { Report } from '../../src/model/report.js';
import { checkAnalysis } from '../../src/settings/analysis.js';
import type { Unchecked } from '../../src/settings/values.js';

/** Any settings: records depend on none of those that judge. */
const SETTINGS = checkAnalysis({}, new Date(0));

/** Gives the records of what some paths hold. */
export function recordsOf(paths: readonly string[]): Promise<string> {
  return recorded({ paths, stdin: null });
}

/** Gives the records of records. */
export function recordsOfRecords(records: string): Promise<string> {
  return recorded(piped(records));
}

async function recorded(input: Input): Promise<string> {
  const pieces: string[] = [];
  const write = async (text: Iterable<string>) => {
    for (const piece of text) pieces.push(piece);
  };
  await recordInput(input, SETTINGS, write);
  return pieces.join('');
}

function piped(text: string): Input {
  const chunks = (async function* () {
    yield Buffer.from(text);
  })();
  return { paths: ['-'], stdin: { name: '-', chunks, modifiedAt: null } };
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
  return analyseInput(piped(records), SETTINGS, '0', NO_PROGRESS);
}
