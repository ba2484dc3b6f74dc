import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as t from './telling.js';

const of = (stops: number) => [`storage-migration logged ${stops}`];
const NONE = ['unknown inferred 1'];

t.testCases('storage-migration', [
  ['between two phases', [t.phase(100, 1), t.stop(200), t.phase(300, 8)], of(1)],
  ['phases, then the stun', [t.phase(100, 1), t.phase(5000, 8), t.stunned(5100), t.stop(5101, 0.02)], of(1)],
  ['phases, then about to be stunned', [t.phase(5000, 8), t.stunning(5100), t.stop(5101)], of(1)],
  ['one phase', [t.phase(100, 8), t.stop(200)], NONE],
  ['phases that begin anew', [t.phase(100, 8), t.stop(200), t.phase(300, 1)], NONE],
  ['a new process between', [t.phase(100, 1), t.header(150), t.stop(200), t.phase(300, 8)], NONE],
  ['days between', [t.phase(100, 1), t.stop(90_000), t.phase(200_000, 8)], NONE],
  [
    'a migration in the next process',
    [t.phase(100, 8), t.header(150), t.stunned(200), t.stop(201)],
    ['migration logged 1'],
  ],
  [
    'a mirror node proves nothing',
    [t.vcpu(100, 'Opening mirror node /vmfs/devices/svm/1-svmmirror'), t.stop(101)],
    NONE,
  ],
]);

test('storage-migration: the process that takes over writes to the next log', async () => {
  const report = await t.reportOnLogs({
    [t.PATHS.older]: [t.header(0), t.phase(50, 1), t.phase(90, 8), t.stunned(100)],
    [t.PATHS.newer]: [t.header(95), t.stop(103, 0.02)],
  });
  assert.deepEqual(t.inShort(report), of(1));
  assert.equal(report.stops[0]?.elapsedUs, 3 * t.SECOND);
});
