import { cellRows } from './columns.js';
import type { Reporter } from './reporter.js';
import { csvText } from './text/delimited.js';
import { inPieces } from './text/pieces.js';

/** The rows of one kind after RFC 4180, with a header row and CRLF. */
export const csv: Reporter = {
  showsDiagnostics: false,
  render: (report, { rows }) => inPieces(csvText(cellRows(report, rows))),
};
