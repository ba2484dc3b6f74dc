import type { Advice } from '../model/advice.js';
import type { Report } from '../model/report.js';
import type { AdviceReporter } from './advice-reporter.js';
import { adviceAnswer, adviceListings, sentenceText } from './advice-sections.js';
import { factItems, noteItems, titledGrid } from './markdown-blocks.js';
import type { RenderOptions } from './reporter.js';
import { markdownText } from './text/escape.js';
import { inPieces } from './text/pieces.js';

/** The advice to paste into a ticket. */
export const markdown: AdviceReporter = {
  showsDiagnostics: true,
  render: (report, advice, options) => inPieces(document(report, advice, options)),
};

function* document(report: Report, advice: Advice, { zone }: RenderOptions): Generator<string> {
  yield '## Which QoS timeout the stops call for\n\n';
  yield* factItems(report, zone);
  for (const listing of adviceListings(advice, zone)) yield* titledGrid(listing);
  yield '\n### What is published about this\n\n';
  for (const sentence of advice.sentences)
    yield `- ${sentence.about}: ${markdownText(sentenceText(sentence))}\n`;
  yield* noteItems(report);
  yield `\n**${markdownText(adviceAnswer(advice, report))}**\n`;
}
