import Table from 'cli-table3';
import stringWidth from 'string-width';
import { BARE } from './bare.js';
import { fit } from './fit.js';
import type { ListedRow, Listing } from './listings.js';
import { cut } from './text/cut.js';
import type { Paint } from './text/paint.js';
import { wrap } from './text/wrap.js';
import type { Shape } from './views.js';

// cli-table3 compares every row of a table with every other, so a long list is drawn as many small tables.
const ROWS_PER_TABLE = 50;

interface Placed {
  readonly shape: Shape;
  readonly index: number;
  readonly width: number;
}

/**
 * Draws a list as lines of at most `room` columns (null: as wide as it needs), the header and a rule first. Columns that do not fit
 * are named in a line below, with what shows them.
 */
export function* gridLines(
  listing: Listing,
  room: number | null,
  paint: Paint,
  showsAll = 'a wider terminal shows all',
): Generator<string> {
  const columns = place(listing, room);
  let table = begin(columns, true);
  for (const row of listing.rows()) {
    if (table.length === ROWS_PER_TABLE) {
      yield* drawn(table);
      table = begin(columns, false);
    }
    table.push(columns.map((column) => cell(column, row, paint)));
  }
  yield* drawn(table);
  const hidden = listing.shapes.filter((shape) => columns.every((column) => column.shape !== shape));
  if (hidden.length === 0) return;
  const names = hidden.map(({ header }) => header).join(', ');
  yield* wrap(`Not shown for want of room: ${names} (${showsAll}).`, room);
}

function place({ shapes, rows }: Listing, room: number | null): readonly Placed[] {
  const needs = shapes.map(({ header }) => roomFor(header));
  for (const { cells } of rows())
    cells.forEach((text, index) => {
      needs[index] = Math.max(needs[index] ?? 0, roomFor(text));
    });
  const wants = shapes.map(({ keep, least }, index) => {
    const need = needs[index] ?? 0;
    return { keep, need, least: Math.min(need, least ?? need) };
  });
  const widths = fit(wants, room);
  return shapes.flatMap((shape, index) => {
    const width = widths[index] ?? null;
    return width === null ? [] : [{ shape, index, width }];
  });
}

/** The columns to reserve for a text: cli-table3 counts combining marks, which string-width takes for no column. */
function roomFor(text: string): number {
  return Math.max(stringWidth(text), text.length);
}

function begin(columns: readonly Placed[], headed: boolean) {
  return new Table({
    ...BARE,
    head: headed ? columns.map(({ shape, width }) => cut(shape.header, width, 'end')) : [],
    colWidths: columns.map(({ width }) => width),
    colAligns: columns.map(({ shape }) => shape.align),
  });
}

function cell({ shape, index, width }: Placed, { cells, level }: ListedRow, paint: Paint): string {
  const text = cut(cells[index] ?? '', width, shape.cut ?? 'end');
  return shape.leveled === true ? paint.level(level, text) : text;
}

function drawn(table: InstanceType<typeof Table>): readonly string[] {
  return table
    .toString()
    .split('\n')
    .map((line) => line.trimEnd());
}
