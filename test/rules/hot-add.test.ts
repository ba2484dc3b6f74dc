import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as t from './telling.js';

const ONE = ['hot-add logged 1'];

t.testCases('hot-add', [
  [
    'as the KB shows it',
    [t.moreMemory(100), t.stunning(100.5), t.stunned(100.6), t.stop(101.5, 0.0185)],
    ONE,
  ],
  ['a stun that takes two minutes', [t.moreMemory(100), t.stunned(100.6), t.stop(221, 0.0185)], ONE],
  ['about to be stunned only', [t.moreMemory(100), t.stunning(100.5), t.stop(101.5, 0.0185)], ONE],
  ['the request alone', [t.moreMemory(100), t.stop(102)], ['hot-add inferred 1']],
  ['the request alone, a stop 12 s later', [t.moreMemory(100), t.stop(113)], ['unknown inferred 1']],
  [
    'a migration five minutes later',
    [t.moreMemory(100), t.stunned(400), t.stop(401)],
    ['migration logged 1'],
  ],
  [
    'the stop after another one',
    [t.moreMemory(100), t.stop(102), t.stunned(110), t.stop(111)],
    ['hot-add inferred 1', 'migration logged 1'],
  ],
  [
    'the request of an earlier process',
    [t.moreMemory(100), t.header(105), t.stunned(110), t.stop(111)],
    ['migration logged 1'],
  ],
  ['the request after the stop', [t.stop(99), t.moreMemory(100)], ['unknown inferred 1']],
]);

test('hot-add: the source process in one log, the one that takes over in the next', async () => {
  for (const family of ['I125', 'esx8', 'structured'] as const) {
    const report = await t.reportOnLogs(
      {
        [t.PATHS.older]: [t.header(0), t.moreMemory(100), t.stunning(100.5), t.stunned(100.6)],
        [t.PATHS.newer]: [t.header(100.3), t.stop(109.6, 0.0185)],
      },
      family,
    );
    assert.deepEqual(t.inShort(report), ONE, family);
    assert.deepEqual(report.stops[0]?.durationUs, 9 * t.SECOND);
    assert.equal(report.events[0]?.level, 'over-full');
    assert.deepEqual(
      report.findings.map(({ kind }) => kind),
      ['understated'],
    );
  }
});
