import type { Report } from '../model/report.js';
import { cellRows } from './columns.js';
import { tsvField } from './escape.js';
import { inPieces } from './pieces.js';
import type { Reporter, RowKind } from './reporter.js';

/** The rows of one kind, tab separated, with a header row; every row is one line. */
export const tsv: Reporter = {
  showsDiagnostics: false,
  render: (report, { rows }) => inPieces(lines(report, rows)),
};

function* lines(report: Report, kind: RowKind): Generator<string> {
  for (const cells of cellRows(report, kind)) yield `${cells.map(tsvField).join('\t')}\n`;
}
