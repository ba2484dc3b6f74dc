import {
  type Advice,
  type AdviceSentence,
  type CandidateTimeout,
  type Driver,
  OFFICE_HOURS,
} from '../model/advice.js';
import { MOST_ADVISED_QOS_MS, MOST_QOS_MS } from '../model/policy.js';
import type { Report } from '../model/report.js';
import { US_PER_MS } from '../model/units.js';
import { isFiltered } from './facts.js';
import type { Listing } from './listings.js';
import { duration, limit } from './text/numbers.js';
import type { Shape } from './views.js';

/** The timeouts, and the causes that drive them; no lists if there are no stops. */
export function adviceListings({ timeouts, drivers, stops }: Advice, zone: string): readonly Listing[] {
  if (stops === 0) return [];
  return [
    listing('Timeouts against the stops so far', TIMEOUT_SHAPES, timeouts.map(timeoutCells)),
    listing(
      `Causes (office hours: workdays, ${OFFICE_HOURS.from} to ${OFFICE_HOURS.to}, ${zone})`,
      DRIVER_SHAPES,
      drivers.map(driverCells),
    ),
  ];
}

const TIMEOUT_SHAPES: readonly Shape[] = [
  { header: 'QoS timeout', align: 'right', keep: 9 },
  { header: 'stops reach half', align: 'right', keep: 8 },
  { header: 'stops reach all', align: 'right', keep: 7 },
  { header: 'which is', align: 'left', keep: 6, least: 20 },
];

function timeoutCells({ qosMs, half, full, note }: CandidateTimeout): readonly string[] {
  return [shownMs(qosMs), String(half), String(full), note ?? ''];
}

const DRIVER_SHAPES: readonly Shape[] = [
  { header: 'cause', align: 'left', keep: 9 },
  { header: 'stops', align: 'right', keep: 7 },
  { header: 'longest', align: 'right', keep: 8 },
  { header: 'needs', align: 'right', keep: 6 },
  { header: 'reach half', align: 'right', keep: 5 },
  { header: 'in office hours', align: 'right', keep: 4 },
];

function driverCells(driver: Driver): readonly string[] {
  const { cause, stops, longestUs, enoughMs, long, longInOfficeHours } = driver;
  return [
    cause,
    String(stops),
    duration(longestUs),
    shownMs(enoughMs),
    String(long),
    long === 0 ? '-' : String(longInOfficeHours),
  ];
}

function listing(title: string, shapes: readonly Shape[], cells: readonly (readonly string[])[]): Listing {
  return { title, shapes, rows: () => cells.map((each) => ({ cells: each, level: null })) };
}

function shownMs(ms: number): string {
  return limit(ms * US_PER_MS);
}

/** A published sentence, with its source in brackets. */
export function sentenceText({ text, source }: AdviceSentence): string {
  return `${text} [${source}]`;
}

/** Says which timeout the stops call for, and whether the one that they were judged by is long enough. */
export function adviceAnswer(advice: Advice, report: Report): string {
  const { enoughMs, advisedMs, isLeast } = advice;
  if (enoughMs === null || advisedMs === null) return noStop(isLeast, isFiltered(report));
  const known = isLeast ? 'As far as is known (see the notes), no stop' : 'No stop';
  const margin = `with a margin of ${advice.marginPercent}% for longer stops and slow hosts, that is ${advisedMs} ms`;
  return [
    `${known} so far would have reached half of a QoS timeout of ${enoughMs} ms; ${margin}.`,
    ceilings(enoughMs, advisedMs),
    ownTimeout(report, { enoughMs, advisedMs, isLeast }),
    driverText(advice),
  ]
    .filter((each) => each !== '')
    .join(' ');
}

function noStop(isLeast: boolean, filtered: boolean): string {
  const which = filtered ? ' that matches the filters' : '';
  const there = isLeast ? 'As far as is known (see the notes), there' : 'There';
  return `${there} is no stop of a VM that may be the primary${which}, so nothing calls for a longer timeout.`;
}

function ceilings(enoughMs: number, advisedMs: number): string {
  const instead = 'make the longest stops shorter instead';
  if (enoughMs > MOST_QOS_MS)
    return `No allowed timeout is as long (at most ${shownMs(MOST_QOS_MS)}): ${instead}.`;
  if (enoughMs > MOST_ADVISED_QOS_MS)
    return `More than ${shownMs(MOST_ADVISED_QOS_MS)} is not advised: ${instead}.`;
  if (advisedMs > MOST_ADVISED_QOS_MS)
    return `With the margin it is more than the ${shownMs(MOST_ADVISED_QOS_MS)} that are advised at most: ${instead}.`;
  return `It stays below the ${shownMs(MOST_ADVISED_QOS_MS)} that are advised at most.`;
}

interface Needed {
  readonly enoughMs: number;
  readonly advisedMs: number;
  readonly isLeast: boolean;
}

function ownTimeout({ policy }: Report, { enoughMs, advisedMs, isLeast }: Needed): string {
  const ownMs = policy.qosUs / US_PER_MS;
  const own = `${policy.qosSource === 'default' ? 'The default' : 'Yours'}, ${shownMs(ownMs)},`;
  if (ownMs < enoughMs) return `${own} is too short.`;
  const enough = `${own} is long enough${isLeast ? ' for the stops that are known' : ''}`;
  return ownMs >= advisedMs ? `${enough}.` : `${enough}, but with less of a margin.`;
}

function driverText({ drivers: [first, second] }: Advice): string {
  if (first === undefined || second === undefined || second.enoughMs >= first.enoughMs) return '';
  const cause = first.cause === 'unknown' ? 'stops whose cause is unknown' : `${first.cause} stops`;
  return `The longest ones are ${cause}: without them, ${second.enoughMs} ms would be enough.`;
}
