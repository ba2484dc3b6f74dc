import { keyOf, rolesOf, stopsOfPrimaries } from '../model/mirror.js';
import { reachesHalf } from '../model/policy.js';
import type { Report, Stop, StopEvent } from '../model/report.js';
import { visible } from '../model/text.js';
import { isFiltered } from './facts.js';
import { gapsOf, isUnproved } from './gaps.js';
import { hasLongMembers, memberNotes } from './members.js';
import { absence, absentVms, doubt, noStopAnswer, reservation, silence, silentVms } from './silence.js';
import { duration, limit } from './text/numbers.js';
import { labelsOf } from './vm-labels.js';
import { halfOf, isTakeoverSeen, nameOf, remedyFor, worstStop } from './worst.js';

const MIRROR = 'an active backup (arbiter controlled mode)';
const ROLE = `the mirror's primary with ${MIRROR}`;

/**
 * Answers whether the stops could have caused a takeover, with value, limit and what to do; then, each a text of its
 * own, what the answer does not cover. Times are shown in a named zone.
 */
export function verdict(report: Report, zone: string): readonly [string, ...string[]] {
  const worst = worstStop(stopsOfPrimaries(report));
  if (worst === null && report.stops.length > 0) return [ofOthersOnly(report), ...caveats(report, zone)];
  if (worst === null) return [noStopAnswer(report, zone), ...unknownVms(report)];
  if (reachesHalf(worst, report.policy.qosUs))
    return [`${takeover(worst, report, zone)} ${remedyFor(worst)}`, ...caveats(report, zone)];
  const answer = gapsOf(report).isUnmeasured ? unmeasured(report, zone) : below(worst, report, zone);
  return [answer, ...caveats(report, zone)];
}

function ofOthersOnly(report: Report): string {
  const found = `${among(report)}all stops are of the backup or the arbiter, and none of them causes a takeover.`;
  return `${denial(report, false)}: ${found}`;
}

/** Answers where no known stop reached half, and a VM was stopped for a time that no log tells: nothing is too short. */
function unmeasured(report: Report, zone: string): string {
  const parts = [...partlyKnown(report, zone), ...knownInFull(report, zone)];
  return `Not proved: ${among(report)}${parts.join(' ')}`;
}

function partlyKnown({ stops, vms }: Report, zone: string): readonly string[] {
  const partly = stops.filter(({ atLeast }) => atLeast);
  const longest = worstStop(partly);
  if (longest === null) return [];
  const which =
    partly.length === 1
      ? 'one stop lasted longer than its figure tells,'
      : `${partly.length} stops lasted longer than their figures tell, the longest`;
  return [`${which} ${nameOf(longest, labelsOf(vms), zone)}. Get the logs that the notes name.`];
}

function knownInFull(report: Report, zone: string): readonly string[] {
  const longest = worstStop(stopsOfPrimaries(report).filter(({ atLeast }) => !atLeast));
  if (longest === null) return [];
  const isAlone = report.stops.every(({ atLeast }) => !atLeast);
  return [
    `${isAlone ? 'the' : 'The'} longest stop that is known in full, ${nameOf(longest, labelsOf(report.vms), zone)}, is below ${halfOf(report)}.`,
  ];
}

function takeover(worst: Stop, report: Report, zone: string): string {
  const { policy } = report;
  const full = worst.durationUs >= policy.qosUs;
  const reached = full ? `the whole QoS timeout of ${limit(policy.qosUs)}` : halfOf(report);
  const seen = isTakeoverSeen(worst, report);
  const outcome = full ? 'was to be expected' : 'was possible';
  const amount = stopsOfPrimaries(report).filter((stop) => reachesHalf(stop, policy.qosUs)).length;
  const role = isPrimary(worst, report) ? `With ${MIRROR},` : `If that VM was ${ROLE},`;
  const others = amount === 1 ? '' : `; ${amount} stops reached half of it`;
  const followed = seen
    ? 'A takeover followed it: a member of the mirror became primary (see the findings).'
    : null;
  return (
    `${full || seen ? 'Yes' : 'Possibly'}: ${among(report)}${longest(report)}, ${nameOf(worst, labelsOf(report.vms), zone)}, reached ${reached}${others}. ` +
    (followed ?? `${role} a takeover ${outcome}.${oddsOf(worst)}`)
  );
}

