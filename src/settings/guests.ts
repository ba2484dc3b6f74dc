import type { GuestSettings } from '../model/settings.js';
import { type Micros, micros } from '../model/units.js';
import { readDuration } from './duration.js';
import { badValue } from './usage-error.js';
import type { Values } from './values.js';
import { readZone } from './zone.js';

/** A clock that is further off shows another day; in microseconds. */
const MOST_OFFSET = 86_400_000_000;
const OFFSET_FORM =
  'a duration of up to 24 h with its sign, such as -19s or 1m; a bare number is milliseconds';

/** Reads where guest logs are and how their clocks run; throws UsageError for what cannot be accepted. */
export function checkGuests(values: Values): GuestSettings {
  const paths = values.list('guest') ?? [];
  if (paths.includes('')) throw badValue(values.label('guest'), '', 'a file or folder');
  const zone = values.text('guestTz');
  const offset = values.figure('guestOffset');
  return {
    paths,
    zone: zone === undefined ? null : readZone(values.label('guestTz'), zone),
    offset: offset === undefined ? null : readOffset(values.label('guestOffset'), offset),
  };
}

function readOffset(label: string, text: string): Micros {
  const [, sign = '', size = ''] = /^\s*([+-]?)\s*(.*)$/s.exec(text) ?? [];
  const range = { least: 0, most: MOST_OFFSET, accepted: OFFSET_FORM };
  try {
    const us = readDuration(label, size, range);
    return sign === '-' ? micros(-us) : us;
  } catch {
    throw badValue(label, text, OFFSET_FORM);
  }
}
