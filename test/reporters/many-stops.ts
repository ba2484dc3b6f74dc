import { CAUSES } from '../../src/model/cause.js';
import type { Report } from '../../src/model/report.js';
import { eventOf, reportOf, stopAt } from './sample-report.js';

/** A report of so many stops, four to an event, of all causes, with lines as a log has them, no two alike. */
export function manyStops(amount: number): Report {
  const stops = Array.from({ length: amount }, (_, index) => {
    const durationUs = 10_000 + ((index * 7_919) % 3_000_017);
    const endedAt = new Date(1_700_000_000_000 + index * 61_337).toISOString();
    return stopAt(endedAt, durationUs, {
      eventId: Math.floor(index / 4),
      cause: causeAt(Math.floor(index / 4)),
      offset: index * 911,
    });
  });
  const events = Array.from({ length: Math.ceil(amount / 4) }, (_, id) => {
    const own = stops.slice(id * 4, id * 4 + 4);
    const cause = causeAt(id);
    const evidence = own.map(({ line, log, offset }) => ({ text: line, log, offset }));
    return eventOf(id, own, { evidence, cause });
  });
  return reportOf({ stops, events });
}

function causeAt(index: number) {
  return CAUSES[index % CAUSES.length] ?? 'unknown';
}
