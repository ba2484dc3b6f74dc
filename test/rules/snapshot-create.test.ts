import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as t from './telling.js';

const MEMORY = 'deviceState=1, lazy=1, quiesced=0';
const ONE = ['snapshot-create logged 1'];
const GUESS = ['snapshot-create inferred 1'];
const NONE = ['unknown inferred 1'];

t.testCases('snapshot-create', [
  ['start, mode 0, stop, done', [t.take(100), t.mode(101.2), t.stop(102), t.done(102.1)], ONE],
  ['start, stop, done', [t.take(100), t.stop(102), t.done(102.1)], ONE],
  ['the end written within the stop', [t.take(100), t.done(101.9), t.stop(102)], ONE],
  [
    'the end between the two lines of one stop',
    [t.take(100), t.stop(102), t.done(102.01), t.whole(102.029, 1.03)],
    ONE,
  ],
  ['initiated within the stop', [t.take(100, 'a', MEMORY), t.lazy(101.9, 'a'), t.stop(102)], ONE],
  ['mode 0 a millisecond before the stun', [t.mode(100.999), t.stop(102)], ONE],
  ['mode 0 alone', [t.mode(101.5), t.stop(102)], ONE],
  ['mode 0 and the end, no start', [t.mode(101.5), t.stop(102), t.done(102.1)], ONE],
  ['a wait of 15 minutes for the guest', [t.take(100), t.stop(1000), t.done(1000.1)], ONE],
  [
    'the opID of the request on a line within',
    [t.take(100, 'a', t.NO_FLAGS, 'job-1'), t.closing(700, 'job-1'), t.stop(700.5)],
    ONE,
    'opId',
  ],
  [
    'another opID within, nothing else',
    [t.take(100, 'a', t.NO_FLAGS, 'job-1'), t.closing(700, 'job-2'), t.stop(700.5)],
    NONE,
    'opId',
  ],
  [
    'the opID on a line while the VM runs',
    [t.take(100, 'a', t.NO_FLAGS, 'job-1'), t.closing(700, 'job-1'), t.stop(705)],
    NONE,
    'opId',
  ],
  [
    'the opID hours later',
    [t.take(100, 'a', t.NO_FLAGS, 'job-1'), t.closing(7000, 'job-1'), t.stop(7000.5)],
    NONE,
    'opId',
  ],
  [
    'the opID within, on a line that no vCPU wrote',
    [t.take(100, 'a', t.NO_FLAGS, 'job-1'), { ...t.closing(700, 'job-1'), thread: 'vmx' }, t.stop(700.5)],
    NONE,
    'opId',
  ],
  ['the start alone, the stop at once', [t.take(100), t.stop(102)], GUESS],
  ['the start alone, the stop at 11 s', [t.take(100), t.stop(112)], NONE],
  ['the end alone', [t.stop(102), t.done(102.1)], NONE],
  ['modes 1 and 2 within', [t.mode(101.2, 1), t.mode(101.4, 2), t.stop(102)], NONE],
  ['done before the stop', [t.take(100), t.done(100.5), t.stop(102)], NONE],
  ['the end of another name', [t.take(100, 'a'), t.stop(200), t.done(200.1, 'b')], NONE],
  [
    'a start that came to nothing, and a stop the day after',
    [t.take(100), t.stop(90_000), t.done(90_000.1)],
    NONE,
  ],
  ['complete two minutes after the stop, without memory', [t.take(100), t.stop(202), t.done(322)], NONE],
  ['a new process between', [t.take(100), t.header(150), t.stop(202), t.done(202.1)], NONE],
  [
    'lazy, complete 19 minutes later, another stop between',
    [
      t.take(100, 'a', MEMORY),
      t.mode(101.4),
      t.stop(102),
      t.lazy(102.1, 'a'),
      t.stop(300),
      t.done(1247, 'a'),
    ],
    [...ONE, ...NONE],
  ],
  [
    'lazy, the line that says so lost, another stop between: which is which is not said',
    [t.take(100, 'a', MEMORY), t.stop(102), t.stop(300), t.done(400, 'a')],
    [...GUESS, ...NONE],
  ],
  [
    'lazy, the line that says so lost, one stop',
    [t.take(100, 'a', MEMORY), t.stop(202), t.done(400, 'a')],
    ONE,
  ],
  [
    'the late end of a lazy one is not the end of the next',
    [
      t.take(100, 'a', MEMORY),
      t.mode(101.5),
      t.stop(102),
      t.lazy(102.1, 'a'),
      t.mode(500.5),
      t.stop(501),
      t.done(502, 'a'),
    ],
    [...ONE, ...ONE],
  ],
  [
    'two open at once, by their names',
    [t.take(100, 'a'), t.take(110, 'b'), t.stop(120), t.done(120.1, 'b'), t.stop(150), t.done(150.1, 'a')],
    [...ONE, ...ONE],
  ],
  [
    'two open at once, by their opIDs',
    [
      t.take(100, 'a', t.NO_FLAGS, 'a-1'),
      t.take(101, 'b', t.NO_FLAGS, 'b-1'),
      t.closing(110.1, 'b-1'),
      t.stop(111),
      t.closing(120.1, 'a-1'),
      t.stop(121),
    ],
    [...ONE, ...ONE],
    'opId',
  ],
  [
    'of two requests the later one is the likelier',
    [t.take(100), t.remove(101), t.stop(103)],
    ['hot-remove inferred 1'],
  ],
  ['the other way round', [t.remove(100), t.take(101), t.stop(103)], GUESS],
]);

