import type { Evidence } from '../model/report.js';

/** Says where a line stands, so that nobody takes the byte for the number of a line. Control characters are as found. */
export function placeOf({ log, offset }: Pick<Evidence, 'log' | 'offset'>): string {
  return `${log} at byte ${offset}`;
}
