import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Report } from '../../src/model/report.js';
import { logText, stunnedLine, unstunLine } from '../support/log-lines.js';
import { anyLog, trueDurations } from './any-log.js';
import { durationsOf, reportOn } from './one-log.js';
import { anyOrder, runs } from './runs.js';

/** What a report says besides where in the file each line stands. */
function withoutPlaces(report: Report) {
  const { stops, events, summary } = report;
  return {
    summary,
    stops: stops.map((stop) => ({ ...stop, offset: 0 })),
    events: events.map((event) => ({ ...event, evidence: event.evidence.map(({ text }) => text) })),
  };
}

/** Stop lines alone, as people keep them, some of them close to each other. */
const anyOutliers = anyLog.map(({ lines }) =>
  lines.filter((text) => /Checkpoint_Unstun: |CPT: vm was stunned/.test(text) && !text.includes('Guest')),
);

test('the order of a list of copied stop lines does not matter', async () => {
  const anyList = fc
    .array(
      fc.record({
        gapS: fc.integer({ min: 16, max: 9000 }),
        stoppedUs: fc.integer({ min: 1000, max: 9_000_000 }),
        moreUs: fc.option(fc.integer({ min: 0, max: 900_000 })),
      }),
      { minLength: 1, maxLength: 8 },
    )
    .map((spaces) => {
      let now = Date.UTC(2024, 2, 7);
      return spaces.flatMap(({ gapS, stoppedUs, moreUs }) => {
        now += gapS * 1000;
        const first = unstunLine('esx8', stoppedUs, { at: new Date(now) });
        if (moreUs === null) return [first];
        return [
          first,
          stunnedLine('esx8', stoppedUs + moreUs, { at: new Date(now + Math.floor(moreUs / 1000)) }),
        ];
      });
    });
  await fc.assert(
    fc.asyncProperty(
      anyList.chain((lines) => fc.tuple(fc.constant(lines), anyOrder(lines))),
      async ([lines, mixed]) => {
        const [expected, actual] = await Promise.all([reportOn(logText(lines)), reportOn(logText(mixed))]);
        assert.deepEqual(withoutPlaces(actual), withoutPlaces(expected));
      },
    ),
    runs(120),
  );
});

test('the same for stops within two seconds of each other', async () => {
  await fc.assert(
    fc.asyncProperty(
      anyOutliers
        .filter(({ length }) => length > 0)
        .chain((lines) => fc.tuple(fc.constant(lines), anyOrder(lines))),
      async ([lines, mixed]) => {
        const [expected, actual] = await Promise.all([reportOn(logText(lines)), reportOn(logText(mixed))]);
        assert.deepEqual(withoutPlaces(actual), withoutPlaces(expected));
      },
    ),
    { ...runs(200), seed: 7 },
  );
});

test('a sorted list of two stops in one second, both told twice', async () => {
  const at = (ms: number) => new Date(Date.UTC(2025, 9, 28, 13, 33, 10) + ms);
  const lines = [
    stunnedLine('esx8', 414_000, { at: at(1030) }),
    stunnedLine('esx8', 400_000, { at: at(30) }),
    unstunLine('esx8', 385_000, { at: at(1000) }),
    unstunLine('esx8', 370_000, { at: at(0) }),
  ];
  assert.deepEqual(durationsOf(await reportOn(logText(lines))), [400_000, 414_000]);
});

test('a log that holds itself twice counts once', async () => {
  await fc.assert(
    fc.asyncProperty(anyLog, async (log) => {
      assert.deepEqual(durationsOf(await reportOn(log.text + log.text)), trueDurations(log));
    }),
    runs(60),
  );
});
