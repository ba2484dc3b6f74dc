import type { Report } from '../model/report.js';
import { visible } from '../model/text.js';
import { legend } from './cell-texts.js';
import { facts } from './facts.js';
import { findingsOf } from './findings.js';
import { exitReason, headline } from './headline.js';
import { type Listing, listings, moreOf } from './listings.js';
import { moreNotes, notesOf } from './notes.js';
import type { RenderOptions, Reporter } from './reporter.js';
import { verdict } from './sentence.js';
import { inPieces } from './text/pieces.js';

/** Wiki markup of Jira, to paste into a ticket. */
export const jira: Reporter = {
  showsDiagnostics: true,
  render: (report, options) => inPieces(document(report, options)),
};

const MOST_NOTES = 50;

function* document(report: Report, options: RenderOptions): Generator<string> {
  const { zone, top } = options;
  const [answer, ...others] = verdict(report, zone);
  yield `h2. Stops of virtual machines\n\n*${jiraText(headline(report, zone))}* (${jiraText(exitReason(report))})\n\n${jiraText(answer)}\n\n`;
  for (const other of others) yield `${jiraText(other)}\n\n`;
  for (const { label, text } of facts(report, zone)) yield `* ${jiraText(label)}: ${jiraText(text)}\n`;
  for (const listing of listings(report, options, true)) yield* table(listing);
  for (const mark of legend(report.stops)) yield `\n${jiraText(mark)}\n`;
  const { shown, hidden } = findingsOf(report, top);
  if (shown.length > 0) yield '\nh3. Findings\n\n';
  for (const { label, text } of shown) yield `* ${jiraText(label)}: ${jiraText(text)}\n`;
  if (hidden > 0) yield `* ${moreOf(hidden)}\n`;
  yield* notes(report);
}

function* table({ title, shapes, rows }: Listing): Generator<string> {
  yield `\nh3. ${jiraText(title)}\n\n`;
  yield `||${shapes.map(({ header }) => jiraText(header)).join('||')}||\n`;
  for (const { cells } of rows()) yield `|${cells.map(cellText).join('|')}|\n`;
}

/** An empty cell would be taken for a bar of a head. */
function cellText(text: string): string {
  return text.trim() === '' ? ' ' : jiraText(text);
}

function* notes({ diagnostics }: Report): Generator<string> {
  const found = notesOf(diagnostics, 'info', MOST_NOTES);
  if (found.shown.length > 0) yield '\nh3. Notes\n\n';
  for (const { severity, text } of found.shown) yield `* ${severity}: ${jiraText(text)}\n`;
  if (found.hidden > 0) yield `* ${moreNotes(found)}\n`;
}

/** Each character that begins or ends markup is escaped; a link to a person or an issue is none then. */
function jiraText(text: string): string {
  return visible(text).replace(/[\\{}[\]|*_^~+?!@#&<>]|(?<!\w)-|-(?!\w)/g, '\\$&');
}
