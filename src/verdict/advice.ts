import { type Advice, type CandidateTimeout, type Driver, OFFICE_HOURS } from '../model/advice.js';
import type { Cause } from '../model/cause.js';
import { groupBy } from '../model/lists.js';
import { stopsOfPrimaries } from '../model/mirror.js';
import { compareText, descending, inTurn } from '../model/order.js';
import { MOST_ADVISED_QOS_MS, MOST_QOS_MS } from '../model/policy.js';
import { longestOf, type Report, type Stop } from '../model/report.js';
import { enoughMs as enoughMsFor, HALF, reachesOnset, type TimeoutOf, timeoutsOf } from '../model/timeout.js';
import { US_PER_MS } from '../model/units.js';
import { sentencesFor } from './advice-sentences.js';

/** A host is silent for a little longer than its stop, and the next stop may be longer than all so far. */
const MARGIN_PERCENT = 20;
/** An advised timeout is a whole number of these. */
const STEP_MS = 100;

const NOTES: ReadonlyMap<number, string> = new Map([
  [2000, 'the default until 2015'],
  [8000, 'the default'],
  [MOST_ADVISED_QOS_MS, 'the longest that is advised'],
  [MOST_QOS_MS, 'the longest that is allowed'],
]);
const ROUND_MS = [4000, 6000, 10_000, 12_000, 15_000, 20_000, 60_000, 120_000];

/**
 * Says which QoS timeout the stops of a report call for. Hours are those of a named zone. A stop of the backup or the arbiter
 * does not count. It is that of an InterSystems mirror, whatever cluster the report is judged for.
 */
export function adviceOn(report: Report, zone: string): Advice {
  const stops = stopsOfPrimaries(report);
  const longestUs = longestOf(stops);
  const enoughMs = longestUs === null ? null : enoughMsFor(longestUs, HALF);
  const advisedMs = enoughMs === null ? null : withMargin(enoughMs);
  const drivers = driversOf(stops, timeoutsOf(report), zone);
  return {
    stops: stops.length,
    longestUs,
    isLeast: !isProved(report) || stops.some(({ atLeast }) => atLeast),
    enoughMs,
    marginPercent: MARGIN_PERCENT,
    advisedMs,
    timeouts: timeoutsFor(stops, report.policy, advisedMs),
    drivers,
    sentences: sentencesFor(
      drivers.map(({ cause }) => cause),
      new Set(report.findings.map(({ kind }) => kind)),
    ),
  };
}

function isProved({ summary }: Report): boolean {
  return summary.complete && summary.exitCode !== 2;
}

function withMargin(ms: number): number {
  return Math.ceil((ms * (100 + MARGIN_PERCENT)) / 100 / STEP_MS) * STEP_MS;
}

function timeoutsFor(
  stops: readonly Stop[],
  { qosUs, qosSource }: Report['policy'],
  advisedMs: number | null,
): readonly CandidateTimeout[] {
  const ownMs = qosUs / US_PER_MS;
  const notes = new Map(NOTES);
  const note = (ms: number, text: string) =>
    notes.set(ms, [text, ...(notes.has(ms) ? [notes.get(ms)] : [])].join(', '));
  if (qosSource !== 'default') note(ownMs, 'yours');
  if (advisedMs !== null) note(advisedMs, `enough with a margin of ${MARGIN_PERCENT}%`);
  const all = [...new Set([...ROUND_MS, ...notes.keys()])].sort((a, b) => a - b);
  return all.map((qosMs) => ({
    qosMs,
    note: notes.get(qosMs) ?? null,
    half: stops.filter((stop) => reachesOnset(stop, { qosUs: qosMs * US_PER_MS, onset: HALF })).length,
    full: stops.filter(({ durationUs }) => durationUs >= qosMs * US_PER_MS).length,
  }));
}

const longestFirst = inTurn<Driver>(
  descending((a, b) => a.longestUs - b.longestUs),
  (a, b) => compareText(a.cause, b.cause),
);

function driversOf(stops: readonly Stop[], timeoutOf: TimeoutOf, zone: string): readonly Driver[] {
  const hours = officeHoursIn(zone);
  return [...groupBy(stops, ({ cause }) => cause)]
    .map(([cause, group]) => driver(cause, group, timeoutOf, hours))
    .sort(longestFirst);
}

function driver(
  cause: Cause,
  stops: readonly Stop[],
  timeoutOf: TimeoutOf,
  isInOfficeHours: (iso: string) => boolean,
): Driver {
  const longestUs = longestOf(stops) ?? 0;
  const long = stops.filter((stop) => reachesOnset(stop, timeoutOf(stop)));
  const inHours = long.filter(({ startedAt }) => startedAt !== null && isInOfficeHours(startedAt));
  return {
    cause,
    stops: stops.length,
    longestUs,
    enoughMs: enoughMsFor(longestUs, HALF),
    long: long.length,
    longInOfficeHours: inHours.length,
  };
}

/** Gives a test for times on a weekday in office hours of a zone. */
function officeHoursIn(zone: string): (iso: string) => boolean {
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    weekday: 'short',
    hour: '2-digit',
    hourCycle: 'h23',
  });
  return (iso) => {
    const parts = new Map(format.formatToParts(new Date(iso)).map(({ type, value }) => [type, value]));
    const hour = Number(parts.get('hour'));
    const isWeekend = ['Sat', 'Sun'].includes(parts.get('weekday') ?? '');
    return !isWeekend && hour >= OFFICE_HOURS.from && hour < OFFICE_HOURS.to;
  };
}
