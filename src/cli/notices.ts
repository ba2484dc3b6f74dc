import type { Diagnostic } from '../model/diagnostic.js';
import type { Report } from '../model/report.js';
import type { Settings } from './args.js';

/** More would scroll away what matters. */
const MOST_NOTICES = 10;

/** Gives the lines that go to standard error beside a report: what the report itself does not show. */
export function noticesOf(
  report: Report,
  messages: Settings['messages'],
  stdoutShowsDiagnostics: boolean,
): readonly string[] {
  if (messages === 'quiet') return [];
  if (messages === 'verbose') return [...logsOf(report), ...report.diagnostics.map(lineOf)];
  return stdoutShowsDiagnostics ? [] : gravest(report.diagnostics, '--verbose or --format json');
}

/** Gives the lines that go to standard error beside records. */
export function noticesOn(
  diagnostics: readonly Diagnostic[],
  messages: Settings['messages'],
): readonly string[] {
  if (messages === 'quiet') return [];
  return messages === 'verbose' ? diagnostics.map(lineOf) : gravest(diagnostics, '--verbose');
}

function gravest(diagnostics: readonly Diagnostic[], allBy: string): readonly string[] {
  const grave = diagnostics.filter(({ severity }) => severity !== 'info');
  const hidden = grave.length - MOST_NOTICES;
  const more = hidden > 0 ? [`and ${hidden} more; ${allBy} lists all`] : [];
  return [...grave.slice(0, MOST_NOTICES).map(lineOf), ...more];
}

function logsOf({ vms }: Report): readonly string[] {
  return vms.flatMap(({ vm, logs }) => logs.map((log) => `read ${log} (${vm})`));
}

function lineOf({ severity, path, message }: Diagnostic): string {
  return `${severity}: ${path}: ${message}`;
}
