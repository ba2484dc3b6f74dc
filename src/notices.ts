import type { Settings } from './args.js';
import type { Report } from './model/report.js';

/** Gives the lines that go to standard error beside a report: what the report itself does not show. */
export function noticesOf(
  report: Report,
  { messages, output }: Pick<Settings, 'messages' | 'output'>,
  reportShowsDiagnostics: boolean,
): readonly string[] {
  if (messages === 'quiet') return [];
  const verbose = messages === 'verbose';
  const isSeen = reportShowsDiagnostics && output === null;
  const diagnostics = report.diagnostics.filter(
    ({ severity }) => verbose || (severity !== 'info' && !isSeen),
  );
  const logs = verbose ? report.vms.flatMap(({ vm, logs }) => logs.map((log) => `read ${log} (${vm})`)) : [];
  return [...logs, ...diagnostics.map(({ severity, path, message }) => `${severity}: ${path}: ${message}`)];
}
