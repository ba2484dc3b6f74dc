import { firstOf } from '../model/lists.js';
import type { Evidence, Report, Stop, StopEvent } from '../model/report.js';
import { timeoutsOf } from '../model/timeout.js';
import { courseOf } from './course.js';
import type { Listing } from './listings.js';
import { type ShownLine, shownLine } from './place.js';
import type { RenderOptions } from './reporter.js';
import { duration } from './text/numbers.js';
import { labelsOf } from './vm-labels.js';
import { nameOf } from './worst.js';

/** Why a stop has its cause, with the lines as found. */
export interface Explanation {
  readonly heading: string;
  readonly reason: string;
  readonly lines: readonly ShownLine[];
  /** How a mirror goes on, if the VM is its primary; null for a stop that is too short for it to notice. */
  readonly course: Listing | null;
}

/** Explains each listed stop (all for a `top` of 0), in the order of the report; times in a named zone. */
export function* explanations(
  { stops, events, vms, policy }: Report,
  zone: string,
  top: RenderOptions['top'],
): Generator<Explanation> {
  const timeoutOf = timeoutsOf({ policy, vms });
  const byId = new Map(events.map((event) => [event.id, event]));
  for (const stop of firstOf(stops, top))
    yield {
      ...explain(stop, byId.get(stop.eventId), nameOf(stop, labelsOf(vms), zone)),
      course: policy.profile === null ? courseOf(stop, timeoutOf(stop)) : null,
    };
}

function explain(stop: Stop, event: StopEvent | undefined, heading: string): Omit<Explanation, 'course'> {
  const own: Evidence = { text: stop.line, log: stop.log, offset: stop.offset };
  const evidence = event?.evidence ?? [];
  const isTold = evidence.some(({ log, offset }) => log === own.log && offset === own.offset);
  const lines = [...evidence, ...(isTold ? [] : [own])].map(shownLine);
  const wait = event?.quiesceUs ?? null;
  const waited =
    wait === null ? '' : ` The guest was waited for ${duration(wait)} before, which no figure holds.`;
  const rule = event?.rule === null || event === undefined ? '' : `${event.rule}, ${stop.basis}: `;
  return { heading, reason: `${rule}${event?.reason ?? ''}${waited}`, lines };
}
