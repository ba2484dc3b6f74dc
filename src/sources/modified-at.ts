import { type Instant, instant, US_PER_MS } from '../model/units.js';

/** Reproducible archives and broken clocks say 1970 or 1980. VMware's first product was released in 1999. */
const [FIRST_DATE, LAST_DATE] = [Date.UTC(1999, 0), Date.UTC(2200, 0)];

/** The modification time of a file; null if it cannot be a log's. */
export function modifiedAt(date: Date): Instant | null {
  const ms = Math.floor(date.getTime());
  return ms >= FIRST_DATE && ms < LAST_DATE ? instant(ms * US_PER_MS) : null;
}
