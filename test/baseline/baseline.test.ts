import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import fc from 'fast-check';
import { BaselineMatcher } from '../../src/verdict/baseline.js';
import { stopAt } from '../reporters/sample-report.js';
import { stuntime } from '../support/command.js';
import { tempFolder } from '../support/temp.js';

const LOGS = 'demo';

test('a report compared with itself judges nothing, and nothing is gone', async (t) => {
  const { path } = await baselineOf(t, []);
  const { report, code } = await compared(path, []);
  assert.equal(code, 0);
  assert.deepEqual([report.stops, report.events, report.summary.level], [[], [], 'ok']);
  const { stops, known, worse, gone } = report.baseline;
  assert.deepEqual([stops, known, worse, gone], [34, 34, 0, []]);
});

test('the same stops in another place are found again', async (t) => {
  const { path } = await baselineOf(t, []);
  const { report } = await compared(path, [], 'esx-demo.tgz');
  assert.equal(report.baseline.known, 34);
});

test('a stop that the baseline lacks is judged, and one that the logs lack is gone', async (t) => {
  const { path, report: before } = await baselineOf(t, []);
  const [worst, ...others] = before.stops;
  const gone = { ...worst, endedAt: '2026-01-01T00:00:00.000Z' };
  await writeFile(path, JSON.stringify({ ...before, stops: [gone, ...others] }));
  const { report, code } = await compared(path, []);
  assert.equal(code, 1);
  assert.deepEqual(
    report.stops.map(({ line }: { line: string }) => line),
    [worst.line],
  );
  assert.equal(report.baseline.gone[0].endedAt, gone.endedAt);
});

test('a stop that is longer than before, or of a higher level, is judged', async (t) => {
  const { path, report: before } = await baselineOf(t, []);
  const [worst, second, ...others] = before.stops;
  const changed = [{ ...worst, durationUs: worst.durationUs - 1 }, { ...second, level: 'ok' }, ...others];
  await writeFile(path, JSON.stringify({ ...before, stops: changed }));
  const { report } = await compared(path, []);
  assert.equal(report.baseline.worse, 2);
  assert.equal(report.stops.length, 2);
  const shorter = await compared((await baselineOf(t, [])).path, ['-q', '4s']);
  assert.deepEqual(
    [shorter.code, shorter.report.baseline.worse > 0, shorter.report.baseline.gone],
    [1, true, []],
  );
});

test('a stop of the primary is not known from one of the backup', async (t) => {
  const { path } = await baselineOf(t, ['--role', 'backup=db2']);
  const { report, code } = await compared(path, ['--role', 'primary=db2']);
  assert.equal(code, 1);
  assert.equal(report.baseline.worse, report.stops.length);
});

test('a stop whose length is known in part only is judged again', async (t) => {
  const logs = 'logs/hot-add-masked';
  const { path } = await baselineOf(t, [], logs);
  const { report, code } = await compared(path, [], logs);
  assert.equal(code, 2);
  assert.ok(report.stops.length > 0 && report.stops.every(({ atLeast }: { atLeast: boolean }) => atLeast));
});

test('each stop of the baseline accounts for one stop, and the shortest that can for it', () => {
  const anyStops = fc.array(fc.integer({ min: 1, max: 6 }), { maxLength: 6 });
  fc.assert(
    fc.property(anyStops, anyStops, (before, now) => {
      const matcher = new BaselineMatcher({ path: 'b', stops: before.map((us) => knownStop(us)) });
      const stops = now.map((us) => stopAt('2026-01-01T00:00:00.000Z', us));
      for (const stop of stops) matcher.note(stop);
      const known = stops.filter((stop) => matcher.isKnown(stop)).length;
      const { known: counted, worse, gone } = matcher.result();
      assert.equal(known, counted);
      assert.equal(known + worse, before.length === 0 ? 0 : now.length);
      assert.equal(gone.length, Math.max(0, before.length - now.length));
      // However they are paired, no more can be accounted for than by the longest ones in turn.
      const [longBefore, longNow] = [before, now].map((list) => list.toSorted((a, b) => b - a));
      let most = 0;
      for (const us of longNow ?? []) if ((longBefore?.[most] ?? 0) >= us) most++;
      assert.ok(known <= most);
    }),
    { numRuns: 500 },
  );
});

