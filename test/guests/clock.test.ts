import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { GuestClock } from '../../src/guests/clock.js';
import type { GuestStamp, GuestZone } from '../../src/model/guest.js';
import { micros } from '../../src/model/units.js';

const HOUR_MS = 3_600_000;

function stampAt(wallMs: number, zone: GuestZone | null = null): GuestStamp {
  return { wall: wallMs * 1000, unitUs: 1000, zone };
}

/** What the clocks of a zone show at an instant, in milliseconds. */
function shownAt(format: Intl.DateTimeFormat, ms: number): number {
  const parts = new Map(format.formatToParts(ms).map(({ type, value }) => [type, Number(value)]));
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? 0;
  return Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second'));
}

/** Each instant at which the clocks of a zone show a time: those are tried at every distance that a zone has from UTC. */
function instantsOf(wallMs: number, zone: string): readonly number[] {
  const format = new Intl.DateTimeFormat('en', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  const tried = Array.from({ length: 27 * 4 + 1 }, (_, index) => wallMs - (index / 4 - 12.5) * HOUR_MS);
  return tried.filter((ms) => shownAt(format, ms) === wallMs);
}

const ZONES = [
  'America/New_York',
  'Europe/Berlin',
  'Australia/Lord_Howe',
  'Asia/Kolkata',
  'America/Sao_Paulo',
  'Pacific/Apia',
  'UTC',
];

const CHANGES = [
  ['America/New_York', '2021-11-07'],
  ['America/New_York', '2022-03-13'],
  ['Europe/Berlin', '2021-10-31'],
  ['Europe/Berlin', '2022-03-27'],
  ['Australia/Lord_Howe', '2022-04-03'],
  ['Australia/Lord_Howe', '2022-10-02'],
  ['America/Sao_Paulo', '2018-11-04'],
] as const;

/** A second in which some of these zones change their clocks, or any other. */
const anyWall = fc
  .oneof(
    fc.tuple(
      fc.constantFrom(...ZONES.map((zone) => [zone, '2015-01-01'] as const)),
      fc.nat(15 * 365 * 86_400),
    ),
    fc.tuple(fc.constantFrom(...CHANGES), fc.nat(4 * 3600 - 1)),
  )
  .map(([[zone, day], second]) => ({ zone, wallMs: Date.parse(`${day}T00:00:00Z`) + second * 1000 }));

test('a local time is read where the clocks show it once; twice and never are told', () => {
  const seen = new Map<string, number>();
  fc.assert(
    fc.property(anyWall, ({ zone, wallMs }) => {
      const instants = instantsOf(wallMs, zone);
      const { at, trouble, basis } = new GuestClock({ zone, offset: null }).read(stampAt(wallMs));
      const expected = instants.length === 1 ? null : instants.length === 0 ? 'never' : 'twice';
      assert.equal(trouble, expected);
      assert.equal(at, expected === null ? (instants[0] ?? 0) * 1000 : null);
      assert.equal(basis, expected === null ? 'guest-tz' : 'unknown');
      seen.set(String(expected), (seen.get(String(expected)) ?? 0) + 1);
    }),
    { numRuns: 600 },
  );
  assert.ok((seen.get('twice') ?? 0) > 5 && (seen.get('never') ?? 0) > 5);
});

test("a line's own zone goes before the user's; an abbreviation of several zones needs the user's", () => {
  const berlin = new GuestClock({ zone: 'Europe/Berlin', offset: null });
  const noon = Date.UTC(2017, 0, 4, 12);
  const own = berlin.read(stampAt(noon, { kind: 'offset', aheadUs: -5 * HOUR_MS * 1000 }));
  assert.deepEqual([own.at, own.basis], [(noon + 5 * HOUR_MS) * 1000, 'offset']);
  const several: GuestZone = { kind: 'abbreviation', text: 'CST' };
  assert.equal(berlin.read(stampAt(noon, several)).at, (noon - HOUR_MS) * 1000);
  assert.equal(new GuestClock({ zone: null, offset: null }).read(stampAt(noon, several)).at, null);
});

test('an offset is added to what is known, and makes nothing known', () => {
  const clock = new GuestClock({ zone: null, offset: micros(-19_000_000) });
  const noon = Date.UTC(2017, 0, 4, 12);
  assert.equal(clock.read(stampAt(noon)).at, null);
  const { at, basis } = clock.read(stampAt(noon, { kind: 'offset', aheadUs: 0 }));
  assert.deepEqual([at, basis], [(noon - 19_000) * 1000, 'guest-offset']);
});
