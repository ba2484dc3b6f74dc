import { compareNumber } from '../model/order.js';
import type { Point } from './points.js';

/** How near the pointer must come to a stop, in pixels. */
const REACH = 24;

/** Gives the place of the stop nearest to a position in the plot, null where none is near. */
export function nearest(plot: uPlot, points: readonly Point[], left: number, top: number): number | null {
  let [found, least]: [number | null, number] = [null, REACH ** 2];
  for (const [index, point] of points.entries()) {
    const [x, y] = positionOf(plot, point);
    const distance = (x - left) ** 2 + (y - top) ** 2;
    if (distance < least) [found, least] = [index, distance];
  }
  return found;
}

/** Gives where a stop stands in the plot, in pixels. */
export function positionOf(plot: uPlot, { at, stop }: Point): readonly [left: number, top: number] {
  return [plot.valToPos(at, 'x'), plot.valToPos(stop.durationUs, 'y')];
}

/** Gives the place that a key leads to: left and right in time, up and down by length; null for a key that leads nowhere. */
export function placeAfter(key: string, at: number | null, points: readonly Point[]): number | null {
  const last = points.length - 1;
  if (last < 0) return null;
  if (key === 'Home') return 0;
  if (key === 'End') return last;
  if (key === 'ArrowRight') return at === null ? 0 : Math.min(last, at + 1);
  if (key === 'ArrowLeft') return at === null ? last : Math.max(0, at - 1);
  if (key === 'ArrowUp' || key === 'ArrowDown') return nextInLength(points, at, key === 'ArrowUp' ? 1 : -1);
  return null;
}

function nextInLength(points: readonly Point[], at: number | null, by: 1 | -1): number {
  const order = [...points.keys()].sort((a, b) => compareNumber(lengthAt(points, a), lengthAt(points, b)));
  if (at === null) return order.at(by === 1 ? -1 : 0) ?? 0;
  const next = Math.min(order.length - 1, Math.max(0, order.indexOf(at) + by));
  return order[next] ?? at;
}

function lengthAt(points: readonly Point[], index: number): number {
  return points[index]?.stop.durationUs ?? 0;
}
