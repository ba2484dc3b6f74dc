import type { Report, Stop } from '../model/report.js';
import { onsetUs } from '../model/timeout.js';

/** The range of durations that drawings span, in microseconds: whole powers of ten. */
export interface Extent {
  readonly lowUs: number;
  readonly highUs: number;
}

/** Over less, logarithms only spread noise. */
const LEAST_RATIO = 100;

const ROOM_ABOVE = 1.05;

/** Says whether a stop can stand on a logarithmic scale. */
export function hasLength({ durationUs }: Stop): boolean {
  return durationUs > 0;
}

/** Gives the range that holds every stop of a report and its QoS timeout. */
export function extentOf({ stops, vms, policy }: Report): Extent {
  const { onset } = policy;
  const timeouts = [policy.qosUs, ...vms.map(({ qosUs }) => qosUs)];
  const limits = timeouts.flatMap((qosUs) => [qosUs, onsetUs({ qosUs, onset })]).filter((us) => us > 0);
  let [low, high] = [Math.min(...limits), Math.max(...limits)];
  for (const { durationUs } of stops) {
    if (durationUs > 0) low = Math.min(low, durationUs);
    high = Math.max(high, durationUs);
  }
  const highUs = 10 ** Math.ceil(Math.log10(high * ROOM_ABOVE));
  const lowUs = 10 ** Math.floor(Math.log10(Math.max(low, 1)));
  return { lowUs: Math.max(1, Math.min(lowUs, highUs / LEAST_RATIO)), highUs };
}

/** Writes a power of ten of microseconds as seconds. */
export function tick(us: number): string {
  return `${us / 1_000_000} s`;
}
