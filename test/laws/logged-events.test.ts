import assert from 'node:assert/strict';
import { test } from 'node:test';
import { eventsIn, SECOND, say, stop } from './event-lines.js';

const take = (seconds: number, name = 'nightly', flags = 'deviceState=0, lazy=0, quiesced=0') =>
  say(seconds, `SnapshotVMX_TakeSnapshot start: '${name}', ${flags}`);
const done = (seconds: number, name = 'nightly') =>
  say(seconds, `SnapshotVMXTakeSnapshotComplete: Done with snapshot '${name}': 7`, 'vcpu-0');
const lazy = (seconds: number, name = 'nightly') =>
  say(seconds, `SnapshotVMXTakeSnapshotWork: Initiated lazy snapshot '${name}': 7`, 'vcpu-0');
const mode = (seconds: number, number = 0) =>
  say(seconds, `SnapshotVMXTakeSnapshotWork: Transition to mode ${number}.`, 'vcpu-0');

/** What the log says of snapshots, and the events that this is. */
const LOGGED: readonly (readonly [string, readonly string[], readonly string[]])[] = [
  ['start and done', [take(100), stop(102, SECOND), done(102.1)], ['snapshot-create logged 1']],
  ['start and lazy', [take(100), stop(102, SECOND), lazy(102.1)], ['snapshot-create logged 1']],
  ['mode 0 within the stop, nothing else', [mode(101.5), stop(102, SECOND)], ['snapshot-create logged 1']],
  ['mode 0 in the moment of the stun', [mode(101), stop(102, SECOND)], ['snapshot-create logged 1']],
  ['mode 0 long before the stop', [mode(90), stop(102, SECOND)], ['unknown inferred 1']],
  ['mode 1 and 2 within', [mode(101.3, 1), mode(101.5, 2), stop(102, SECOND)], ['unknown inferred 1']],
  ['start, mode 0, no end', [take(100), mode(101.5), stop(102, SECOND)], ['snapshot-create logged 1']],
  ['start without end or mode', [take(100), stop(102, SECOND)], ['snapshot-create inferred 1']],
  ['end without a start', [stop(102, SECOND), done(102.1)], ['unknown inferred 1']],
  ['done before the stop', [take(100), done(100.5), stop(102, SECOND)], ['unknown inferred 1']],
  ['a stop before the start', [stop(99, SECOND), take(100), done(110)], ['unknown inferred 1']],
  [
    'a lazy snapshot that is complete minutes later, another stop in between',
    [take(100), mode(101.4), stop(102, SECOND), lazy(102.1), stop(300, SECOND), mode(400, 1), done(400.1)],
    ['snapshot-create logged 1', 'unknown inferred 1'],
  ],
  [
    'two snapshots',
    [take(100), stop(102, SECOND), done(102.1), take(200, 'b'), stop(202, SECOND), done(202.1, 'b')],
    ['snapshot-create logged 1', 'snapshot-create logged 1'],
  ],
  [
    'a snapshot and the consolidate after it',
    [take(100), stop(102, SECOND), done(102.1), stop(2000, SECOND), stop(2010, SECOND)],
    ['snapshot-create logged 1', 'consolidate inferred 2'],
  ],
  [
    'the helper of a consolidate is part of it',
    [
      take(100, 'Consolidate Helper-0'),
      stop(102, SECOND),
      done(102.1, 'Consolidate Helper-0'),
      stop(110, SECOND),
    ],
    ['consolidate logged 2'],
  ],
  [
    'a logged create parts two clusters',
    [
      stop(90, SECOND),
      stop(95, SECOND),
      take(98),
      stop(100, SECOND),
      done(100.1),
      stop(110, SECOND),
      stop(115, SECOND),
    ],
    ['consolidate inferred 2', 'snapshot-create logged 1', 'consolidate inferred 2'],
  ],
];
for (const [name, lines, expected] of LOGGED) {
  test(`snapshots: ${name}`, async () => assert.deepEqual(await eventsIn(lines), expected));
}

test('each of two stops with mode 0 inside is a snapshot, where no other line was kept', async () => {
  const lines = [mode(101.5), stop(102, SECOND), mode(4000.5), stop(4001, SECOND)];
  assert.deepEqual(await eventsIn(lines), ['snapshot-create logged 1', 'snapshot-create logged 1']);
});

test('a lone stop is not the create of a consolidate before which a create is logged', async () => {
  const lines = [
    stop(50, SECOND),
    take(1000),
    stop(1002, SECOND),
    done(1002.1),
    stop(5000, SECOND),
    stop(5010, SECOND),
  ];
  assert.deepEqual(await eventsIn(lines), [
    'unknown inferred 1',
    'snapshot-create logged 1',
    'consolidate inferred 2',
  ]);
});
