import type { Stop } from '../model/report.js';
import type { Timeout } from '../model/timeout.js';
import type { Listing } from './listings.js';
import { duration, limit } from './text/numbers.js';
import type { Shape } from './views.js';

/** In half of all stops both contacts are older than this share of half the timeout: (1 - share)² is 1/2. */
const MIDDLE = 1 - Math.SQRT1_2;

/** What stands above the times. */
export const COURSE =
  'If that VM was the primary of an idle mirror, with an active backup (half of all such stops are worse than the middle case):';

const SHAPES: readonly Shape[] = [
  { header: 'from the beginning of the stop', align: 'left', keep: 3, least: 20 },
  { header: 'worst case', align: 'right', keep: 2 },
  { header: 'middle case', align: 'right', keep: 1 },
];

/** The times in one case, in microseconds from the beginning of the stop; null for what the stop ends too early for. */
interface Course {
  readonly contact: number;
  readonly asked: number;
  readonly lost: number | null;
}

/**
 * Shows how an idle mirror goes on if the stopped VM is its primary. In the worst case both last contacts are as old as they can
 * be. In the middle case they are older in half of all such stops. Null for a stop that causes no takeover.
 */
export function courseOf({ durationUs, atLeast, takeover }: Stop, { qosUs }: Timeout): Listing | null {
  if (takeover.verdict === 'impossible') return null;
  const ageInMiddle = Math.floor((MIDDLE * qosUs) / 2);
  const cases = [Math.floor(qosUs / 2), ageInMiddle].map((age) => course(age, durationUs, qosUs));
  const row = (what: string, at: (course: Course) => number | null) => ({
    cells: [what, ...cases.map((each) => shown(at(each), atLeast))],
    level: null,
  });
  const half = limit(qosUs / 2);
  const rows = [
    row('last contact with the backup and with the arbiter', ({ contact }) => contact),
    row('the stop begins', () => 0),
    row(`the backup asks, after ${half} without a message`, ({ asked }) => asked),
    row(`the arbiter drops the primary, after ${limit(qosUs)} without a message`, ({ lost }) => lost),
    row(`the backup takes over, after ${half} without an answer`, ({ lost }) => lost),
    row(`the stop ends${atLeast ? ', or later' : ''}`, () => durationUs),
  ];
  return { title: '', shapes: SHAPES, rows: () => rows };
}

/** The members lose the primary only while it is stopped. A stop of exactly half counts as long enough. */
function course(age: number, durationUs: number, qosUs: number): Course {
  const lost = qosUs - age;
  return { contact: -age, asked: Math.floor(qosUs / 2) - age, lost: lost <= durationUs ? lost : null };
}

function shown(us: number | null, atLeast: boolean): string {
  const unreached = atLeast ? 'not known' : 'not reached';
  return us === null ? unreached : duration(us);
}
