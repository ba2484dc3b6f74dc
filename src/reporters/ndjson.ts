import { jsonText } from '../model/json-text.js';
import type { Report } from '../model/report.js';
import type { Reporter } from './reporter.js';
import { inPieces } from './text/pieces.js';

/** The same values as JSON, one per line with its `type`; the summary comes last. */
export const ndjson: Reporter = {
  showsDiagnostics: false,
  render: (report) => inPieces(lines(report)),
};

function* lines(report: Report): Generator<string> {
  yield* typed('stop', report.stops);
  yield* typed('event', report.events);
  yield* typed('vm', report.vms);
  yield* typed('finding', report.findings);
  yield* typed('freeze', report.freezes);
  yield* typed('backup', report.backups);
  yield* typed('diagnostic', report.diagnostics);
  const { schemaVersion, tool, redacted, policy, filters, window, summary, baseline } = report;
  yield* typed('summary', [{ schemaVersion, tool, redacted, policy, filters, window, baseline, ...summary }]);
}

function* typed(type: string, values: readonly object[]): Generator<string> {
  for (const value of values) yield `${jsonText({ type, ...value })}\n`;
}
