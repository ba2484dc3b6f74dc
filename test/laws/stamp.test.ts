import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { readStamp } from '../../src/messages/stamp.js';
import { anyIsoStamp, anyMoment } from './any-stamp.js';
import { runs } from './runs.js';

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

test('an ISO stamp means what the calendar says, with every fraction and zone', () => {
  fc.assert(
    fc.property(anyIsoStamp, ({ text, us, basis }) => {
      assert.deepEqual(readStamp(text), { kind: 'full', at: us, basis });
    }),
    runs(500),
  );
});

test('a stamp without a year tells month, day and time of day', () => {
  fc.assert(
    fc.property(anyMoment, fc.constantFrom('0', ' '), ({ second, fraction, separator }, pad) => {
      const date = new Date(second * 1000);
      const day = String(date.getUTCDate()).padStart(2, pad);
      const part = fraction === '' ? '' : separator + fraction;
      const text = `${MONTHS[date.getUTCMonth()]} ${day} ${date.toISOString().slice(11, 19)}${part}`;
      assert.deepEqual(readStamp(text), {
        kind: 'yearless',
        month: date.getUTCMonth() + 1,
        day: date.getUTCDate(),
        usOfDay: (second % 86_400) * 1_000_000 + Number(`${fraction}000000`.slice(0, 6)),
      });
    }),
    runs(300),
  );
});

test('a day that no calendar has is no stamp', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1970, max: 2199 }),
      fc.nat(14),
      fc.nat(33),
      fc.integer({ min: 0, max: 25 }),
      (year, month, day, hour) => {
        const two = (value: number) => String(value).padStart(2, '0');
        const text = `${year}-${two(month)}-${two(day)}T${two(hour)}:00:00.000Z`;
        const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
        const days = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
        const exists = day >= 1 && day <= (days[month - 1] ?? 0) && hour <= 23;
        assert.equal(readStamp(text) !== null, exists, text);
      },
    ),
    runs(600),
  );
});

for (const text of [
  '2024-02-30T00:00:00Z',
  '2023-02-29T00:00:00Z',
  '2024-01-01T24:00:00Z',
  '2024-01-01T00:60:00Z',
  '2024-01-01T00:00:61Z',
  '2024-01-01 00:00:00Z',
  '2024-01-01T00:00:00.1234567Z',
  'Feb 30 00:00:00',
  'Foo 01 00:00:00',
  'feb 01 00:00:00',
  'Jan  0 00:00:00',
  'Jan 32 00:00:00',
  'Jan 01 24:00:00',
  '',
  'x',
]) {
  test(`${JSON.stringify(text)} is no stamp`, () => assert.equal(readStamp(text), null));
}

test('29 February stands where the year is not told', () => {
  assert.deepEqual(readStamp('Feb 29 00:00:01'), { kind: 'yearless', month: 2, day: 29, usOfDay: 1_000_000 });
});

test('a leap second is the first moment of the next minute', () => {
  assert.deepEqual(readStamp('2016-12-31T23:59:60.000Z'), readStamp('2017-01-01T00:00:00.000Z'));
});

for (const text of ['2300-01-01T00:00:00.000Z', '9999-12-31T23:59:59.999Z', '1600-01-01T00:00:00Z']) {
  test(`the far year of ${text} is no error: it is read, or no stamp`, () => {
    assert.doesNotThrow(() => readStamp(text));
  });
}

test('a year below 100 is not taken for one of the 20th century', () => {
  assert.notDeepEqual(readStamp('0099-01-01T00:00:00Z'), readStamp('1999-01-01T00:00:00Z'));
});

test('an offset that no zone has is no stamp', () => {
  assert.equal(readStamp('2020-01-01T00:00:00.000+99:99'), null);
});
