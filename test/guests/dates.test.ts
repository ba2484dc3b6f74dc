import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { test } from 'node:test';
import fc from 'fast-check';
import { readDate } from '../../src/guests/date-text.js';
import { zoneOf } from '../../src/guests/zones.js';

const EST = { kind: 'offset', aheadUs: -18_000_000_000 };
const wall = (...parts: Parameters<typeof Date.UTC>) => Date.UTC(...parts) * 1000;

test('a date in any order that is beyond doubt is read', () => {
  const at = wall(2017, 0, 4, 16, 30, 35);
  for (const text of [
    'Wed Jan  4 16:30:35 EST 2017',
    'Wed Jan 4 16:30:35 EST 2017',
    'Wed Jan  4 04:30:35 PM EST 2017',
    'Wed 04 Jan 2017 04:30:35 PM EST',
    'Mi 4. Jan 16:30:35 EST 2017',
    'mié 04 ene 2017 16:30:35 EST',
    'mer. 04 janv. 2017 16:30:35 EST',
    'mer 4 gen 2017, 16:30:35, EST',
    'Qua 04 Jan 2017 16:30:35 EST',
    'Ср янв  4 16:30:35 EST 2017',
    '2017年 01月 04日 星期三 16:30:35 EST',
    '2017年  1月  4日 水曜日 16:30:35 EST',
    '2017. 01. 04. (수) 16:30:35 EST',
    '2017-01-04T16:30:35-05:00',
    '2017-01-04 16:30:35 -0500',
    'Wed 04/01/2017 16:30:35 EST',
    'Wed 01/04/2017 16:30:35 EST',
    'ons 04 jan 2017 16.30.35 EST',
  ]) {
    const found = readDate(text);
    assert.equal(found?.wall, at, text);
    assert.deepEqual(found?.zone, EST, text);
    assert.equal(found?.unitUs, 1_000_000);
  }
});

test('times of a part of a second, midnight and noon in halves, and no zone', () => {
  assert.deepEqual(readDate('2019-08-01 18:43:02.216'), {
    wall: wall(2019, 7, 1, 18, 43, 2, 216),
    unitUs: 1000,
    zone: null,
  });
  assert.equal(readDate('Wed Jan  4 12:00:01 AM EST 2017')?.wall, wall(2017, 0, 4, 0, 0, 1));
  assert.equal(readDate('Wed Jan  4 12:00:01 PM EST 2017')?.wall, wall(2017, 0, 4, 12, 0, 1));
  assert.equal(readDate('2017-01-04T16:30:35Z')?.zone?.kind, 'offset');
});

test('what can be read in two ways is not read, and neither is what does not exist', () => {
  for (const text of [
    '04.01.2017 16:30:36',
    '01/04/2017 16:30:36 EST',
    'Thu Jan  4 16:30:35 EST 2017',
    'Wed Feb 30 16:30:35 EST 2017',
    'Wed Jan  4 24:30:35 EST 2017',
    'Wed Jan  4 16:30:35 EST 17',
    'Wed Jan  4 16:30 EST 2017',
    'Wed Jan  4 13:30:35 PM EST 2017',
    'Wed Foo  4 16:30:35 EST 2017',
    'Wed Jan  4 16:30:35 EST 2017 again',
    'Wed Jan  4 16:30:35 EST 1969',
    '',
    `Wed Jan  4 16:30:35 EST ${' '.repeat(80)}2017`,
  ])
    assert.equal(readDate(text), null, text);
  assert.notEqual(readDate('13.01.2017 16:30:36'), null);
  assert.notEqual(readDate('04.04.2017 16:30:36'), null);
});

test('what date(1) prints is read as date(1) means it', () => {
  const run = (args: readonly string[], TZ: string) =>
    execFileSync('date', [...args], { env: { ...process.env, LC_ALL: 'C', TZ }, encoding: 'utf8' }).trimEnd();
  const zones = [
    'UTC',
    'America/New_York',
    'Europe/Berlin',
    'Asia/Tokyo',
    'America/Sao_Paulo',
    'Asia/Kathmandu',
  ];
  fc.assert(
    fc.property(
      fc.integer({ min: 946_684_800, max: 4_000_000_000 }),
      fc.constantFrom(...zones),
      fc.constantFrom('', '-Iseconds', '+%F %T %z', '+%c %Z', '-R'),
      (seconds, zone, format) => {
        const text = run(['-d', `@${seconds}`, ...(format === '' ? [] : [format])], zone);
        const found = readDate(text);
        if (format === '-R' || format === '+%c %Z') {
          if (found === null) return;
        }
        assert.ok(found !== null, text);
        const ahead = found.zone?.kind === 'offset' ? found.zone.aheadUs : null;
        assert.notEqual(ahead, null, text);
        assert.equal(found.wall - (ahead ?? 0), seconds * 1_000_000, text);
      },
    ),
    { numRuns: 150 },
  );
});

test('a date in the words of any language is read as it is or not at all', () => {
  const languages = ['en', 'de', 'es', 'fr', 'it', 'pt', 'nl', 'pl', 'sv', 'fi', 'cs', 'tr', 'ru', 'hu'];
  let read = 0;
  fc.assert(
    fc.property(
      fc.date({ min: new Date('2000-01-01'), max: new Date('2100-01-01'), noInvalidDate: true }),
      fc.constantFrom(...languages),
      fc.constantFrom('short', 'long'),
      fc.constantFrom('w d m t z y', 'w d m y t z', 'w m d t z y', 'y m d w t z', 'd m y t'),
      (date, language, length, order) => {
        const part = (options: Intl.DateTimeFormatOptions, type: string) =>
          new Intl.DateTimeFormat(language, { ...options, timeZone: 'UTC' })
            .formatToParts(date)
            .find((one) => one.type === type)?.value ?? '';
        const iso = date.toISOString();
        const parts: Record<string, string> = {
          w: part({ weekday: length }, 'weekday'),
          d: String(date.getUTCDate()),
          m: part({ month: length, day: 'numeric' }, 'month'),
          y: iso.slice(0, 4),
          t: iso.slice(11, 19),
          z: 'CET',
        };
        const found = readDate(order.replace(/[a-z]/g, (letter) => parts[letter] ?? ''));
        if (found === null) return;
        read++;
        assert.equal(found.wall, Math.floor(date.getTime() / 1000) * 1_000_000);
      },
    ),
    { numRuns: 400 },
  );
  assert.ok(read > 250, `${read} of 400`);
});

test('an abbreviation of several zones stands for none', () => {
  for (const text of ['CST', 'IST', 'PST', 'CDT', 'XYZ'])
    assert.deepEqual(zoneOf(text), { kind: 'abbreviation', text });
  assert.deepEqual(zoneOf('-02'), { kind: 'offset', aheadUs: -7_200_000_000 });
  assert.deepEqual(zoneOf('+0545'), { kind: 'offset', aheadUs: 20_700_000_000 });
});
