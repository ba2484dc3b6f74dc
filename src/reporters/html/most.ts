import { groupBy } from '../../model/lists.js';
import type { Report, Stop } from '../../model/report.js';
import { timeoutsOf } from '../../model/timeout.js';

/** More than that no browser draws and filters while somebody waits. */
export const MOST_STOPS = 50_000;

/** How long a stop is by the timeout of its VM. */
function sharesOf(report: Report): (stop: Stop) => number {
  const timeoutOf = timeoutsOf(report);
  return (stop) => stop.durationUs / timeoutOf(stop).qosUs;
}

/** Gives the report with the longest stops that the page has room for, in their order, and the events of these. */
export function forPage(report: Report): Report {
  if (report.stops.length <= MOST_STOPS) return report;
  const shareOf = sharesOf(report);
  const longest = report.stops.toSorted((a, b) => shareOf(b) - shareOf(a)).slice(0, MOST_STOPS);
  const kept = new Set<Stop>(longest);
  const ids = groupBy(longest, ({ eventId }) => eventId);
  return {
    ...report,
    stops: report.stops.filter((stop) => kept.has(stop)),
    events: report.events.filter(({ id }) => ids.has(id)),
  };
}

/** Says which stops the page leaves out, null for none. */
export function missingSentence({ stops }: Report): string | null {
  const missing = stops.length - MOST_STOPS;
  if (missing <= 0) return null;
  return `The timeline and the tables hold the ${MOST_STOPS} longest stops with their events. The other ${missing} of ${stops.length} are not in this page: --format json gives all.`;
}
