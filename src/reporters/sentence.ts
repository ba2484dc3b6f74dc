import { keyOf, rolesOf, stopsOfPrimaries } from '../model/mirror.js';
import type { Policy } from '../model/policy.js';
import type { Report, Stop, StopEvent } from '../model/report.js';
import { visible } from '../model/text.js';
import { onsetUs, reachesOnset, type Timeout, timeoutsOf } from '../model/timeout.js';
import { isFiltered, selection } from './facts.js';
import { gapsOf, isUnproved } from './gaps.js';
import { hasLongMembers, memberNotes } from './members.js';
import { absence, absentVms, doubt, noStopAnswer, reservation, silence, silentVms } from './silence.js';
import { duration, limit } from './text/numbers.js';
import { partOf } from './text/part.js';
import { labelsOf } from './vm-labels.js';
import { isTakeoverSeen, nameOf, onsetOfTimeout, remedyFor, wholeTimeout, worstStop } from './worst.js';

const MIRROR = 'an active backup (arbiter controlled mode)';
const ROLE = `the mirror's primary with ${MIRROR}`;

/**
 * Answers whether the stops could have caused a takeover, with value, limit and what to do; then, each a text of its
 * own, what the answer does not cover. Times are shown in a named zone.
 */
export function verdict(report: Report, zone: string): readonly [string, ...string[]] {
  const timeoutOf = timeoutsOf(report);
  const worst = worstStop(stopsOfPrimaries(report), timeoutOf);
  if (worst === null && report.stops.length > 0) return [ofOthersOnly(report), ...caveats(report, zone)];
  if (worst === null) return [noStopAnswer(report, zone), ...unknownVms(report)];
  if (reachesOnset(worst, timeoutOf(worst)))
    return [`${takeover(worst, report, zone)} ${remedyFor(worst, report.policy)}`, ...caveats(report, zone)];
  const answer = gapsOf(report).isUnmeasured ? unmeasured(report, zone) : below(worst, report, zone);
  return [answer, ...caveats(report, zone)];
}

function ofOthersOnly(report: Report): string {
  const found = `${among(report)}all stops are of the backup or the arbiter, and none of them causes a takeover.`;
  return `${denial(report, false)}: ${found}`;
}

/** Answers where no known stop was long enough, and a VM was stopped for a time that no log tells: nothing is too short. */
function unmeasured(report: Report, zone: string): string {
  const parts = [...partlyKnown(report, zone), ...knownInFull(report, zone)];
  return `Not proved: ${among(report)}${parts.join(' ')}`;
}

function partlyKnown(report: Report, zone: string): readonly string[] {
  const { stops, vms } = report;
  const partly = stops.filter(({ atLeast }) => atLeast);
  const longest = worstStop(partly, timeoutsOf(report));
  if (longest === null) return [];
  const which =
    partly.length === 1
      ? 'one stop lasted longer than its figure tells,'
      : `${partly.length} stops lasted longer than their figures tell, the longest`;
  return [`${which} ${nameOf(longest, labelsOf(vms), zone)}. Get the logs that the notes name.`];
}

function knownInFull(report: Report, zone: string): readonly string[] {
  const longest = worstStop(
    stopsOfPrimaries(report).filter(({ atLeast }) => !atLeast),
    timeoutsOf(report),
  );
  if (longest === null) return [];
  const isAlone = report.stops.every(({ atLeast }) => !atLeast);
  return [
    `${isAlone ? 'the' : 'The'} longest stop that is known in full, ${nameOf(longest, labelsOf(report.vms), zone)}, is below ${onsetOf(longest, report)}.`,
  ];
}

function takeover(worst: Stop, report: Report, zone: string): string {
  const { policy } = report;
  const timeoutOf = timeoutsOf(report);
  const timeout = timeoutOf(worst);
  const full = worst.durationUs >= timeout.qosUs;
  const reached = full ? wholeTimeout(timeout, policy) : onsetOfTimeout(timeout, policy);
  const seen = isTakeoverSeen(worst, report);
  const amount = stopsOfPrimaries(report).filter((stop) => reachesOnset(stop, timeoutOf(stop))).length;
  const others = amount === 1 ? '' : `; ${amount} stops reached ${shareOf(timeout, policy)}`;
  const followed = seen
    ? 'A takeover followed it: a member of the mirror became primary (see the findings).'
    : null;
  return (
    `${full || seen ? 'Yes' : 'Possibly'}: ${among(report)}${longest(report)}, ${nameOf(worst, labelsOf(report.vms), zone)}, reached ${reached}${others}. ` +
    (followed ?? effectOf(worst, full, report))
  );
}

