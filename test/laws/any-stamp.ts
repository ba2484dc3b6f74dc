import fc from 'fast-check';

/** A time stamp as text, and what it means by the calendar of `Date.UTC`. */
export interface WrittenStamp {
  readonly text: string;
  readonly us: number;
  readonly basis: 'utc' | 'offset' | 'assumed';
}

/** The times that are believed; a zone's offset may shift them by 14 hours. */
const FIRST = Date.UTC(1970, 0, 2);
const LAST = Date.UTC(2199, 11, 30);

const anyZone = fc.oneof(
  fc.constantFrom('Z', ''),
  fc.record({ minutes: fc.integer({ min: -14 * 60, max: 14 * 60 }), colon: fc.constantFrom(':', '') }),
);

/** Any time to the second, a fraction of 0 to 6 digits. */
export const anyMoment = fc.record({
  second: fc.integer({ min: FIRST / 1000, max: LAST / 1000 }),
  fraction: fc.string({ unit: fc.constantFrom(...'0123456789'), maxLength: 6 }),
  separator: fc.constantFrom('.', ','),
});

export const anyIsoStamp: fc.Arbitrary<WrittenStamp> = fc
  .tuple(anyMoment, anyZone)
  .map(([{ second, fraction, separator }, zone]) => {
    const clock = new Date(second * 1000).toISOString().slice(0, 19);
    const part = fraction === '' ? '' : separator + fraction;
    const us = second * 1_000_000 + Number(`${fraction}000000`.slice(0, 6));
    if (typeof zone === 'string')
      return { text: clock + part + zone, us, basis: zone === 'Z' ? 'utc' : 'assumed' };
    const { minutes, colon } = zone;
    const two = (value: number) => String(value).padStart(2, '0');
    const sign = minutes < 0 ? '-' : '+';
    const offset = `${sign}${two(Math.trunc(Math.abs(minutes) / 60))}${colon}${two(Math.abs(minutes) % 60)}`;
    return { text: clock + part + offset, us: us - minutes * 60_000_000, basis: 'offset' };
  });
