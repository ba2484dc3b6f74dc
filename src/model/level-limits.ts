import type { Level } from './level.js';
import { onsetOf, type Timeout } from './timeout.js';

/** The lengths in microseconds from which on a stop is at each level, most severe first. */
export type LevelLimits = readonly { readonly level: Level; readonly from: number }[];

const PERCENT_PARTS = 1000;

/**
 * Gives the smallest whole number of microseconds at each level. A backup member may begin a takeover after just over half
 * the QoS timeout; after all of it a takeover is to be expected. Other clusters have another onset: if it lies beyond half,
 * a stop before it is not near all of the timeout. The share is read to a thousandth of a percent, so that every
 * comparison is one of integers.
 */
export function limitsOf(timeout: Timeout, approachPercent: number): LevelLimits {
  const { qosUs } = timeout;
  const { numerator, denominator } = onsetOf(timeout);
  const share = Math.round(approachPercent * PERCENT_PARTS);
  const whole = 100 * PERCENT_PARTS;
  const onset = Math.ceil(numerator / denominator);
  const nearFull = Math.ceil((share * qosUs) / whole);
  const isLate = 2 * numerator > qosUs * denominator;
  return [
    { level: 'over-full', from: qosUs },
    { level: 'near-full', from: isLate ? Math.max(nearFull, onset) : nearFull },
    { level: 'over-half', from: onset },
    { level: 'near-half', from: Math.ceil((share * numerator) / (denominator * whole)) },
  ];
}

/** Gives the highest level whose limit a stop of `us` microseconds reaches. */
export function levelOf(us: number, limits: LevelLimits): Level {
  return limits.find(({ from }) => us >= from)?.level ?? 'ok';
}

/** Gives a duration as a share of the QoS timeout in percent, to one decimal. */
export function qosPercent(us: number, qosUs: number): number {
  // A stop of almost nothing below zero is no -0, which JSON does not know.
  return Math.round((us / qosUs) * 1000) / 10 || 0;
}
