import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { FAMILIES, logText, stunnedLine, unstunLine } from '../support/log-lines.js';
import { anyLog, trueDurations } from './any-log.js';
import { durationsOf, reportOn } from './one-log.js';
import { anyOrder, runs } from './runs.js';

const AT = Date.UTC(2025, 9, 28, 13, 33, 6, 256);
const at = (ms: number) => new Date(AT + ms);

/** A stop's two figures and the time between their lines: the later line is of the longer figure. */
const anyPair = fc.record({
  stoppedUs: fc.integer({ min: 1, max: 400_000_000 }),
  phaseUs: fc.integer({ min: 0, max: 4_000_000 }),
  jitterUs: fc.integer({ min: -900, max: 900 }),
});

test('the two figures of a stop are one stop, in whichever order the lines stand', async () => {
  await fc.assert(
    fc.asyncProperty(anyPair, fc.constantFrom(...FAMILIES), fc.boolean(), async (pair, family, turned) => {
      const { stoppedUs, phaseUs, jitterUs } = pair;
      const later = Math.max(0, Math.round((phaseUs + jitterUs) / 1000));
      const longer = stoppedUs + Math.max(phaseUs, later * 1000 - stoppedUs);
      const lines = [
        unstunLine(family, stoppedUs, { at: at(0) }),
        stunnedLine(family, longer, { at: at(later) }),
      ];
      const log = logText(turned ? lines.reverse() : lines);
      const report = await reportOn(log, { modifiedAt: at(0) });
      assert.deepEqual(
        report.stops.map((stop) => [stop.stoppedUs, stop.stunnedUs, stop.durationUs, stop.elapsedUs]),
        [[stoppedUs, longer, longer, null]],
      );
      assert.equal(report.stops[0]?.endedAt, at(later).toISOString());
    }),
    runs(150),
  );
});

test('stops that follow each other never become one, with or without a CPT line each', async () => {
  await fc.assert(
    fc.asyncProperty(anyLog, async (log) => {
      assert.deepEqual(durationsOf(await reportOn(log.text)), trueDurations(log));
    }),
    runs(150),
  );
});

test('CPT alone is a stop', async () => {
  const [stop] = (await reportOn(logText([stunnedLine('esx8', 5000, { at: at(0) })]))).stops;
  assert.deepEqual([stop?.stoppedUs, stop?.stunnedUs, stop?.durationUs], [null, 5000, 5000]);
});

test('a CPT line that speaks of a time after the unstun line is of another stop', async () => {
  const lines = [unstunLine('esx8', 5000, { at: at(0) }), stunnedLine('esx8', 900, { at: at(1) })];
  assert.deepEqual(durationsOf(await reportOn(logText(lines))), [900, 5000]);
});

test('an unstun line after the CPT line is of another stop', async () => {
  const lines = [stunnedLine('esx8', 5000, { at: at(0) }), unstunLine('esx8', 400, { at: at(5) })];
  assert.deepEqual(durationsOf(await reportOn(logText(lines))), [400, 5000]);
});

/** Figures without stamps: unstun, CPT; and how many stops that is. */
const UNSTAMPED: readonly (readonly [number, number, number])[] = [
  [385_332, 414_878, 1],
  [385_332, 385_332, 1],
  [385_332, 385_331, 2],
  [385_332, 60_000_000, 2],
];
for (const [stopped, stunned, count] of UNSTAMPED) {
  test(`without stamps, ${stopped} and ${stunned} next to each other are ${count}`, async () => {
    const log = `Checkpoint_Unstun: vm stopped for ${stopped} us\nCPT: vm was stunned for ${stunned} us\n`;
    assert.equal((await reportOn(log)).stops.length, count);
  });
}

test('the published figures: two stops, each judged by its CPT line', async () => {
  const second = Date.UTC(2025, 9, 29, 13, 27, 47, 591) - AT;
  const report = await reportOn(
    logText([
      unstunLine('esx8', 385_332, { at: at(0) }),
      stunnedLine('esx8', 414_878, { at: at(29) }),
      unstunLine('esx8', 408_370, { at: at(second) }),
      stunnedLine('esx8', 437_796, { at: at(second + 29) }),
    ]),
  );
  assert.deepEqual(durationsOf(report), [414_878, 437_796]);
});

test('one stop in several spellings counts once', async () => {
  const line = unstunLine('I125', 123_456, { at: at(0) });
  const spellings = [
    line,
    line.replace('_', ''),
    line.replaceAll('|', ' | '),
    `vmware.log:7:${line}`,
    `> ${line}`,
  ];
  await fc.assert(
    fc.asyncProperty(anyOrder(spellings), async (lines) => {
      assert.deepEqual(durationsOf(await reportOn(logText(lines))), [123_456]);
    }),
    runs(20),
  );
});
