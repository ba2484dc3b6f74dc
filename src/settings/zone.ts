import { badValue } from './usage-error.js';

/** Reads the name of a time zone; throws UsageError for one that this system does not know. */
export function readZone(label: string, text: string): string {
  // Every run would wait for the tables of all zones, most of them for this one.
  if (text === 'UTC') return text;
  const formatter = formatterIn(text === 'local' ? undefined : text);
  if (formatter === null) throw badValue(label, text, 'an IANA zone such as Europe/Berlin, UTC, or local');
  return formatter.resolvedOptions().timeZone;
}

function formatterIn(zone: string | undefined): Intl.DateTimeFormat | null {
  if (zone === '') return null;
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone });
  } catch {
    return null;
  }
}
