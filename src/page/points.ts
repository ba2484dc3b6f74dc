import type { Report, Stop } from '../model/report.js';
import { count } from '../reporters/text/numbers.js';
import { hasLength } from './extent.js';

/** A range of time, in seconds since 1970. */
export interface Span {
  readonly min: number;
  readonly max: number;
}

/** Room beside the first and the last stop: a share of the whole time, and at least so many seconds. */
const [MARGIN, LEAST_MARGIN_S] = [0.03, 30];

/** A stop that can stand on the timeline. */
export interface Point {
  readonly stop: Stop;
  /** Seconds since 1970, as uPlot counts. */
  readonly at: number;
}

/** A time in which a guest's log says that a database was frozen, in seconds since 1970. */
export interface Band {
  readonly from: number;
  readonly to: number;
}

/** Gives the stops that can stand on the timeline, in the order of time. */
export function pointsOf(stops: readonly Stop[]): readonly Point[] {
  const points = stops.flatMap((stop) =>
    stop.endedAt === null || !hasLength(stop) ? [] : [{ stop, at: secondsOf(stop.endedAt) }],
  );
  return points.sort((a, b) => a.at - b.at);
}

/** Gives the frozen times of which both ends are known, by a clock whose zone is known. */
export function bandsOf(freezes: Report['freezes']): readonly Band[] {
  return freezes.flatMap(({ suspendedAt, resumingAt, resumedAt }) => {
    const end = resumedAt ?? resumingAt;
    if (!isInstant(suspendedAt) || !isInstant(end)) return [];
    return [{ from: secondsOf(suspendedAt), to: secondsOf(end) }];
  });
}

/** Gives the time that the stops span, with room at its ends; that of the bands where no stop has a time. */
export function spanOf(points: readonly Point[], bands: readonly Band[]): Span {
  const ofStops = points.map(({ at }) => at);
  const ends = ofStops.length > 0 ? ofStops : bands.flatMap(({ from, to }) => [from, to]);
  if (ends.length === 0) return { min: 0, max: 1 };
  const first = ends.reduce((low, end) => Math.min(low, end));
  const last = ends.reduce((high, end) => Math.max(high, end));
  const margin = Math.max(LEAST_MARGIN_S, (last - first) * MARGIN);
  return { min: first - margin, max: last + margin };
}

/** Says which stops and freezes do not stand on a timeline of some span, and why; a sentence for each kind. */
export function absentFrom(
  { min, max }: Span,
  { stops, freezes }: Pick<Report, 'stops' | 'freezes'>,
): readonly string[] {
  const timeless = stops.filter(({ endedAt }) => endedAt === null).length;
  const odd = stops.filter((stop) => stop.endedAt !== null && !hasLength(stop)).length;
  const bands = bandsOf(freezes);
  const unbound = freezes.length - bands.length;
  const outside = bands.filter(({ from, to }) => to < min || from > max).length;
  return [
    ...absent(timeless, stops.length, 'stop', 'their time is not known'),
    ...absent(odd, stops.length, 'stop', 'their length is not above 0'),
    ...absent(unbound, freezes.length, 'freeze', 'their begin, end or zone is not known'),
    ...absent(outside, freezes.length, 'freeze', 'they lie outside the time of the stops'),
  ];
}

function absent(amount: number, all: number, noun: string, reason: string): readonly string[] {
  return amount === 0 ? [] : [`Not on the timeline: ${amount} of ${count(all, noun)} (${reason}).`];
}

/** A time without a zone is that of a guest's clock. */
function isInstant(iso: string | null): iso is string {
  return iso?.endsWith('Z') === true;
}

function secondsOf(iso: string): number {
  return Date.parse(iso) / 1000;
}
