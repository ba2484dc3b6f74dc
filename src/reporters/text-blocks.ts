import type { Report } from '../model/report.js';
import { facts } from './facts.js';
import { gridLines } from './grid.js';
import { type Listing, moreOf } from './listings.js';
import { moreNotes, notesOf } from './notes.js';
import type { Paint } from './text/paint.js';
import { wrap } from './text/wrap.js';

const FACT_INDENT = 13;
const MOST_NOTES = 10;
/** A text beside its label takes this many columns at least. */
const LEAST_BESIDE = 16;

/** Ends each line. */
export function* ended(lines: Iterable<string>): Generator<string> {
  for (const line of lines) yield `${line}\n`;
}

/** What was read and how it was judged. */
export function* factLines(report: Report, zone: string, width: number | null): Generator<string> {
  for (const { label, text } of facts(report, zone)) yield* labelled(label, text, FACT_INDENT, width, same);
}

/** A list under its title. */
export function* listingLines(listing: Listing, width: number | null, paint: Paint): Generator<string> {
  yield '';
  yield* wrap(listing.title, width).map(paint.title);
  yield* gridLines(listing, width, paint, 'a wider terminal or --format json shows all');
}

/** The diagnostics from warnings on, for a terminal. */
export function* noteLines({ diagnostics }: Report, width: number | null, paint: Paint): Generator<string> {
  const notes = notesOf(diagnostics, 'warning', MOST_NOTES);
  const { shown, hidden } = notes;
  if (shown.length + hidden === 0) return;
  yield '';
  yield* wrap('Notes', width).map(paint.title);
  for (const { severity, text } of shown)
    yield* labelled(severity, text, 9, width, (label) => paint.severity(severity, label));
  if (hidden > 0) yield* wrap(moreNotes(notes), width);
}

/** Says of a list that was cut how many there are besides, and how to see them; nothing where there are none. */
export function* moreLines(hidden: number, width: number | null): Generator<string> {
  if (hidden > 0) yield* wrap(moreOf(hidden), width);
}

/** Leaves a label without a colour. */
export function same(text: string): string {
  return text;
}

/** Wraps a text to the right of a label that is padded to `indent` columns or more, or below it where too little room is left. */
export function* labelled(
  label: string,
  text: string,
  indent: number,
  width: number | null,
  color: (label: string) => string,
): Generator<string> {
  const column = Math.max(indent, label.length + 1);
  if (width !== null && width - column < LEAST_BESIDE) {
    yield* wrap(label, width)
      .filter((line) => line !== '')
      .map(color);
    return yield* wrap(text, width);
  }
  let before = color(label) + ' '.repeat(column - label.length);
  for (const line of wrap(text, width === null ? null : width - column)) {
    yield (before + line).trimEnd();
    before = ' '.repeat(column);
  }
}
