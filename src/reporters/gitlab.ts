import { jsonText } from '../model/json-text.js';
import type { Level } from '../model/level.js';
import type { Report } from '../model/report.js';
import { visible } from '../model/text.js';
import { type Case, casesOf } from './cases.js';
import { fingerprintOf } from './fingerprint.js';
import type { Reporter } from './reporter.js';
import { inPieces } from './text/pieces.js';

/** A code quality report for GitLab: an entry for each event that comes near half of the timeout, and for all that is not proved. */
export const gitlab: Reporter = {
  showsDiagnostics: false,
  render: (report) => inPieces(document(report)),
};

const SEVERITIES: Readonly<Record<Level, string>> = {
  ok: 'info',
  'near-half': 'minor',
  'over-half': 'major',
  'near-full': 'critical',
  'over-full': 'blocker',
};

function* document(report: Report): Generator<string> {
  let before = '[\n';
  for (const one of casesOf(report)) {
    if (one.event?.level === 'ok') continue;
    yield `${before}  ${jsonText(entryOf(one))}`;
    before = ',\n';
  }
  yield before === '[\n' ? '[]\n' : '\n]\n';
}

function entryOf(one: Case): object {
  const { outcome, kind, name, message, event, place } = one;
  const ofProof = outcome === 'error' ? 'major' : 'info';
  return {
    description: visible(`${name}: ${message}`),
    check_name: `stuntime.${kind}`,
    fingerprint: fingerprintOf(one),
    severity: event === null ? ofProof : SEVERITIES[event.level],
    // GitLab drops an entry without a path; a place in a log is told in bytes, which no line of it can show.
    location: { path: visible(place?.log ?? 'stuntime'), lines: { begin: 1 } },
  };
}
