import type { Report } from '../model/report.js';
import { visible } from '../model/text.js';
import { type Case, casesOf } from './cases.js';
import { headline } from './headline.js';
import type { Reporter } from './reporter.js';
import { verdict } from './sentence.js';
import { count } from './text/numbers.js';
import { inPieces } from './text/pieces.js';

/** Workflow commands for GitHub Actions: what fails as errors, what is not proved or comes close as warnings. */
export const github: Reporter = {
  showsDiagnostics: false,
  render: (report) => inPieces(lines(report)),
};

/** What GitHub shows of a kind in one step; it drops the others without a word. */
const MOST = 10;

function* lines(report: Report): Generator<string> {
  const all = casesOf(report);
  const cases = all.filter(({ event }) => event !== null).sort((a, b) => longestOf(b) - longestOf(a));
  const proof = all.filter(({ event }) => event === null);
  const failed = [...cases.filter(isFailed), ...proof.filter(({ outcome }) => outcome === 'error')];
  const close = cases.filter((one) => one.outcome === 'passed' && (one.event?.level ?? 'ok') !== 'ok');
  const skipped = proof.filter(({ outcome }) => outcome === 'skipped');
  yield* commands('error', failed);
  yield* commands('warning', [...close, ...skipped]);
  const [answer] = verdict(report, 'UTC');
  yield `::notice title=${property(headline(report, 'UTC'))}::${data(answer)}\n`;
}

function isFailed({ outcome }: Case): boolean {
  return outcome === 'failed';
}

function longestOf({ event }: Case): number {
  return event?.longestUs ?? 0;
}

function* commands(command: 'error' | 'warning', cases: readonly Case[]): Generator<string> {
  for (const { name, message, place } of cases.slice(0, MOST)) {
    const file = place === null ? '' : `file=${property(place.log)},`;
    yield `::${command} ${file}title=${property(name)}::${data(message)}\n`;
  }
  const hidden = cases.length - MOST;
  if (hidden > 0)
    yield `${count(hidden, `more ${command}`)} of stuntime not shown: GitHub shows ${MOST} a step.\n`;
}

/** https://docs.github.com/actions: workflow commands; the runner turns these codes back. */
function data(text: string): string {
  return visible(text).replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function property(text: string): string {
  return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
