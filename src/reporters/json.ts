import { jsonText } from '../model/json-text.js';
import type { Report } from '../model/report.js';
import type { Reporter } from './reporter.js';
import { inPieces } from './text/pieces.js';

/** The report as JSON, a top level key or an element of a list per line. */
export const json: Reporter<string> = {
  showsDiagnostics: false,
  render: (report) => inPieces(document(report)),
};

function* document(report: Report): Generator<string> {
  let before = '{\n';
  for (const [key, value] of Object.entries(inOrder(report))) {
    yield `${before}  ${jsonText(key)}: `;
    yield* Array.isArray(value) ? list(value) : [jsonText(value)];
    before = ',\n';
  }
  yield '\n}\n';
}

/** Names every key, so that a key added to the report cannot be forgotten here. */
function inOrder(report: Report): Required<Report> {
  const { schemaVersion, tool, redacted, policy, filters, window, summary, baseline } = report;
  const { vms, events, stops, findings, freezes, backups, diagnostics } = report;
  const lists = { vms, events, stops, findings, freezes, backups, diagnostics };
  return { schemaVersion, tool, redacted, policy, filters, window, summary, baseline, ...lists };
}

function* list(values: readonly unknown[]): Generator<string> {
  if (values.length === 0) return yield '[]';
  let before = '[\n';
  for (const value of values) {
    yield `${before}    ${jsonText(value)}`;
    before = ',\n';
  }
  yield '\n  ]';
}
