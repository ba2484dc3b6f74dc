import { firstOf } from '../model/lists.js';
import type { Report } from '../model/report.js';
import { freezeProofs, storyTeller } from './backup-stories.js';
import { legend } from './cell-texts.js';
import { COURSE } from './course.js';
import { explanations } from './explanations.js';
import { findingsOf } from './findings.js';
import { exitReason, headline } from './headline.js';
import { beyond, listings, moreOf } from './listings.js';
import { factItems, grid, noteItems, titledGrid } from './markdown-blocks.js';
import type { ShownLine } from './place.js';
import type { RenderOptions, Reporter } from './reporter.js';
import { verdict } from './sentence.js';
import { markdownText } from './text/escape.js';
import { inPieces } from './text/pieces.js';
import { timesIn } from './times.js';
import { labelsOf } from './vm-labels.js';

/** The report to paste into a ticket. */
export const markdown: Reporter = {
  showsDiagnostics: true,
  render: (report, options) => inPieces(document(report, options)),
};

function* document(report: Report, options: RenderOptions): Generator<string> {
  yield `## Stops of virtual machines\n\n**${markdownText(headline(report, options.zone))}** (${markdownText(exitReason(report))})\n\n`;
  yield* factItems(report, options.zone);
  for (const listing of listings(report, options, true)) yield* titledGrid(listing);
  for (const mark of legend(report.stops)) yield `\n${markdownText(mark)}\n`;
  yield* findingItems(report, options);
  if (options.explain && report.stops.length > 0) yield* explanationItems(report, options);
  if (options.explain && report.freezes.length > 0) yield* storyItems(report, options);
  yield* noteItems(report);
  const [answer, ...others] = verdict(report, options.zone);
  for (const other of others) yield `\n${markdownText(other)}\n`;
  yield `\n**${markdownText(answer)}**\n`;
}

function* findingItems(report: Report, { top, explain }: RenderOptions): Generator<string> {
  const { shown, hidden } = findingsOf(report, top);
  if (shown.length > 0) yield '\n### Findings\n\n';
  for (const { label, text, lines } of shown) {
    yield `- ${markdownText(label)}: ${markdownText(text)}\n`;
    if (explain) yield* proofItems(lines);
  }
  yield* moreItems(hidden);
}

function* explanationItems(report: Report, { zone, top }: RenderOptions): Generator<string> {
  yield '\n### Why\n';
  for (const { heading, reason, lines, course } of explanations(report, zone, top)) {
    yield `\n- ${markdownText(heading)}: ${markdownText(reason)}\n`;
    yield* proofItems(lines);
    if (course !== null) yield* [`\n${markdownText(COURSE)}\n\n`, ...grid(course)];
  }
  const hidden = beyond(report.stops, top);
  if (hidden > 0) yield `\n- ${moreOf(hidden)}\n`;
}

/** The lines of each listed freeze, and each listed backup with its steps. */
function* storyItems(report: Report, { zone, top }: RenderOptions): Generator<string> {
  const time = timesIn(zone);
  yield '\n### What the guests wrote (in guest time)\n\n';
  for (const { heading, lines } of freezeProofs(report, time, zone, top)) {
    yield `- ${markdownText(heading)}\n`;
    yield* proofItems(lines);
  }
  yield* moreItems(beyond(report.freezes, top));
  const tell = storyTeller(report, time, zone);
  const { backups } = report;
  for (const backup of firstOf(backups, top)) {
    const { steps, sum } = tell(backup);
    yield `\n### ${markdownText(`Backup of ${labelsOf(report.vms).of(backup)}`)}\n\n`;
    yield* grid(steps);
    yield `\n${markdownText(sum)}\n`;
  }
  const hidden = beyond(backups, top);
  if (hidden > 0) yield `\n${moreOf(hidden)}\n`;
}

function* moreItems(hidden: number): Generator<string> {
  if (hidden > 0) yield `- ${moreOf(hidden)}\n`;
}

function* proofItems(lines: readonly ShownLine[]): Generator<string> {
  for (const { place, text } of lines) yield `  - ${markdownText(place)}<br>${markdownText(text)}\n`;
}
