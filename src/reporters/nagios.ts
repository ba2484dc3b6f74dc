import type { Report } from '../model/report.js';
import { visible } from '../model/text.js';
import { onsetUs } from '../model/timeout.js';
import { headline } from './headline.js';
import type { Reporter } from './reporter.js';
import { verdict } from './sentence.js';

/** The state of a check as Nagios and its relatives know it; the exit code is that of their convention. */
const STATES = ['OK', 'WARNING', 'CRITICAL', 'UNKNOWN'] as const;

type StateCode = 0 | 1 | 2 | 3;

/** Plugin output: one line of status with performance data, then the answer in full. */
export const nagios: Reporter = {
  showsDiagnostics: false,
  exitCode: stateOf,
  render: (report) => [lines(report)],
};

/** What comes close and does not fail is a warning. */
function stateOf({ summary: { exitCode, level } }: Report): StateCode {
  if (exitCode === 2) return 3;
  if (exitCode === 1) return 2;
  return level === 'ok' || level === null ? 0 : 1;
}

function lines(report: Report): string {
  const first = `STUNTIME ${STATES[stateOf(report)]} - ${plain(headline(report, 'UTC'))} | ${data(report)}`;
  return `${[first, ...verdict(report, 'UTC').map(plain)].join('\n')}\n`;
}

/** A bar begins performance data. */
function plain(text: string): string {
  return visible(text).replaceAll('|', '/');
}

function data({ summary, policy }: Report): string {
  const onset = numberOf(onsetUs(policy));
  const longest =
    summary.longestUs === null
      ? []
      : [`longest=${numberOf(summary.longestUs)}s;${onset};${numberOf(policy.qosUs)};0`];
  return [
    ...longest,
    `stops=${summary.stops};;;0`,
    `flagged=${summary.flagged};;;0`,
    `vms=${summary.vms};;;0`,
  ].join(' ');
}

/** Seconds without an exponent, and without zeros at the end. */
function numberOf(us: number): string {
  return (us / 1_000_000).toFixed(6).replace(/\.?0+$/, '');
}
