import { analyseInput } from './analyse.js';
import { NO_PROGRESS } from './model/progress.js';
import type { Report } from './model/report.js';
import { type AnalysisOptions, checkAnalysis } from './settings/analysis.js';
import { checkPath, checkPaths } from './settings/paths.js';
import { readSignal } from './settings/signal.js';
import { readVersion } from './settings/version.js';

export type { Advice, AdviceSentence, CandidateTimeout, Driver } from './model/advice.js';
export type { Comparison, KnownStop } from './model/baseline.js';
export type { Basis, Cause } from './model/cause.js';
export type { Diagnostic, DiagnosticKind, Severity } from './model/diagnostic.js';
export type { Level } from './model/level.js';
export type { Role, Takeover } from './model/mirror.js';
export type { FailLevel, Policy } from './model/policy.js';
export type { Profile } from './model/profile.js';
export type {
  Backup,
  Evidence,
  ExitCode,
  Filters,
  Finding,
  FindingKind,
  Freeze,
  FreezeOutcome,
  GuestTimeBasis,
  Report,
  Snapshot,
  Stop,
  StopEvent,
  Summary,
  TimeBasis,
  Vm,
  Window,
} from './model/report.js';
export type { SortKey } from './model/settings.js';
export type { Onset } from './model/timeout.js';
export type { RedactionKey } from './redaction/names.js';
export { type Redacted, redact } from './redaction/redact.js';
export type { AnalysisOptions, VmOptions } from './settings/analysis.js';
export { UsageError } from './settings/usage-error.js';
export { adviceOn } from './verdict/advice.js';

/**
 * Reads the logs in files, folders and archives and gives the report that the command prints as JSON. The options are
 * those of the command line, with their defaults. Rejects with UsageError for paths or options that cannot be accepted,
 * before anything is read. What cannot be read is no error but a diagnostic of the report; so is an abort, after which
 * the report holds what was read until then and is incomplete.
 */
export async function analyse(
  paths: string | readonly string[],
  options: AnalysisOptions = {},
): Promise<Report> {
  const settings = checkAnalysis(options, new Date(), (key, part) => `${key}${part}`);
  const { paths: guests } = settings.guests;
  for (const path of guests) checkPath('guest', path);
  const list = checkPaths(paths, guests.length > 0);
  const signal = readSignal('signal', options.signal) ?? NO_PROGRESS.signal;
  const stopping = new AbortController();
  const stop = () => stopping.abort();
  if (signal.aborted) stop();
  // Many analyses may share one signal: what listens to it must not outlive them.
  signal.addEventListener('abort', stop);
  try {
    const progress = { ...NO_PROGRESS, signal: stopping.signal };
    return await analyseInput({ paths: list, stdin: null }, settings, readVersion(), progress);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}
