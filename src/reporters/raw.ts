import type { Report } from '../model/report.js';
import { visible } from '../model/text.js';
import type { Reporter } from './reporter.js';
import { inPieces } from './text/pieces.js';

/** One stop per line: microseconds, a tab, the log, a colon and the line, in the report's order. */
export const raw: Reporter = {
  showsDiagnostics: false,
  render: (report) => inPieces(lines(report)),
};

function* lines({ stops }: Report): Generator<string> {
  for (const { durationUs, log, line } of stops) yield `${durationUs}\t${visible(log)}:${visible(line)}\n`;
}
