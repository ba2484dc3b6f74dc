/** Shows an ISO 8601 UTC time to people; null becomes `unknown`. */
export type ShowTime = (iso: string | null) => string;

/**
 * Gives a function that shows ISO times as `2017-01-04 22:15:58` in an IANA zone, whole seconds rounded down,
 * the same on every machine. The zone is not repeated: the caller names it once.
 */
export function timesIn(zone: string): ShowTime {
  if (zone === 'UTC') return (iso) => (iso === null ? 'unknown' : `${iso.slice(0, 10)} ${iso.slice(11, 19)}`);
  const format = new Intl.DateTimeFormat('en', {
    timeZone: zone,
    calendar: 'gregory',
    numberingSystem: 'latn',
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  });
  return (iso) => (iso === null ? 'unknown' : inZone(format, iso));
}

/** Shows a time of a guest log; one without a `Z` is that of the guest's clock, and is told so. */
export function guestTime(iso: string | null, time: ShowTime): string {
  if (iso === null || iso.endsWith('Z')) return time(iso);
  return `${iso.slice(0, 19).replace('T', ' ')} (guest)`;
}

function inZone(format: Intl.DateTimeFormat, iso: string): string {
  const parts = new Map(format.formatToParts(new Date(iso)).map(({ type, value }) => [type, value]));
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? '';
  const date = `${part('year').padStart(4, '0')}-${part('month')}-${part('day')}`;
  return `${date} ${part('hour')}:${part('minute')}:${part('second')}`;
}
