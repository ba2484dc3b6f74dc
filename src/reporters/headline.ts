import { stopsOfPrimaries } from '../model/mirror.js';
import { fails } from '../model/policy.js';
import type { Report, Stop } from '../model/report.js';
import { reachesOnset, timeoutsOf } from '../model/timeout.js';
import { gapIn, isFiltered, selection } from './facts.js';
import { isUnproved } from './gaps.js';
import { count, duration, limit, percent } from './text/numbers.js';
import { timesIn } from './times.js';
import { labelsOf } from './vm-labels.js';
import { isTakeoverSeen, worstStop } from './worst.js';

/** The words for a mirror. Stops of other clusters lead to something else. */
type Word =
  | 'TAKEOVER'
  | 'TAKEOVER EXPECTED'
  | 'POSSIBLE TAKEOVER'
  | 'NOT PROVED'
  | 'NO TAKEOVER'
  | 'NO TAKEOVER, BUT CLOSE'
  | 'NO TAKEOVER, BUT ANOTHER MEMBER STOPPED TOO LONG';

/** Answers in one line that stands alone: whether a takeover was possible, by which stop, and how long it was. */
export function headline(report: Report, zone: string): string {
  const timeoutOf = timeoutsOf(report);
  const worst = worstStop(stopsOfPrimaries(report), timeoutOf) ?? worstStop(report.stops, timeoutOf);
  const known = wordFor(report, worst);
  const { profile } = report.policy;
  const word = profile === null ? known : known.replace('TAKEOVER', profile.outcome.toUpperCase());
  const among = isFiltered(report) ? `, among the stops that ${selection(report, { isPlural: true })}` : '';
  if (worst === null) return `${word}: ${absenceOf(report, known)}`;
  const { qosUs } = timeoutOf(worst);
  const least = worst.atLeast ? 'at least ' : '';
  const at = worst.endedAt === null ? 'an unknown time' : `${timesIn(zone)(worst.endedAt)} ${zone}`;
  const share = percent(worst.durationUs, qosUs).replace('%', ' %');
  const name = labelsOf(report.vms).of(worst);
  return `${word}: ${name} stopped ${least}${duration(worst.durationUs)}, ${share} of ${limit(qosUs)}, at ${at}${among}`;
}

function absenceOf(report: Report, word: Word): string {
  if (word === 'NOT PROVED') return 'no stop is known';
  return isFiltered(report) ? `no stop ${selection(report, { isPlural: false })}` : 'the logs hold no stop';
}

function wordFor(report: Report, worst: Stop | null): Word {
  const { summary } = report;
  const isLong = worst !== null && reachesOnset(worst, timeoutsOf(report)(worst));
  if (isLong && worst.takeover.verdict !== 'impossible') {
    if (isTakeoverSeen(worst, report)) return 'TAKEOVER';
    return worst.takeover.verdict === 'expected' ? 'TAKEOVER EXPECTED' : 'POSSIBLE TAKEOVER';
  }
  if (isUnproved(report) || summary.exitCode === 2) return 'NOT PROVED';
  // A long stop of another member than the primary leads to none.
  if (isLong) return 'NO TAKEOVER, BUT ANOTHER MEMBER STOPPED TOO LONG';
  return worst === null || worst.level === 'ok' ? 'NO TAKEOVER' : 'NO TAKEOVER, BUT CLOSE';
}

/** Says why the run exits with its code: how many stops reached which level, or what keeps it from being a proof. */
export function exitReason(report: Report): string {
  const { summary, policy, stops, vms, diagnostics } = report;
  const { failOn } = policy;
  if (diagnostics.some(({ kind }) => kind === 'interrupted'))
    return 'interrupted: not all was read and judged';
  if (summary.exitCode === 1) {
    const failed = stops.filter(({ level }) => fails(level, policy)).length;
    return `exit 1: ${count(failed, 'stop')} at or above ${failOn}`;
  }
  const above =
    failOn === 'never' ? 'no stop fails a run with --fail-on never' : `no stop at or above ${failOn}`;
  if (summary.exitCode === 0) return `exit 0: ${above}`;
  if (vms.length === 0)
    return summary.logs === 0 ? 'exit 2: no VM log was read' : 'exit 2: no VM in the logs matches --vm';
  if (vms.every(({ level }) => level === null))
    return isOutside(diagnostics)
      ? 'exit 2: no log has a line in the time asked for'
      : 'exit 2: the logs do not tell whether a VM was stopped';
  return `exit 2: ${above} is known, and ${gapIn(report)}`;
}

function isOutside(diagnostics: Report['diagnostics']): boolean {
  return diagnostics.some(({ kind }) => kind === 'outside-window');
}