test('filters make nothing gone, and a baseline with filters knows only what it holds', async (t) => {
  const { path } = await baselineOf(t, []);
  const { report } = await compared(path, ['--vm', 'db1', '--min', '1s']);
  assert.deepEqual(report.baseline.gone, []);
  const some = await baselineOf(t, ['--vm', 'db1']);
  const others = await compared(some.path, []);
  assert.deepEqual(
    new Set(others.report.stops.map(({ vm }: { vm: string }) => vm)),
    new Set(['db2', 'web1']),
  );
});

test('stops without a time are known by their lines', async (t) => {
  const logs = 'logs/copied/masked-stamp.txt';
  const { path, report: before } = await baselineOf(t, [], logs);
  const { report } = await compared(path, [], logs);
  assert.deepEqual([report.stops, report.baseline.known, report.baseline.gone], [[], 2, []]);
  await writeFile(path, JSON.stringify({ ...before, stops: before.stops.slice(0, 1) }));
  const { report: later } = await compared(path, [], logs);
  assert.deepEqual([later.stops.length, later.baseline.known], [1, 1]);
});

test('what is unread stays unread', async (t) => {
  const { path } = await baselineOf(t, []);
  const { code } = await stuntime(['--baseline', path, LOGS, 'none.log']);
  assert.equal(code, 2);
});

for (const [what, change, complaint] of [
  ['made with a baseline', { baseline: {} }, /was itself made with a baseline/],
  ['redacted', { redacted: true }, /is redacted/],
  ['of another version', { schemaVersion: 2 }, /another version/],
  ['of another program', { tool: { name: 'x' } }, /is not a report/],
  ['without stops', { stops: null }, /is not a report/],
  [
    'with a stop that lacks its length',
    { stops: [{ vm: 'a', endedAt: null, line: '', level: 'ok' }] },
    /is damaged/,
  ],
  [
    'with an unknown level',
    { stops: [{ vm: 'a', endedAt: null, line: '', level: 'x', durationUs: 1 }] },
    /is damaged/,
  ],
] as const) {
  test(`a baseline ${what} is refused before anything is read`, async (t) => {
    const { path, report } = await baselineOf(t, []);
    await writeFile(path, JSON.stringify({ ...report, ...change }));
    const { stdout, stderr, code } = await stuntime(['--baseline', path, LOGS]);
    assert.deepEqual([stdout, code], ['', 2]);
    assert.match(stderr, complaint);
  });
}

test('a file that is no JSON, or not there, is refused', async (t) => {
  const folder = await tempFolder(t);
  const path = join(folder, 'b.json');
  assert.match((await stuntime(['--baseline', path, LOGS])).stderr, /cannot be read: ENOENT/);
  await writeFile(path, 'stops');
  assert.match((await stuntime(['--baseline', path, LOGS])).stderr, /is not JSON: it takes a report/);
});

function knownStop(durationUs: number) {
  const { vm, endedAt, level, takeover, line } = stopAt('2026-01-01T00:00:00.000Z', durationUs);
  return { vm, endedAt, durationUs, level, takeover: takeover.verdict, line };
}

async function baselineOf(t: TestContext, options: readonly string[], logs = LOGS) {
  const path = join(await tempFolder(t), 'baseline.json');
  await stuntime(['-o', path, ...options, logs]);
  return { path, report: JSON.parse(await readFile(path, 'utf8')) };
}

async function compared(path: string, options: readonly string[], logs = LOGS) {
  const { stdout, stderr, code } = await stuntime(['-f', 'json', '--baseline', path, ...options, logs]);
  assert.notEqual(stdout, '', stderr);
  return { report: JSON.parse(stdout), code };
}