test('snapshot-create: name and flags are those of the request that the opID names', async () => {
  const { events } = await t.reportOnLines([
    t.take(100, "it's 'a', deviceState=1", 'deviceState=0, quiesced=1', 'a-1'),
    t.take(101, 'b', MEMORY, 'b-1'),
    t.closing(110.1, 'b-1'),
    t.stop(111),
    t.closing(120.1, 'a-1'),
    t.stop(121),
  ]);
  assert.deepEqual(
    events.map(({ snapshot, quiesceUs }) => ({ ...snapshot, quiesceUs })),
    [
      { name: 'b', quiesced: false, memory: true, quiesceUs: null },
      { name: "it's 'a', deviceState=1", quiesced: true, memory: false, quiesceUs: 20 * t.SECOND },
    ],
  );
});

test('snapshot-create: request in one rotated file, the stop in the next', async () => {
  const report = await t.reportOnLogs({
    [t.PATHS.older]: [t.header(0), t.take(100, 'a', 'deviceState=0, quiesced=1')],
    [t.PATHS.newer]: [t.stop(105), t.done(105.1, 'a')],
  });
  assert.deepEqual(t.inShort(report), ONE);
  assert.deepEqual(
    report.events[0]?.evidence.map(({ log }) => log.split('/').at(-1)),
    ['vmware-1.log', 'vmware.log'],
  );
  assert.equal(report.events[0]?.quiesceUs, 4 * t.SECOND);
});

/** Lines of which some are lost, and the names of the snapshots that are told. */
const NAMES: readonly (readonly [string, readonly t.Told[], readonly (string | null)[]])[] = [
  [
    'the late end of a lazy one does not name the next',
    [
      ...[t.take(100, 'a', MEMORY), t.mode(101.5), t.stop(102), t.lazy(102.1, 'a')],
      ...[t.mode(500.5), t.stop(501), t.done(502, 'a')],
    ],
    ['a', null],
  ],
  ['a request of the day before names nothing', [t.take(100, 'a'), t.mode(90_000.5), t.stop(90_001)], [null]],
  [
    'the end names the work, whichever request is open',
    [t.take(100, 'a'), t.mode(200.5), t.stop(201), t.done(201.1, 'b')],
    ['b'],
  ],
];
for (const [name, told, expected] of NAMES) {
  test(`snapshot-create: ${name}`, async () => {
    const { events } = await t.reportOnLines(told);
    assert.deepEqual(
      events.map(({ snapshot }) => snapshot?.name ?? null),
      expected,
    );
  });
}
