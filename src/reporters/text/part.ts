import type { Onset } from '../../model/timeout.js';
import { limit } from './numbers.js';

/** Names the part of a timeout from which on a stop has an effect: `half`, `75 %`, `all but 1 s`. */
export function partOf(onset: Onset): string {
  if (onset.kind === 'interval') return `all but ${limit(onset.us)}`;
  const { numerator, denominator } = onset;
  if (numerator === denominator) return 'all';
  return 2 * numerator === denominator ? 'half' : `${Math.floor((100 * numerator) / denominator)} %`;
}
