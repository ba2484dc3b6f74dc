import type { Report } from './model/report.js';
import { run } from './run.js';
import { type AnalysisOptions, checkAnalysis } from './settings/analysis.js';
import { readVersion } from './version.js';

export type { Basis, Cause } from './model/cause.js';
export type { Diagnostic, DiagnosticKind, Severity } from './model/diagnostic.js';
export type { Level } from './model/level.js';
export type { FailLevel, Policy } from './model/policy.js';
export type {
  Evidence,
  ExitCode,
  Filters,
  Finding,
  FindingKind,
  Report,
  Snapshot,
  Stop,
  StopEvent,
  Summary,
  TimeBasis,
  Vm,
} from './model/report.js';
export type { AnalysisOptions } from './settings/analysis.js';
export { UsageError } from './settings/usage-error.js';

/**
 * Reads the logs in some files, folders, archives and gives the report that the command prints as JSON. Options
 * are those of the command line, with their defaults; throws UsageError for one that cannot be accepted. What
 * cannot be read is no error but a diagnostic of the report.
 */
export async function analyse(
  paths: string | readonly string[],
  options: AnalysisOptions = {},
): Promise<Report> {
  const settings = checkAnalysis(options, new Date());
  const list = typeof paths === 'string' ? [paths] : paths;
  return run({ paths: list, stdin: null }, settings, readVersion());
}
