import type { Report } from '../model/report.js';
import { moreNotes, notesOf } from './notes.js';
import type { Paint } from './text/paint.js';
import { wrap } from './text/wrap.js';

const MOST_NOTES = 10;

/** Ends each line. */
export function* ended(lines: Iterable<string>): Generator<string> {
  for (const line of lines) yield `${line}\n`;
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

/** Leaves a label without a colour. */
export function same(text: string): string {
  return text;
}

/** Wraps a text to the right of a label that is padded to `indent` columns. */
export function* labelled(
  label: string,
  text: string,
  indent: number,
  width: number | null,
  color: (label: string) => string,
): Generator<string> {
  let before = color(label) + ' '.repeat(indent - label.length);
  for (const line of wrap(text, width === null ? null : width - indent)) {
    yield (before + line).trimEnd();
    before = ' '.repeat(indent);
  }
}
