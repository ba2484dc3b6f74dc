import type { Report } from '../model/report.js';
import { markdownText } from './escape.js';
import { facts } from './facts.js';
import { type Listing, listings } from './listings.js';
import { moreNotes, notesOf } from './notes.js';
import { inPieces } from './pieces.js';
import type { RenderOptions, Reporter } from './reporter.js';
import { verdict } from './sentence.js';
import { legend, type Shape } from './views.js';

const MOST_NOTES = 50;

/** The report to paste into a ticket. */
export const markdown: Reporter = {
  showsDiagnostics: true,
  render: (report, options) => inPieces(document(report, options)),
};

function* document(report: Report, options: RenderOptions): Generator<string> {
  yield '## Stops of virtual machines\n\n';
  for (const { label, text } of facts(report, options.zone)) yield `- ${label}: ${markdownText(text)}\n`;
  for (const listing of listings(report, options)) yield* table(listing);
  for (const mark of legend(report.stops)) yield `\n${markdownText(mark)}\n`;
  yield* noteItems(report);
  const [answer, ...others] = verdict(report, options.zone);
  for (const other of others) yield `\n${markdownText(other)}\n`;
  yield `\n**${markdownText(answer)}**\n`;
}

function* table({ title, shapes, rows }: Listing): Generator<string> {
  yield `\n### ${title}\n\n`;
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

function* noteItems({ diagnostics }: Report): Generator<string> {
  const notes = notesOf(diagnostics, 'info', MOST_NOTES);
  const { shown, hidden } = notes;
  if (shown.length > 0) yield '\n### Notes\n\n';
  for (const { severity, text } of shown) yield `- ${severity}: ${markdownText(text)}\n`;
  if (hidden > 0) yield `- ${moreNotes(notes)}\n`;
}