/** What the odds assume is in docs/mirror.md. */
function oddsOf({ takeover: { verdict, idleOdds } }: Stop): string {
  if (verdict !== 'possible' || idleOdds === null) return '';
  const odds = idleOdds < 0.01 ? 'below 1%' : `at most ${Math.round(idleOdds * 100)}%`;
  return ` On an idle mirror its odds were ${odds}; on a busy one they are lower.`;
}

function below(worst: Stop, report: Report, zone: string): string {
  const near = worst.level !== 'ok';
  const compared = near
    ? `comes close to ${halfOf(report)} but stays below it`
    : `is below ${halfOf(report)}`;
  const role = isPrimary(worst, report) ? `even with ${MIRROR}` : `even if that VM was ${ROLE}`;
  const meaning = `too short to cause a takeover, ${gapsOf(report).isQosUnknown ? 'if that is the timeout' : role}`;
  const advice = near ? ' Shorten such stops or raise the QoS timeout before they grow.' : '';
  const found = `${among(report)}${longest(report)}, ${nameOf(worst, labelsOf(report.vms), zone)}, ${compared}: ${meaning}.${advice}`;
  return `${denial(report, near)}: ${found}`;
}

function isPrimary(stop: Stop, { vms }: Report): boolean {
  return rolesOf(vms).get(keyOf(stop)) === 'primary';
}

function longest(report: Report): string {
  const stops = stopsOfPrimaries(report);
  if (stops.length === report.stops.length) return 'the longest stop';
  const roles = rolesOf(report.vms);
  const isKnown = stops.every((stop) => roles.get(keyOf(stop)) === 'primary');
  return `the longest stop of ${isKnown ? 'the primary' : 'a VM that may be the primary'}`;
}

function denial(report: Report, near: boolean): string {
  if (isUnproved(report)) return 'Not proved';
  const others = hasLongMembers(report) ? ', but another member was stopped for too long' : '';
  return `No${reservation(report.vms)}${near ? ', but close' : ''}${others}`;
}

function caveats(report: Report, zone: string): readonly string[] {
  const hidden = isUnproved(report) ? [hiddenStops(report)] : [];
  const together = report.findings.find(({ kind }) => kind === 'members-together');
  return [
    ...memberNotes(report, zone),
    ...(together === undefined ? [] : [visible(together.message)]),
    ...worstWindow(report),
    ...hidden,
    ...unknownVms(report),
  ];
}

/** Stops that add up within one timeout: a guest that hardly ran between them was slow all that time. */
function worstWindow({ events, policy, vms }: Report): readonly string[] {
  let worst: StopEvent | null = null;
  const reaches = (durationUs: number) => reachesHalf({ durationUs }, policy.qosUs);
  for (const event of events) {
    // Where one of them is long enough, that is told.
    const isOnlyTogether = !reaches(event.longestUs) && reaches(event.worstWindowUs);
    if (isOnlyTogether && event.worstWindowUs > (worst?.worstWindowUs ?? 0)) worst = event;
  }
  if (worst === null) return [];
  const { id, worstWindowUs, longestUs } = worst;
  return [
    `Within ${limit(policy.qosUs)}, stops of ${labelsOf(vms).of(worst)} add up to ${duration(worstWindowUs)} (event ${id}; the longest ${duration(longestUs)}). Each is judged by itself, for the VM runs in between.`,
  ];
}

function hiddenStops(report: Report): string {
  const [first = '', ...others] = doubt(report);
  const { isUnread, isUnmeasured, isHidden } = gapsOf(report);
  const effect = isUnread || isUnmeasured || isHidden ? ': there may be longer stops' : '';
  return `${first.toUpperCase()}${others.join('')}${effect}.`;
}

// Where nothing is known of any VM, the answer itself says so.
function unknownVms({ vms }: Report): readonly string[] {
  const [silent, absent] = [silentVms(vms), absentVms(vms)];
  if (silent.length + absent.length === vms.length) return [];
  const labels = labelsOf(vms);
  return [
    ...(silent.length === 0 ? [] : [`Not judged: ${silence(silent, labels)}.`]),
    ...(absent.length === 0 ? [] : [`Not judged: ${absence(absent, labels)}.`]),
  ];
}

function among(report: Report): string {
  return isFiltered(report) ? 'among the stops that match the filters, ' : '';
}
