import type { Report } from '../model/report.js';
import { cellRows } from './columns.js';
import { csvField } from './escape.js';
import { inPieces } from './pieces.js';
import type { Reporter, RowKind } from './reporter.js';

/** The rows of one kind after RFC 4180, with a header row and CRLF. */
export const csv: Reporter = {
  showsDiagnostics: false,
  render: (report, { rows }) => inPieces(lines(report, rows)),
};

function* lines(report: Report, kind: RowKind): Generator<string> {
  for (const cells of cellRows(report, kind)) yield `${cells.map(csvField).join(',')}\r\n`;
}
