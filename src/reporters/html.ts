// Own code: template engines run in the same few lines, and none of them makes the text visible that could steer or hide.
import type { Report } from '../model/report.js';
import { exitReason, headline } from './headline.js';
import { POLICY, SCRIPTS, STYLES, tagged } from './html/assets.js';
import { DATA_ID, embedded } from './html/data.js';
import { element } from './html/element.js';
import { forPage, missingSentence } from './html/most.js';
import { factList, findingList, gapNotice, noteList, verdictTexts } from './html/prose.js';
import type { Reporter } from './reporter.js';
import { xmlText } from './text/escape.js';
import { inPieces } from './text/pieces.js';

/** One page that needs no network: the answer, findings and notes as text, the rest as data for the script in the page. */
export const html: Reporter = {
  showsDiagnostics: true,
  render: (report) => inPieces(page(report)),
};

/** Times of a page are in UTC, whatever the zone of the reader: what two people quote from it agrees. */
const ZONE = 'UTC';

function* page(report: Report): Generator<string> {
  const title = headline(report, ZONE);
  yield '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n';
  yield `<meta http-equiv="Content-Security-Policy" content="${xmlText(POLICY)}">\n`;
  yield '<meta name="viewport" content="width=device-width, initial-scale=1">\n';
  yield '<meta name="color-scheme" content="light dark">\n';
  // Without one, a browser asks the server for it.
  yield '<link rel="icon" href="data:,">\n';
  yield element('title', {}, title);
  for (const style of STYLES) yield* tagged(style);
  yield '</head>\n<body>\n';
  yield* head(report, title);
  yield* main(report);
  yield `<script type="application/gzip" id="${DATA_ID}">\n`;
  yield* embedded(forPage(report));
  yield '</script>\n';
  for (const script of SCRIPTS) yield* tagged(script);
  yield '</body>\n</html>\n';
}

function* head(report: Report, title: string): Generator<string> {
  const { level, exitCode } = report.summary;
  yield '<header>\n';
  yield element(
    'p',
    { class: 'product' },
    `stuntime ${report.tool.version}, stops of virtual machines. All times are in UTC.`,
  );
  yield element('h1', { 'data-level': level ?? 'unknown' }, title);
  yield element('p', { 'data-exit': String(exitCode) }, exitReason(report));
  yield* gapNotice(report);
  yield '</header>\n';
}

function* main(report: Report): Generator<string> {
  yield '<main>\n<section aria-labelledby="answer">\n<h2 id="answer">Answer</h2>\n';
  yield* verdictTexts(report, ZONE);
  yield* factList(report, ZONE);
  const missing = missingSentence(report);
  if (missing !== null) yield element('p', { class: 'notice' }, missing);
  yield '</section>\n';
  // The script takes this away: it stays where no script runs, or one that the browser is too old for.
  yield '<div id="charts">\n<p class="notice">The timeline and the tables need JavaScript, in a browser of 2023 or later. Other formats do without it: see --format markdown.</p>\n</div>\n';
  yield* findingList(report);
  yield '<div id="tables"></div>\n';
  yield* noteList(report);
  yield '</main>\n';
}
