import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { readTime } from '../../src/settings/time.js';
import { runs } from './runs.js';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

function windowOf(since: string, until: string, zone: string): readonly [number, number] {
  const today = { now: new Date(0), zone };
  return [readTime('--since', since, 'first', today), readTime('--until', until, 'last', today)];
}

/** Days that the clocks of a zone make odd, with the first instant of each and the first after it. */
const DAYS: readonly (readonly [zone: string, day: string, from: string, to: string])[] = [
  ['UTC', '2026-01-12', '2026-01-12T00:00:00Z', '2026-01-13T00:00:00Z'],
  ['Asia/Kathmandu', '2026-01-12', '2026-01-11T18:15:00Z', '2026-01-12T18:15:00Z'],
  // 23 and 25 hours.
  ['Europe/Berlin', '2026-03-29', '2026-03-28T23:00:00Z', '2026-03-29T22:00:00Z'],
  ['Europe/Berlin', '2026-10-25', '2026-10-24T22:00:00Z', '2026-10-25T23:00:00Z'],
  // Half an hour more.
  ['Australia/Lord_Howe', '2025-04-06', '2025-04-05T13:00:00Z', '2025-04-06T13:30:00Z'],
  // Clocks that go from 23:59 to 01:00.
  ['America/Sao_Paulo', '2018-11-04', '2018-11-04T03:00:00Z', '2018-11-05T02:00:00Z'],
  ['Africa/Cairo', '2024-04-26', '2024-04-25T22:00:00Z', '2024-04-26T21:00:00Z'],
  // Clocks that go from 00:59 back to 00:00, and from 00:00 back into the day before.
  ['America/Havana', '2024-11-03', '2024-11-03T04:00:00Z', '2024-11-04T05:00:00Z'],
  ['America/Sao_Paulo', '2018-02-17', '2018-02-17T02:00:00Z', '2018-02-18T03:00:00Z'],
  // One minute of the 29th comes before the last hour of the 28th: both days hold all that is theirs.
  ['America/St_Johns', '2006-10-28', '2006-10-28T02:30:00Z', '2006-10-29T03:30:00Z'],
  ['America/St_Johns', '2006-10-29', '2006-10-29T02:30:00Z', '2006-10-30T03:30:00Z'],
  // The day before one that was left out.
  ['Pacific/Apia', '2011-12-29', '2011-12-29T10:00:00Z', '2011-12-30T10:00:00Z'],
];

for (const [zone, day, from, to] of DAYS)
  test(`${day} in ${zone} is from ${from} until before ${to}`, () => {
    assert.deepEqual(windowOf(day, day, zone), [Date.parse(from) * 1000, Date.parse(to) * 1000 - 1]);
  });

test('a day that a zone left out holds nothing', () => {
  const [since, until] = windowOf('2011-12-30', '2011-12-30', 'Pacific/Apia');
  assert.equal(since, until + 1);
});

for (const [text, zone, from, to] of [
  ['2026-01-12T03:00', 'Europe/Berlin', '2026-01-12T02:00:00.000Z', '2026-01-12T02:00:00.000Z'],
  ['2026-10-25 02:30', 'Europe/Berlin', '2026-10-25T00:30:00.000Z', '2026-10-25T01:30:00.000Z'],
  ['2026-03-29 02:30', 'Europe/Berlin', '2026-03-29T01:00:00.000Z', '2026-03-29T00:59:59.999Z'],
  ['2026-03-29 02:30Z', 'Europe/Berlin', '2026-03-29T02:30:00.000Z', '2026-03-29T02:30:00.000Z'],
  ['2026-03-29T02:30+05:30', 'Europe/Berlin', '2026-03-28T21:00:00.000Z', '2026-03-28T21:00:00.000Z'],
] as const)
  test(`${text} in ${zone} begins a window at ${from} and ends one at ${to}`, () => {
    const [since, until] = windowOf(text, text, zone);
    assert.equal(new Date(since / 1000).toISOString(), from);
    assert.equal(new Date(Math.floor(until / 1000)).toISOString(), to);
  });

/** The oracle: what the clocks of a zone show at every minute around a day, as texts that sort as times do. */
function minutesAround(midnight: number, zone: string): readonly (readonly [at: number, shown: string])[] {
  const format = new Intl.DateTimeFormat('sv', { timeZone: zone, dateStyle: 'short', timeStyle: 'short' });
  const begin = midnight - 30 * HOUR_MS;
  return Array.from({ length: (84 * HOUR_MS) / MINUTE_MS }, (_, index) => {
    const at = begin + index * MINUTE_MS;
    return [at, format.format(at)];
  });
}

const anyZone = fc.oneof(
  fc.constantFrom(...Intl.supportedValuesOf('timeZone')),
  fc.constantFrom('America/St_Johns', 'Africa/Cairo', 'Asia/Beirut', 'America/Havana', 'Pacific/Apia'),
);
// Until 1972 there were zones whose distance from UTC was no whole number of minutes.
const anyDay = fc.integer({ min: Date.UTC(1973, 0) / DAY_MS, max: Date.UTC(2040, 0) / DAY_MS });

/** A day near a change of the zone's clocks where there is one in the weeks after, else any day. */
const anyZoneAndDay = fc.tuple(anyZone, anyDay, fc.integer({ min: -1, max: 1 })).map(([zone, day, near]) => {
  const format = new Intl.DateTimeFormat('en', { timeZone: zone, timeZoneName: 'longOffset' });
  const offsetOn = (at: number) => format.format(at * DAY_MS).split(' ')[1];
  for (let at = day; at < day + 200; at++)
    if (offsetOn(at) !== offsetOn(at + 1)) return [zone, at + near] as const;
  return [zone, day] as const;
});

test('a day is all that the clocks of its zone show with its date, and nothing else', () => {
  fc.assert(
    fc.property(anyZoneAndDay, ([zone, day]) => {
      const date = new Date(day * DAY_MS).toISOString().slice(0, 10);
      const own = minutesAround(day * DAY_MS, zone).filter(([, shown]) => shown.startsWith(date));
      const [since, until] = windowOf(date, date, zone);
      const [first, last] = [own[0]?.[0], own.at(-1)?.[0]];
      if (first === undefined || last === undefined) assert.ok(since > until, `${date} ${zone}`);
      else assert.deepEqual([since, until], [first * 1000, (last + MINUTE_MS) * 1000 - 1], `${date} ${zone}`);
    }),
    runs(60),
  );
});

test('a time without a zone is the first, or the last, at which the clocks of the zone show it', () => {
  fc.assert(
    fc.property(anyZoneAndDay, fc.nat(1439), ([zone, day], minute) => {
      const text = new Date(day * DAY_MS + minute * MINUTE_MS).toISOString().slice(0, 16).replace('T', ' ');
      const shown = minutesAround(day * DAY_MS, zone);
      const [since, until] = windowOf(text, text, zone);
      const first = shown.find(([, each]) => each >= text)?.[0] ?? Number.NaN;
      const [last, exactly] = shown.findLast(([, each]) => each <= text) ?? [Number.NaN, ''];
      const end = exactly === text ? last * 1000 : (last + MINUTE_MS) * 1000 - 1;
      assert.deepEqual([since, until], [first * 1000, end], `${text} ${zone}`);
    }),
    runs(60),
  );
});
