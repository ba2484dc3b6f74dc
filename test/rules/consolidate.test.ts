import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as t from './telling.js';

const H = 'Consolidate Helper-0';
const of = (stops: number) => [`consolidate logged ${stops}`];
const NONE = ['unknown inferred 1'];
const CREATE = ['snapshot-create inferred 1'];
/** Close to a consolidate and told by no line: the pattern in time, never the log, may say so. */
const CLOSE = ['consolidate inferred 1'];

t.testCases('consolidate', [
  ['begin and end', [t.begun(100), t.stop(110), t.stop(500), t.ended(500.1)], of(2)],
  ['the end written within the last stop', [t.begun(100), t.stop(110), t.ended(499.9), t.stop(500)], of(2)],
  [
    'rounds hours apart',
    [
      t.begun(100),
      t.stop(110),
      t.another(4000),
      t.stop(4010),
      t.another(8000),
      t.stop(8010),
      t.diskDone(8010.1),
      t.stop(9000),
      t.ended(9000.1),
    ],
    of(4),
  ],
  [
    'begin only: the stops that follow closely',
    [t.begun(100), t.stop(110), t.stop(130), t.stop(300)],
    [...of(2), ...NONE],
  ],
  [
    'end only: the stops that came closely before',
    [t.stop(10), t.stop(100), t.stop(120), t.ended(120.2)],
    [...CREATE, ...of(2)],
  ],
  ['end only, long after the stop', [t.stop(100), t.ended(200)], NONE],
  ['a stop that begins after the end', [t.stop(100), t.ended(100.1), t.stop(101.6, 1)], [...of(1), ...CLOSE]],
  ['one round', [t.another(100), t.stop(105)], of(1)],
  ['one disk done', [t.stop(105), t.diskDone(105.1)], of(1)],
  [
    'helper snapshots',
    [t.take(100, H), t.mode(101.5), t.stop(102), t.done(102.1, H), t.stop(110), t.ended(110.1)],
    of(2),
  ],
  ['the helper alone', [t.take(100, H), t.stop(102), t.done(102.1, H)], of(1)],
  [
    'a helper of which only mode 0 is left',
    [t.begun(100), t.mode(101.5), t.stop(102), t.stop(110), t.ended(110.1)],
    of(2),
  ],
  [
    'the create just before, its request lost, is none of it',
    [t.stop(100), t.done(100.1), t.stop(110), t.ended(110.1)],
    [...CLOSE, ...of(1)],
  ],
  [
    'the create just before',
    [t.take(98), t.stop(100), t.done(100.1), t.stop(110), t.ended(110.1)],
    ['snapshot-create logged 1', ...of(1)],
  ],
  [
    'the create just after',
    [t.stop(100), t.diskDone(100.1), t.take(101), t.stop(110), t.done(110.1)],
    [...of(1), 'snapshot-create logged 1'],
  ],
  [
    'two in a row, ends only',
    [t.stop(100), t.ended(100.1), t.stop(110), t.ended(110.1)],
    [...of(1), ...of(1)],
  ],
  [
    'the next night is another one',
    [t.stop(100), t.diskDone(100.1), t.stop(43_000), t.stop(86_400), t.diskDone(86_400.1)],
    [...of(1), ...CREATE, ...of(1)],
  ],
  ['one that never ends, and a stop in the next process', [t.begun(100), t.header(105), t.stop(110)], NONE],
  [
    'one that never ends, and a snapshot the day after',
    [t.begun(100), t.stop(101.5), t.take(9000), t.stop(9002), t.done(9002.1)],
    [...of(1), 'snapshot-create logged 1'],
  ],
  [
    'a hot-remove while it is open',
    [t.begun(100), t.stop(110), t.remove(200), t.gone(201.5), t.stop(202), t.stop(300), t.ended(300.1)],
    [...of(2), 'hot-remove logged 1'],
  ],
  [
    'a migration between stops close before is no part of it',
    [t.stop(80), t.stunned(90), t.stop(91), t.stop(110), t.ended(110.1)],
    [...CREATE, 'migration logged 1', ...of(1)],
  ],
  [
    'code 34 is an end as well',
    [t.begun(100), t.stop(110), t.ended(110.1, 'Cancelled (34)'), t.stop(112.5)],
    [...of(1), ...CLOSE],
  ],
  [
    'a name that only looks like a helper',
    [t.take(100, 'My Consolidate Helper-0'), t.stop(102), t.done(102.1, 'My Consolidate Helper-0')],
    ['snapshot-create logged 1'],
  ],
  ['a stop that ends long after the end', [t.begun(100), t.ended(110), t.stop(115, 6)], NONE],
  [
    'what a snapshot ended is not open for the next one',
    [
      ...[t.begun(100), t.stop(101.5), t.take(9000), t.stop(9002), t.done(9002.1)],
      ...[t.stop(9500), t.stop(12_000), t.ended(12_000.1)],
    ],
    [...of(1), 'snapshot-create logged 1', ...CREATE, ...of(1)],
  ],
  [
    'an opening node proves nothing',
    [t.vcpu(100, 'Opening mirror node /vmfs/devices/svm/1-2-svmmirror'), t.stop(101)],
    NONE,
  ],
]);

test('consolidate: it begins in one rotated file and ends in the next', async () => {
  const report = await t.reportOnLogs({
    [t.PATHS.older]: [t.header(0), t.begun(100), t.stop(110)],
    [t.PATHS.newer]: [t.stop(5000), t.ended(5000.1)],
  });
  assert.deepEqual(t.inShort(report), of(2));
  assert.equal(new Set(report.events[0]?.evidence.map(({ log }) => log)).size, 2);
});

test('consolidate: a thousand rounds are proved by twenty lines', async () => {
  const lines = Array.from({ length: 1000 }, (_, i) => [t.another(i * 60), t.stop(i * 60 + 5)]).flat();
  const report = await t.reportOnLines(lines);
  assert.deepEqual(t.inShort(report), of(1000));
  assert.equal(report.events[0]?.evidence.length, 20);
});
