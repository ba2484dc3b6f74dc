import { stringify } from 'csv-stringify/sync';
import { visible } from '../../model/text.js';

/** One value of a row: null is unknown and written as nothing, a list is one cell. */
export type Cell = string | number | boolean | null | readonly string[] | readonly number[];

type Row = readonly Cell[];

const FORMULA = /^[=+\-@\t\r]/;
const ROWS_PER_CALL = 100;

/** Writes rows as CSV after RFC 4180, each row on one line that ends with CRLF. */
export function csvText(rows: Iterable<Row>): Generator<string> {
  return delimited(rows, ',', '\r\n', (cell) => visible(plainText(cell)));
}

/** Writes rows separated by tabs, each on one line; backslash, tab and newline become `\\`, `\t` and `\n`. */
export function tsvText(rows: Iterable<Row>): Generator<string> {
  return delimited(rows, '\t', '\n', (cell) => visible(oneLine(plainText(cell))));
}

function* delimited(
  rows: Iterable<Row>,
  delimiter: string,
  record_delimiter: string,
  write: (cell: Cell) => string,
): Generator<string> {
  // Nothing in a tab separated row needs quotes: its text holds no tab and no line end.
  const options = { delimiter, record_delimiter, quote: delimiter === ',' };
  let batch: string[][] = [];
  for (const row of rows) {
    batch.push(row.map(write));
    if (batch.length < ROWS_PER_CALL) continue;
    yield stringify(batch, options);
    batch = [];
  }
  yield stringify(batch, options);
}

/** Text that a spreadsheet would calculate gets a leading apostrophe; a number stays a number. */
function plainText(cell: Cell): string {
  if (cell === null) return '';
  if (typeof cell === 'number' || typeof cell === 'boolean') return String(cell);
  const text = typeof cell === 'string' ? cell : cell.join('; ');
  return FORMULA.test(text) ? `'${text}` : text;
}

function oneLine(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('\t', '\\t').replaceAll('\n', '\\n');
}
