import { firstOf } from '../model/lists.js';
import type { Finding, Report } from '../model/report.js';
import { visible } from '../model/text.js';
import { placeOf, type ShownLine, shownLine } from './place.js';
import { labelsOf } from './vm-labels.js';

/** One finding for people. */
export interface ShownFinding {
  readonly label: string;
  readonly text: string;
  /** The lines that prove it. */
  readonly lines: readonly ShownLine[];
}

/** Gives the findings that are listed (all for a `top` of 0) and how many are not. */
export function findingsOf(
  { findings, vms }: Report,
  top: number,
): { shown: readonly ShownFinding[]; hidden: number } {
  const listed = firstOf(findings, top);
  return {
    shown: listed.map((finding) => shownOf(finding, vms.length > 1 ? labelsOf(vms).of(finding) : null)),
    hidden: findings.length - listed.length,
  };
}

function shownOf({ eventId, message, evidence }: Finding, vm: string | null): ShownFinding {
  const [proof] = evidence;
  const place = proof === undefined ? '' : ` [${placeOf(proof)}]`;
  return {
    label: eventId === null ? 'no event' : `event ${eventId}`,
    text: visible(`${vm === null ? '' : `${vm}: `}${message}${place}`),
    lines: evidence.map(shownLine),
  };
}
