import { compareMaybeText, compareNumber, descending } from '../model/order.js';

/** What rows are ordered by; null is not known. */
type SortValue = string | number | null;

/** A column of a table. */
export interface Column<Row> {
  readonly header: string;
  /** What its cells are, which says how they are set. */
  readonly kind: 'text' | 'figure' | 'time' | 'path';
  readonly show: (row: Row) => string;
  readonly value: (row: Row) => SortValue;
  /** What a cell holds, where that is more than its text. */
  readonly cell?: (row: Row) => readonly (Node | string)[];
}

/** The column that rows are ordered by. */
export interface Sorting<Row> {
  readonly column: Column<Row>;
  readonly isDescending: boolean;
}

/** Orders rows by a column, what is not known last; rows that are alike keep their order. */
export function sorted<Row>(rows: readonly Row[], { column, isDescending }: Sorting<Row>): readonly Row[] {
  const order = isDescending ? descending(compare) : compare;
  const keyed = rows.map((row) => ({ row, value: column.value(row) }));
  const known = keyed.filter(({ value }) => value !== null);
  const unknown = keyed.filter(({ value }) => value === null);
  known.sort((a, b) => order(a.value, b.value));
  return [...known, ...unknown].map(({ row }) => row);
}

function compare(a: SortValue, b: SortValue): number {
  if (typeof a === 'string' && typeof b === 'string') return compareMaybeText(a, b);
  return typeof a === 'number' && typeof b === 'number' ? compareNumber(a, b) : 0;
}

/** Gives the text that a search looks through: what the columns show. */
export function searchTexts<Row extends object>(columns: readonly Column<Row>[]): (row: Row) => string {
  const known = new WeakMap<Row, string>();
  return (row) => {
    const text =
      known.get(row) ??
      columns
        .map(({ show }) => show(row))
        .join('\n')
        .toLowerCase();
    known.set(row, text);
    return text;
  };
}
