import type { Report } from '../model/report.js';
import { visible } from '../model/text.js';
import { onsetUs, timeoutsOf } from '../model/timeout.js';
import { headline } from './headline.js';
import type { Reporter } from './reporter.js';
import { verdict } from './sentence.js';
import { worstStop } from './worst.js';

/** The state of a check as Nagios and its relatives know it; the exit code is that of their convention. */
const STATES = ['OK', 'WARNING', 'CRITICAL', 'UNKNOWN'] as const;

/** The place of a state in the list, which is its exit code. */
type StateCode = 0 | 1 | 2 | 3;

/** The exit code of a check whose state is not known. */
export const UNKNOWN = 3;

/** Gives the status line of a check, without performance data, which a bar would begin. */
export function statusLine(code: StateCode, text: string): string {
  return `STUNTIME ${STATES[code]} - ${plain(text)}`;
}

/** Plugin output: one line of status with performance data, then the answer in full. */
export const nagios: Reporter = {
  showsDiagnostics: false,
  exitCode: stateOf,
  render: (report) => [lines(report)],
};

/** What comes close and does not fail is a warning. */
function stateOf({ summary: { exitCode, level } }: Report): StateCode {
  if (exitCode === 2) return UNKNOWN;
  if (exitCode === 1) return 2;
  return level === 'ok' || level === null ? 0 : 1;
}

function lines(report: Report): string {
  const first = `${statusLine(stateOf(report), headline(report, 'UTC'))} | ${data(report)}`;
  return `${[first, ...verdict(report, 'UTC').map(plain)].join('\n')}\n`;
}

/** A bar begins performance data. */
function plain(text: string): string {
  return visible(text).replaceAll('|', '/');
}

function data(report: Report): string {
  const { summary, baseline } = report;
  const timeoutOf = timeoutsOf(report);
  const worst = worstStop(report.stops, timeoutOf);
  const limits = worst === null ? null : timeoutOf(worst);
  const longest =
    worst === null || limits === null
      ? []
      : [`longest=${numberOf(worst.durationUs)}s;${numberOf(onsetUs(limits))};${numberOf(limits.qosUs)};0`];
  const known = baseline === null ? [] : [`known=${baseline.known};;;0`];
  return [
    ...longest,
    `stops=${summary.stops};;;0`,
    `flagged=${summary.flagged};;;0`,
    ...known,
    `vms=${summary.vms};;;0`,
  ].join(' ');
}

/** Seconds without an exponent, and without zeros at the end. */
function numberOf(us: number): string {
  return (us / 1_000_000).toFixed(6).replace(/\.?0+$/, '');
}
