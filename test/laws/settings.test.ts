import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { checkAnalysis } from '../../src/settings/analysis.js';
import { readColumns } from '../../src/settings/columns.js';
import { readTime as readAnyTime } from '../../src/settings/time.js';
import { UsageError } from '../../src/settings/usage-error.js';
import { runs } from './runs.js';

const NOW = new Date('2026-01-12T03:00:00.000Z');

function readTime(edge: 'first' | 'last', text: string | Date, zone = 'UTC'): number {
  return readAnyTime('--since', text, edge, { now: NOW, zone });
}

for (const [qos, us] of [
  ['8000', 8e6],
  ['8s', 8e6],
  [8000, 8e6],
  ['300s', 3e8],
  ['5m', 3e8],
  ['1us', 1],
  [' 8 s ', 8e6],
  ['0.5 m', 3e7],
] as const)
  test(`--qos ${qos} is ${us} us`, () => assert.equal(checkAnalysis({ qos }, NOW).policy.qosUs, us));

for (const qos of ['0', '0s', '300001', '301s', '300.001s', 0, -1, Number.NaN])
  test(`--qos ${qos} is refused`, () => assert.throws(() => checkAnalysis({ qos }, NOW), UsageError));

test('a percentage is above 0, at most 100, with up to three decimals', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 100_000 }), fc.constantFrom('', '%', ' %'), (share, sign) => {
      const text = `${Math.floor(share / 1000)}.${String(share % 1000).padStart(3, '0')}${sign}`;
      assert.equal(Math.round(checkAnalysis({ approach: text }, NOW).policy.approachPercent * 1000), share);
    }),
    runs(200),
  );
  for (const approach of ['0', '0.000', '100.001', '101', '1000', '-5', '', 'x', '80.0001', '8e1', '%'])
    assert.throws(() => checkAnalysis({ approach }, NOW), UsageError, approach);
});

test('a time is what the calendar says; without a zone it is UTC', () => {
  const two = (value: number) => String(value).padStart(2, '0');
  fc.assert(
    fc.property(
      fc.integer({ min: 864e5, max: 7.25e12 }),
      fc.integer({ min: -840, max: 840 }),
      fc.boolean(),
      (ms, minutes, colon) => {
        const iso = new Date(ms).toISOString();
        const sign = minutes < 0 ? '-' : '+';
        const zone = `${sign}${two(Math.trunc(Math.abs(minutes) / 60))}${colon ? ':' : ''}${two(Math.abs(minutes) % 60)}`;
        assert.equal(readTime('first', iso), ms * 1000);
        assert.equal(readTime('first', iso.slice(0, -1)), ms * 1000);
        assert.equal(readTime('first', iso.slice(0, -1) + zone), (ms - minutes * 60_000) * 1000);
        assert.equal(readTime('first', iso.slice(0, 16)), (ms - (ms % 60_000)) * 1000);
        assert.equal(readTime('first', iso.slice(0, 10)), (ms - (ms % 86_400_000)) * 1000);
      },
    ),
    runs(200),
  );
});

test('a Date is taken as it is, and one that is none is refused', () => {
  const date = new Date('2026-01-12T03:04:05.678Z');
  for (const edge of ['first', 'last'] as const)
    assert.equal(readTime(edge, date, 'Asia/Tokyo'), date.getTime() * 1000);
  assert.throws(() => readTime('first', new Date(Number.NaN)), /"Invalid Date" is not accepted/);
});

test('an age is before now', () => {
  for (const [text, ms] of [
    ['7d', 604_800_000],
    ['36h', 129_600_000],
    ['90m', 5_400_000],
    ['5 s', 5000],
    ['2w', 1_209_600_000],
    ['0s', 0],
  ] as const)
    assert.equal(readTime('first', text), (NOW.getTime() - ms) * 1000);
});

for (const text of [
  '2026-02-30',
  '2026-13-01',
  '2026-1-1',
  '2026-01-12T24:00',
  '2026-01-12T03:60',
  'yesterday',
  '7',
  '7y',
  '-7d',
  '',
  '2026-01-12T',
  '12.01.2026',
  '1.5d',
  '0099-01-01',
  '1969-12-31',
  '2200-01-01',
])
  test(`${JSON.stringify(text)} is no time`, () => assert.throws(() => readTime('first', text), UsageError));

test('--since after --until is refused, and words must be of their lists', () => {
  assert.throws(() => checkAnalysis({ since: '2026-01-02', until: '2026-01-01' }, NOW), UsageError);
  for (const options of [
    { failOn: 'ok' },
    { failOn: 'OVER-HALF' },
    { sort: '' },
    { cause: ['x'] },
    { vm: [''] },
  ])
    assert.throws(() => checkAnalysis(options, NOW), UsageError);
});

test('COLUMNS is a number of columns, or nothing', () => {
  for (const [text, columns] of [
    [undefined, null],
    ['', null],
    ['0', null],
    ['-80', null],
    ['80.5', null],
    ['8e1', null],
    [' 80', null],
    ['99999999', null],
    ['1', 1],
    ['132', 132],
  ] as const)
    assert.equal(readColumns(text), columns, text);
});

test('a QoS timeout below 100 ms is accepted and doubted', () => {
  const remark = (qos?: string | number) => checkAnalysis({ qos }, NOW).remarks.map(({ message }) => message);
  assert.deepEqual(remark(), []);
  assert.deepEqual(remark(100), []);
  assert.deepEqual(remark('100ms'), []);
  assert.deepEqual(remark(8), ['8 is 8 ms; did you mean 8s? The default is 8000 ms.']);
  assert.match(remark(' 99.9 ')[0] ?? '', /^99\.9 is 99\.9 ms; did you mean 99\.9s\?/);
  assert.match(remark('99999us')[0] ?? '', /^99999us is shorter than almost every stop/);
});
