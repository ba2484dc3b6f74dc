import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { line, logText, unstunLine } from '../support/log-lines.js';
import { kindsOf, reportOn } from './one-log.js';
import { runs } from './runs.js';

const DAY = 86_400_000;

/** Times of a log that runs over any New Years, no silence longer than five months, and when it was last written. */
const anyTimes = fc
  .tuple(
    fc.integer({ min: Date.UTC(2004, 0), max: Date.UTC(2020, 0) }),
    fc.array(fc.oneof(fc.integer({ min: 0, max: DAY }), fc.integer({ min: 0, max: 150 * DAY })), {
      minLength: 1,
      maxLength: 12,
    }),
    fc.integer({ min: 0, max: 100 * DAY }),
  )
  .map(([start, steps, rest]) => {
    const times: Date[] = [];
    for (const step of steps) times.push(new Date((times.at(-1)?.getTime() ?? start) + step));
    return { times, modifiedAt: new Date((times.at(-1)?.getTime() ?? start) + rest) };
  })
  .filter(({ times }) => new Set(times.map(Number)).size === times.length);

test('stamps without a year get theirs from the file’s time, over any number of New Years', async () => {
  await fc.assert(
    fc.asyncProperty(anyTimes, async ({ times, modifiedAt }) => {
      const lines = times.map((at, index) => unstunLine('yearless', 1000 + index, { at }));
      const report = await reportOn(logText(lines), { modifiedAt, options: { sort: 'time' } });
      assert.deepEqual(
        report.stops.map(({ endedAt }) => endedAt),
        times.map((at) => at.toISOString()),
      );
      for (const { timeBasis } of report.stops) assert.equal(timeBasis, 'assumed');
      assert.deepEqual(
        kindsOf(report).filter((kind) => kind === 'assumed-time'),
        ['assumed-time'],
      );
    }),
    runs(150),
  );
});

test('the lines between two stops do not disturb their years', async () => {
  const times = [
    Date.UTC(2010, 10, 1),
    Date.UTC(2011, 1, 1),
    Date.UTC(2011, 6, 20),
    Date.UTC(2011, 11, 31, 23, 59, 59),
    Date.UTC(2012, 0, 1),
  ];
  const lines = times.flatMap((ms) => [
    ...Array.from({ length: 30 }, () => line('yearless', { at: new Date(ms - 500), message: 'noise' })),
    unstunLine('yearless', 1000, { at: new Date(ms) }),
  ]);
  const report = await reportOn(logText(lines), { modifiedAt: new Date(Date.UTC(2012, 2, 1)) });
  assert.deepEqual(
    report.stops.map(({ endedAt }) => endedAt).sort(),
    times.map((ms) => new Date(ms).toISOString()),
  );
});

test('the file may be a day older than its local stamps, for their zone is not known', async () => {
  const log = logText([unstunLine('yearless', 1000, { at: new Date('2012-01-01T13:00:00Z') })]);
  const report = await reportOn(log, { modifiedAt: new Date('2012-01-01T00:00:00Z') });
  assert.equal(report.stops[0]?.endedAt, '2012-01-01T13:00:00.000Z');
});

test('without a year and without the file’s time, a stop has no time, counts, and is named', async () => {
  const log = logText(
    [1, 2].map((day) => unstunLine('yearless', 1000, { at: new Date(Date.UTC(2012, 0, day)) })),
  );
  const report = await reportOn(log);
  assert.deepEqual(
    report.stops.map(({ startedAt, endedAt, timeBasis }) => [startedAt, endedAt, timeBasis]),
    [
      [null, null, 'unknown'],
      [null, null, 'unknown'],
    ],
  );
  assert.ok(kindsOf(report).includes('no-time'));
});

test('no line of a log is later than the file, however long the log was silent', async () => {
  const log = logText([
    unstunLine('yearless', 1000, { at: new Date('2011-02-01T00:00:00Z') }),
    unstunLine('yearless', 2000, { at: new Date('2011-12-31T00:00:00Z') }),
  ]);
  const report = await reportOn(log, { modifiedAt: new Date('2012-01-01T00:00:00Z') });
  assert.equal(report.summary.lastAt, '2011-12-31T00:00:00.000Z');
  assert.equal(report.summary.firstAt, '2011-02-01T00:00:00.000Z');
});

test('29 February is read in a leap year', async () => {
  const log = logText([unstunLine('yearless', 1000, { at: new Date('2012-02-29T10:00:00Z') })]);
  const report = await reportOn(log, { modifiedAt: new Date('2013-01-05T00:00:00Z') });
  assert.equal(report.stops[0]?.endedAt, '2012-02-29T10:00:00.000Z');
});

test('29 February is never read as another day', async () => {
  const log = logText([unstunLine('yearless', 1000, { at: new Date('2012-02-29T10:00:00Z') })]);
  const report = await reportOn(log, { modifiedAt: new Date('2013-03-05T00:00:00Z') });
  assert.ok([null, '2012-02-29T10:00:00.000Z'].includes(report.stops[0]?.endedAt ?? null));
});

test('a log whose first lines run backwards by a second keeps the order of its lines', async () => {
  const at = (ms: number) => new Date(Date.UTC(2024, 2, 7) + ms);
  const lines = [2000, 400, 500, 1900].map((ms) => unstunLine('I125', 1000 + ms, { at: at(ms) }));
  const report = await reportOn(logText(lines));
  assert.equal(report.stops.length, 4);
  assert.equal(report.summary.firstAt, at(400).toISOString());
  assert.equal(report.summary.lastAt, at(2000).toISOString());
});