/** How much the other stops reached. */
function shareOf(timeout: Timeout, { onset }: Policy): string {
  return onset.kind === 'interval' ? limit(onsetUs(timeout)) : `${partOf(onset)} of it`;
}

function effectOf(worst: Stop, full: boolean, report: Report): string {
  const { profile } = report.policy;
  if (profile !== null)
    return `If that VM was ${visible(profile.member)}: ${visible(full ? profile.full : profile.first)}.`;
  const role = isPrimary(worst, report) ? `With ${MIRROR},` : `If that VM was ${ROLE},`;
  return `${role} a takeover ${full ? 'was to be expected' : 'was possible'}.${oddsOf(worst)}`;
}

function onsetOf(stop: Stop, report: Report): string {
  return onsetOfTimeout(timeoutsOf(report)(stop), report.policy);
}

/** Says the odds of a takeover on an idle mirror, '' where none are known; what they assume is in docs/mirror.md. */
export function oddsOf({ takeover: { verdict, idleOdds } }: Stop): string {
  if (verdict !== 'possible' || idleOdds === null) return '';
  const odds = idleOdds < 0.01 ? 'below 1%' : `about ${Math.round(idleOdds * 100)}%`;
  return ` On an idle mirror its odds were ${odds}; on a busy one they are lower.`;
}

function below(worst: Stop, report: Report, zone: string): string {
  const near = worst.level !== 'ok';
  const compared = near
    ? `comes close to ${onsetOf(worst, report)} but stays below it`
    : `is below ${onsetOf(worst, report)}`;
  const { profile } = report.policy;
  const effect = `a ${profile?.outcome ?? 'takeover'}`;
  const meaning = `too short to cause ${effect}, ${gapsOf(report).isQosUnknown ? 'if that is the timeout' : evenIf(worst, report)}`;
  const advice = near
    ? ` Shorten such stops or raise the ${profile === null ? 'QoS timeout' : 'timeout'} before they grow.`
    : '';
  const found = `${among(report)}${longest(report)}, ${nameOf(worst, labelsOf(report.vms), zone)}, ${compared}: ${meaning}.${advice}`;
  return `${denial(report, near)}: ${found}`;
}

function evenIf(worst: Stop, report: Report): string {
  const { profile } = report.policy;
  if (profile !== null) return `even if that VM was ${visible(profile.member)}`;
  return isPrimary(worst, report) ? `even with ${MIRROR}` : `even if that VM was ${ROLE}`;
}

function isPrimary(stop: Stop, { vms }: Report): boolean {
  return rolesOf(vms).get(keyOf(stop)) === 'primary';
}

function longest(report: Report): string {
  const stops = stopsOfPrimaries(report);
  const byTimeout = report.vms.some(({ qosUs }) => qosUs !== report.policy.qosUs)
    ? ' by the timeout of its VM'
    : '';
  if (stops.length === report.stops.length) return `the longest stop${byTimeout}`;
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
  const timeoutOf = timeoutsOf({ policy, vms });
  for (const event of events) {
    const reaches = (durationUs: number) => reachesOnset({ durationUs }, timeoutOf(event));
    // Where one of them is long enough, that is told.
    const isOnlyTogether = !reaches(event.longestUs) && reaches(event.worstWindowUs);
    if (isOnlyTogether && event.worstWindowUs > (worst?.worstWindowUs ?? 0)) worst = event;
  }
  if (worst === null) return [];
  const { id, worstWindowUs, longestUs } = worst;
  return [
    `Within ${limit(timeoutOf(worst).qosUs)}, stops of ${labelsOf(vms).of(worst)} add up to ${duration(worstWindowUs)} (event ${id}; the longest ${duration(longestUs)}). Each is judged by itself, for the VM runs in between.`,
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
  return isFiltered(report) ? `among the stops that ${selection(report, { isPlural: true })}, ` : '';
}
