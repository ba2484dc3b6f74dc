import type { Advice } from '../model/advice.js';
import type { Report } from '../model/report.js';
import type { AdviceReporter } from './advice-reporter.js';
import { adviceAnswer, adviceListings, sentenceText } from './advice-sections.js';
import type { RenderOptions } from './reporter.js';
import { paintWith } from './text/paint.js';
import { inPieces } from './text/pieces.js';
import { wrap } from './text/wrap.js';
import { ended, factLines, labelled, listingLines, noteLines, same } from './text-blocks.js';

const SENTENCE_INDENT = 18;

/** The advice for a terminal, the answer last. */
export const table: AdviceReporter = {
  showsDiagnostics: true,
  render: (report, advice, options) => inPieces(ended(lines(report, advice, options))),
};

function* lines(report: Report, advice: Advice, { zone, width, color }: RenderOptions): Generator<string> {
  const paint = paintWith(color);
  yield* factLines(report, zone, width);
  for (const listing of adviceListings(advice, zone)) yield* listingLines(listing, width, paint);
  yield '';
  yield* wrap('What is published about this', width).map(paint.title);
  for (const sentence of advice.sentences)
    yield* labelled(sentence.about, sentenceText(sentence), SENTENCE_INDENT, width, same);
  yield* noteLines(report, width, paint);
  yield '';
  yield* wrap(adviceAnswer(advice, report), width);
}
