import { firstOf } from '../model/lists.js';
import type { Report } from '../model/report.js';
import { freezeProofs, storyTeller } from './backup-stories.js';
import { legend } from './cell-texts.js';
import { COURSE } from './course.js';
import { explanations } from './explanations.js';
import { findingsOf } from './findings.js';
import { gridLines } from './grid.js';
import { exitReason, headline } from './headline.js';
import { beyond, type Listing, listings } from './listings.js';
import { pictureLines } from './picture.js';
import type { ShownLine } from './place.js';
import type { RenderOptions, Reporter } from './reporter.js';
import { verdict } from './sentence.js';
import { type Paint, paintWith } from './text/paint.js';
import { inPieces } from './text/pieces.js';
import { wrap } from './text/wrap.js';
import { ended, factLines, labelled, listingLines, moreLines, noteLines, same } from './text-blocks.js';
import { timesIn } from './times.js';
import { labelsOf } from './vm-labels.js';

const FINDING_INDENT = 10;
const EXPLANATION_INDENT = 2;
const LINE_INDENT = 4;

/** The report for a terminal: the answer in a line, what was read, the lists, notes, and the answer in full last, where the eye is. */
export const table: Reporter = {
  showsDiagnostics: true,
  render: (report, options) => inPieces(ended(lines(report, options))),
};

function* lines(report: Report, options: RenderOptions): Generator<string> {
  const { width, zone } = options;
  const paint = paintWith(options.color);
  yield* wrap(headline(report, zone), width).map((line) => paint.level(report.summary.level, line));
  yield* wrap(exitReason(report), width);
  if (options.summary) return yield* verdictLines(report, options, paint);
  yield '';
  yield* factLines(report, zone, width);
  yield* pictureLines(report, options, paint);
  for (const listing of listings(report, options, false)) yield* listingLines(listing, width, paint);
  yield* legendLines(report, width);
  yield* findingLines(report, options, paint);
  if (options.explain && report.stops.length > 0) yield* explanationLines(report, options, paint);
  if (options.explain && report.freezes.length > 0) yield* storyLines(report, options, paint);
  yield* noteLines(report, width, paint);
  yield* verdictLines(report, options, paint);
}

function* verdictLines(report: Report, { zone, width }: RenderOptions, paint: Paint): Generator<string> {
  const [answer, ...others] = verdict(report, zone);
  yield '';
  for (const other of others) yield* wrap(other, width);
  yield* wrap(answer, width).map((line) => paint.level(report.summary.level, line));
}

function* legendLines({ stops }: Report, width: number | null): Generator<string> {
  const marks = legend(stops);
  if (marks.length > 0) yield '';
  for (const mark of marks) yield* wrap(mark, width);
}

function* findingLines(
  report: Report,
  { width, top, explain }: RenderOptions,
  paint: Paint,
): Generator<string> {
  const { shown, hidden } = findingsOf(report, top);
  if (shown.length === 0) return;
  yield '';
  yield* wrap('Findings', width).map(paint.title);
  for (const { label, text, lines } of shown) {
    yield* labelled(label, text, FINDING_INDENT, width, same);
    if (explain) yield* proofLines(lines, width);
  }
  yield* moreLines(hidden, width);
}

function* explanationLines(
  report: Report,
  { width, zone, top }: RenderOptions,
  paint: Paint,
): Generator<string> {
  yield '';
  yield* wrap('Why', width).map(paint.title);
  for (const { heading, reason, lines, course } of explanations(report, zone, top)) {
    yield* wrap(heading, width);
    yield* labelled('', reason, EXPLANATION_INDENT, width, same);
    yield* proofLines(lines, width);
    if (course !== null) yield* courseLines(course, width, paint);
  }
  yield* moreLines(beyond(report.stops, top), width);
}

function* courseLines(course: Listing, width: number | null, paint: Paint): Generator<string> {
  yield* labelled('', COURSE, EXPLANATION_INDENT, width, same);
  const indent = ' '.repeat(LINE_INDENT);
  for (const line of gridLines(course, width === null ? null : Math.max(1, width - LINE_INDENT), paint))
    yield indent + line;
}

/** The lines of each listed freeze, and each listed backup with its steps. */
function* storyLines(report: Report, { width, zone, top }: RenderOptions, paint: Paint): Generator<string> {
  const time = timesIn(zone);
  yield '';
  yield* wrap('What the guests wrote (in guest time)', width).map(paint.title);
  for (const { heading, lines } of freezeProofs(report, time, zone, top)) {
    yield* wrap(heading, width);
    yield* proofLines(lines, width);
  }
  yield* moreLines(beyond(report.freezes, top), width);
  const tell = storyTeller(report, time, zone);
  const { backups } = report;
  for (const backup of firstOf(backups, top)) {
    const { steps, sum } = tell(backup);
    yield '';
    yield* wrap(`Backup of ${labelsOf(report.vms).of(backup)}`, width).map(paint.title);
    yield* gridLines(steps, width, paint);
    yield* wrap(sum, width);
  }
  yield* moreLines(beyond(backups, top), width);
}

function* proofLines(lines: readonly ShownLine[], width: number | null): Generator<string> {
  for (const { place, text } of lines) {
    yield* labelled('', place, EXPLANATION_INDENT, width, same);
    yield* labelled('', text, LINE_INDENT, width, same);
  }
}
