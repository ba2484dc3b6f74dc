import { cellRows } from './columns.js';
import type { Reporter } from './reporter.js';
import { tsvText } from './text/delimited.js';
import { inPieces } from './text/pieces.js';

/** The rows of one kind, tab separated, with a header row; every row is one line. */
export const tsv: Reporter = {
  showsDiagnostics: false,
  render: (report, { rows }) => inPieces(tsvText(cellRows(report, rows))),
};
