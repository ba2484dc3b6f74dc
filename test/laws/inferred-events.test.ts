import assert from 'node:assert/strict';
import { test } from 'node:test';
import { eventsIn, SECOND, stop } from './event-lines.js';

test('the published shape: a stop, 45 minutes later six within 32 s: a create and a consolidate', async () => {
  const lines = [
    stop(5400, 1_091_706),
    ...[8100, 8104, 8110, 8117, 8125, 8131].map((end, i) => stop(end, 38_123 + i)),
  ];
  assert.deepEqual(await eventsIn(lines), ['snapshot-create inferred 1', 'consolidate inferred 6']);
});

/** Times at which stops of one second end, and what they are; the gap is 30 s. */
const SHAPES: readonly (readonly [string, readonly number[], readonly string[]])[] = [
  ['alone', [100], ['unknown inferred 1']],
  ['lone and lone', [100, 5000], ['unknown inferred 1', 'unknown inferred 1']],
  ['a cluster only', [100, 110], ['consolidate inferred 2']],
  ['cluster and lone', [100, 110, 5000], ['consolidate inferred 2', 'unknown inferred 1']],
  ['lone, cluster', [100, 5000, 5010], ['snapshot-create inferred 1', 'consolidate inferred 2']],
  [
    'two backups',
    [100, 5000, 5010, 90_000, 95_000, 95_010],
    [
      'snapshot-create inferred 1',
      'consolidate inferred 2',
      'snapshot-create inferred 1',
      'consolidate inferred 2',
    ],
  ],
  ['the VM ran for exactly the gap', [100, 131], ['consolidate inferred 2']],
  ['the VM ran a millisecond longer', [100, 131.001], ['unknown inferred 1', 'unknown inferred 1']],
  ['a chain of gaps', [100, 131, 162, 193], ['consolidate inferred 4']],
];
for (const [name, ends, expected] of SHAPES) {
  test(`stops without a logged cause: ${name}`, async () => {
    assert.deepEqual(await eventsIn(ends.map((end) => stop(end, SECOND))), expected);
  });
}

test('--gap moves the boundary, to the microsecond', async () => {
  const lines = [stop(100, 999_000), stop(102, 999_000)];
  assert.deepEqual(await eventsIn(lines, '1001000us'), ['consolidate inferred 2']);
  assert.deepEqual(await eventsIn(lines, '1000999us'), ['unknown inferred 1', 'unknown inferred 1']);
  assert.deepEqual(await eventsIn(lines, '0'), ['unknown inferred 1', 'unknown inferred 1']);
});
