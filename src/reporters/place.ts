import type { Evidence } from '../model/report.js';
import { visible } from '../model/text.js';

/** Says where a line stands, so that nobody takes the byte for the number of a line. Control characters are as found. */
export function placeOf({ log, offset }: Pick<Evidence, 'log' | 'offset'>): string {
  return `${log} at byte ${offset}`;
}

/** A line of a log for people, and where it stands. */
export interface ShownLine {
  readonly place: string;
  readonly text: string;
}

/** Gives a line without control characters, and where it stands. */
export function shownLine(line: Evidence): ShownLine {
  return { place: visible(placeOf(line)), text: visible(line.text) };
}
