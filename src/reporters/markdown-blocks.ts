import type { Report } from '../model/report.js';
import { facts } from './facts.js';
import type { Listing } from './listings.js';
import { moreNotes, notesOf } from './notes.js';
import { markdownText } from './text/escape.js';
import type { Shape } from './views.js';

const MOST_NOTES = 50;

/** What was read and how it was judged. */
export function* factItems(report: Report, zone: string): Generator<string> {
  for (const { label, text } of facts(report, zone)) yield `- ${label}: ${markdownText(text)}\n`;
}

/** A list as a table under its title. */
export function* titledGrid(listing: Listing): Generator<string> {
  yield `\n### ${markdownText(listing.title)}\n\n`;
  yield* grid(listing);
}

/** A list as a table. */
export function* grid({ shapes, rows }: Listing): Generator<string> {
  yield row(shapes.map(({ header }) => header));
  yield `|${shapes.map(rule).join('|')}|\n`;
  for (const { cells } of rows()) yield row(cells);
}

function row(cells: readonly string[]): string {
  return `| ${cells.map(markdownText).join(' | ')} |\n`;
}

function rule({ align }: Shape): string {
  return align === 'right' ? ' ---: ' : ' --- ';
}

/** The diagnostics of a report as a list. */
export function* noteItems({ diagnostics }: Report): Generator<string> {
  const notes = notesOf(diagnostics, 'info', MOST_NOTES);
  const { shown, hidden } = notes;
  if (shown.length > 0) yield '\n### Notes\n\n';
  for (const { severity, text } of shown) yield `- ${severity}: ${markdownText(text)}\n`;
  if (hidden > 0) yield `- ${moreNotes(notes)}\n`;
}
