import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as t from '../rules/telling.js';
import { kindsOf } from './one-log.js';

/** Between two stops so many messages are all kept. */
const KEPT = 10_000;

const requests = (count: number, from: number) =>
  Array.from({ length: count }, (_, i) => t.take(from + i / 1000, `s${i}`));

const betweenStops = (count: number) => [
  ...[t.header(0), t.take(1), t.stop(2), t.done(2.1)],
  ...requests(count, 3),
  ...[t.take(60, 'the last'), t.mode(60.1), t.stop(62), t.done(62.1, 'the last')],
];

test('messages between two stops are kept, if they are as many as any log has', async () => {
  const { summary, diagnostics } = await t.reportOnLines(betweenStops(KEPT - 10));
  assert.deepEqual([summary.exitCode, kindsOf({ diagnostics })], [0, []]);
});

test('of very many messages between two stops those near the stops are kept, and the report says so', async () => {
  const report = await t.reportOnLines(betweenStops(40_000));
  assert.deepEqual([report.summary.exitCode, kindsOf(report)], [2, ['limit']]);
  assert.match(report.diagnostics[0]?.message ?? '', /: 29994 were left out, the first at byte \d+\./);
  assert.deepEqual(
    report.events.map(({ cause, snapshot }) => [cause, snapshot?.name]),
    [
      ['snapshot-create', 'nightly'],
      ['snapshot-create', 'the last'],
    ],
  );
});

test('the stops themselves are all kept', async () => {
  const stops = Array.from({ length: 20_000 }, (_, i) => t.stop(i, 0.5));
  const { summary, stops: found } = await t.reportOnLines(stops);
  assert.deepEqual([found.length, summary.exitCode], [stops.length, 0]);
});

test('of those that are left out the last of each kind is kept: the stun that a stop ends, and what goes on', async () => {
  const report = await t.reportOnLines([
    ...[t.header(0), t.begun(1)],
    ...requests(7000, 3),
    ...[t.stunning(20), t.stunned(20.1)],
    ...Array.from({ length: 40_000 }, (_, i) => t.phase(21 + i / 1000, 4)),
    ...[t.arrived(79.9, '77'), t.stop(80, 0.3)],
  ]);
  assert.deepEqual(kindsOf(report), ['limit']);
  // From the stun, and not the 0.3 s of the line.
  assert.deepEqual(
    report.stops.map(({ durationUs }) => durationUs / t.SECOND),
    [59.9],
  );
  assert.deepEqual(
    report.events.map(({ cause }) => cause),
    ['migration'],
  );
});
