import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { runs } from '../laws/runs.js';
import { FAMILIES } from '../support/log-lines.js';
import * as t from './telling.js';

test('understated: a stop is as long as from its stun to its unstun line, or as its figure where that is more', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...FAMILIES),
      fc.integer({ min: 1, max: 600_000 }),
      fc.integer({ min: 1, max: 20_000_000 }),
      async (family, ms, us) => {
        const report = await t.reportOnLines(
          [t.stunned(1000), t.stop(1000 + ms / 1000, us / t.SECOND)],
          family,
        );
        const [stop] = report.stops;
        assert.deepEqual([stop?.stoppedUs, stop?.elapsedUs], [us, ms * 1000]);
        assert.equal(stop?.durationUs, Math.max(us, ms * 1000));
        const isUnderstated = ms * 1000 > us;
        assert.deepEqual(
          report.findings.map(({ kind }) => kind),
          isUnderstated ? ['understated'] : [],
        );
        if (isUnderstated) assert.equal(stop?.startedAt, t.when(1000).toISOString());
        assert.equal(report.findings[0]?.evidence.length ?? 2, 2);
      },
    ),
    runs(100),
  );
});

test('understated: a stun over ten minutes before is none of the stop, and is said to be open', async () => {
  const report = await t.reportOnLines([t.stunned(100), t.stop(701, 0.02)]);
  assert.deepEqual([report.stops[0]?.elapsedUs, report.stops[0]?.durationUs], [null, 20_000]);
  assert.deepEqual(
    report.diagnostics.map(({ kind }) => kind),
    ['open-stop'],
  );
  assert.equal(report.summary.exitCode, 2);
});

test('understated: one stun is of one stop', async () => {
  const report = await t.reportOnLines([t.stunned(100), t.stop(102, 0.02), t.stop(104, 0.02)]);
  assert.deepEqual(
    report.stops.map(({ elapsedUs }) => elapsedUs),
    [2 * t.SECOND, null],
  );
});

test('understated: both lines of a stop are measured to the later one', async () => {
  const report = await t.reportOnLines([t.stunned(100), t.stop(102, 0.02), t.whole(102.03, 0.05)]);
  assert.equal(report.stops.length, 1);
  assert.deepEqual([report.stops[0]?.elapsedUs, report.stops[0]?.stunnedUs], [2_030_000, 50_000]);
});

test('understated: the level, the event and the exit code are those of the longer time', async () => {
  const { summary, events, findings } = await t.reportOnLines([t.stunned(100), t.stop(109, 0.0185)]);
  assert.deepEqual([summary.level, summary.exitCode, events[0]?.longestUs], ['over-full', 1, 9 * t.SECOND]);
  assert.match(findings[0]?.message ?? '', /0\.018 s.*9\.000 s/);
});
