import type { Advice, CandidateTimeout, Driver } from '../model/advice.js';
import type { Cause } from '../model/cause.js';
import { groupBy } from '../model/lists.js';
import { stopsOfPrimaries } from '../model/mirror.js';
import { compareText, descending, inTurn } from '../model/order.js';
import type { Report, Stop } from '../model/report.js';
import { US_PER_MS } from '../model/units.js';
import { sentencesFor } from './advice-sentences.js';

/** A host is silent for a little longer than its stop, and the next stop may be longer than all so far. */
const MARGIN_PERCENT = 20;
/** An advised timeout is a whole number of these. */
const STEP_MS = 100;

const NOTES: ReadonlyMap<number, string> = new Map([
  [2000, 'the default until 2015'],
  [8000, 'the default'],
  [30_000, 'the longest that is advised'],
  [300_000, 'the longest that is allowed'],
]);
const ROUND_MS = [2000, 4000, 6000, 8000, 10_000, 12_000, 15_000, 20_000, 30_000, 60_000, 120_000, 300_000];

const OFFICE_HOURS = { from: 7, to: 19 };

/**
 * Says which QoS timeout the stops of a report ask for. Hours are those of a named zone. A stop of the backup or the arbiter
 * does not count.
 */
export function adviceOn(report: Report, zone: string): Advice {
  const stops = stopsOfPrimaries(report);
  const longestUs = longestOf(stops);
  const enoughMs = longestUs === null ? null : enoughFor(longestUs);
  const advisedMs = enoughMs === null ? null : withMargin(enoughMs);
  const drivers = driversOf(stops, report.policy.qosUs, zone);
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

function longestOf(stops: readonly Stop[]): number | null {
  return stops.reduce<number | null>(
    (longest, { durationUs }) => (longest === null ? durationUs : Math.max(longest, durationUs)),
    null,
  );
}

/** A stop of exactly half counts as one that reaches it. */
function enoughFor(us: number): number {
  return Math.max(1, Math.floor((2 * us) / US_PER_MS) + 1);
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
    half: stops.filter(({ durationUs }) => durationUs * 2 >= qosMs * US_PER_MS).length,
    full: stops.filter(({ durationUs }) => durationUs >= qosMs * US_PER_MS).length,
  }));
}

const longestFirst = inTurn<Driver>(
  descending((a, b) => a.longestUs - b.longestUs),
  (a, b) => compareText(a.cause, b.cause),
);

function driversOf(stops: readonly Stop[], qosUs: number, zone: string): readonly Driver[] {
  const hours = officeHoursIn(zone);
  return [...groupBy(stops, ({ cause }) => cause)]
    .map(([cause, group]) => driver(cause, group, qosUs, hours))
    .sort(longestFirst);
}

function driver(
  cause: Cause,
  stops: readonly Stop[],
  qosUs: number,
  isInOfficeHours: (iso: string) => boolean,
): Driver {
  const longestUs = longestOf(stops) ?? 0;
  const long = stops.filter(({ durationUs }) => durationUs * 2 >= qosUs);
  const inHours = long.filter(({ startedAt }) => startedAt !== null && isInOfficeHours(startedAt));
  return {
    cause,
    stops: stops.length,
    longestUs,
    enoughMs: enoughFor(longestUs),
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
