import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { HALF, onsetUs, reachesOnset } from '../../src/model/timeout.js';
import { scaleFor } from '../../src/reporters/scale.js';
import { table } from '../../src/reporters/table.js';
import { PROFILES } from '../../src/settings/profiles.js';
import { textOf, uncolored } from './rendering.js';
import { POLICY, publishedNight, reportOf, stopAt, vmOf } from './sample-report.js';

const END = '2020-01-01T00:00:00.000Z';
const NO_BARS = /[▁-█│┬]/;

function stopsOf(vm: string, figures: readonly number[], others: Parameters<typeof stopAt>[2] = {}) {
  return figures.map((figure) => stopAt(END, figure, { vm, ...others }));
}

function pictureOf(report: Parameters<typeof textOf>[1], options: Parameters<typeof textOf>[2] = {}) {
  const lines = textOf(table, report, { width: 80, ...options }).split('\n');
  const from = lines.findIndex((line) => /^Stops .*by duration( \(|$)/.test(uncolored(line)));
  return from < 0 ? [] : lines.slice(from, lines.indexOf('', from));
}

/** A report of one VM with these durations, and the line that draws it. */
function rowOf(figures: readonly number[]): string {
  return pictureOf(reportOf({ stops: stopsOf('db1', figures) }))[3] ?? '';
}

test('a stop stands left of the onset, between it and full, or right of full as it is shorter or reaches them', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 300_000_000 }),
      fc.oneof(
        fc.integer({ min: -9, max: 600_000_000 }),
        fc.maxSafeInteger(),
        fc.constantFrom('onset', 'full'),
      ),
      fc.integer({ min: -1, max: 1 }),
      fc.constantFrom(HALF, ...PROFILES.map(({ onset }) => onset)),
      (qosUs, figure, near, onset) => {
        const timeout = { qosUs, onset };
        const limit = figure === 'onset' ? Math.ceil(onsetUs(timeout)) : qosUs;
        const us = typeof figure === 'number' ? figure : limit + near;
        const { placeOf, width, marks } = scaleFor(timeout);
        const { column } = placeOf(us);
        const [first = 0, full = first] = marks;
        assert.ok(column >= 0 && column < width && !marks.includes(column));
        if (marks.length === 2) assert.equal(column > first, reachesOnset({ durationUs: us }, timeout));
        assert.equal(column > full, us >= qosUs);
      },
    ),
    { numRuns: 1000 },
  );
});

test('a longer stop never stands left of a shorter one', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 300_000_000 }),
      fc.maxSafeInteger(),
      fc.maxSafeInteger(),
      (qosUs, a, b) => {
        const { placeOf } = scaleFor({ qosUs, onset: HALF });
        const [less, more] = [placeOf(Math.min(a, b)), placeOf(Math.max(a, b))];
        assert.ok(less.column <= more.column);
      },
    ),
  );
});

test('labels stand where a stop of that duration does, apart from each other, for any timeout', () => {
  const units: Readonly<Record<string, number>> = { us: 1, ms: 1000, s: 1_000_000 };
  fc.assert(
    fc.property(fc.integer({ min: 100, max: 300_000_000 }), (qosUs) => {
      const { head, placeOf, width, marks } = scaleFor({ qosUs, onset: HALF });
      const [labels, ticks] = head;
      assert.equal(ticks.length, width);
      assert.ok(labels.length <= width);
      assert.deepEqual([labels.indexOf('half'), labels.indexOf('full')], marks);
      const others = [...labels.matchAll(/(\d+) (us|ms|s)(?= |$)/g)];
      assert.equal(others.length + 2, ticks.split('┬').length - 1);
      for (const { index, 1: figure, 2: unit = '' } of others) {
        assert.deepEqual(placeOf(Number(figure) * (units[unit] ?? Number.NaN)), {
          column: index,
          beyond: null,
        });
        assert.ok(index === 0 || labels[index - 1] === ' ');
      }
    }),
  );
});

test('the picture of a night reads against half and full', () => {
  assert.deepEqual(pictureOf(publishedNight()), [
    'Stops by duration',
    '1 ms         10 ms        100 ms        1 s     half full',
    '┬────────────┬────────────┬─────────────┬───────┬────┬────────',
    '                     ▁         ▁▁▂      ▁       │    │',
    '▁ 1 stop, ▂ 2 or 3, ▃ 4 to 7, doubling up to █ 128 or more; │ half (4 s) and',
    'full (8 s) QoS timeout.',
  ]);
});

test('a bar grows each time the number of stops doubles', () => {
  const bars = [1, 2, 3, 4, 7, 8, 64, 127, 128, 1000].map((amount) =>
    rowOf([5_000_000, ...Array.from({ length: amount }, () => 2_000)])
      .slice(0, 6)
      .trim(),
  );
  assert.deepEqual(bars, ['▁', '▂', '▂', '▃', '▃', '▄', '▇', '▇', '█', '█']);
});

test('every VM with stops has a line, the worst first, and --top names those without one', () => {
  const stops = ['a', 'b', 'c', 'd', 'e', 'f'].flatMap((vm, index) =>
    stopsOf(vm, [10_000, 1_000_000 + index]),
  );
  const report = reportOf({ stops, vms: [vmOf([], { vm: 'none' })] });
  const all = pictureOf(report);
  assert.equal(all[0], 'Stops of each VM by duration (6)');
  assert.deepEqual(
    all.slice(3, 9).map((line) => line[0]),
    ['f', 'e', 'd', 'c', 'b', 'a'],
  );
  assert.ok(!all.join().includes('Not drawn'));
  const some = pictureOf(report, { top: 2 });
  assert.equal(some[0], 'Stops of each VM by duration (2 of 6; --top 0 lists all)');
  assert.deepEqual(
    some.slice(3, 5).map((line) => line[0]),
    ['f', 'e'],
  );
  assert.equal(some.at(-1), 'Not drawn: d, c, b and 1 other.');
  assert.equal(pictureOf(report, { top: 0 }).length, all.length);
});

test('what the scale does not hold stands at its ends, and the text says so', () => {
  const figures = [0, -5, 3, 5_000, 100_000_000];
  const picture = pictureOf(reportOf({ stops: stopsOf('db1', figures) }));
  assert.match(picture[3] ?? '', /^▂ {8}▁ +│ {4}│ {7}▁$/);
  const text = picture.join(' ');
  assert.ok(text.includes('3 stops shorter than the scale (2 with a figure of 0 or less).'));
  assert.ok(text.includes('The last column also holds 1 stop longer than the scale.'));
});

test('a stop whose length is known in part is told', () => {
  const stops = [...stopsOf('db1', [5_000]), ...stopsOf('db1', [7_000], { atLeast: true })];
  assert.ok(
    pictureOf(reportOf({ stops })).includes('1 stop lasted longer than drawn, by a part that no log tells.'),
  );
});

test('nothing is drawn of one stop, without a terminal or in a summary; a narrow one is told what it takes', () => {
  const report = publishedNight();
  assert.doesNotMatch(textOf(table, reportOf({ stops: report.stops.slice(0, 1) }), { width: 80 }), NO_BARS);
  assert.doesNotMatch(textOf(table, report), NO_BARS);
  assert.doesNotMatch(textOf(table, report, { width: 80, summary: true }), NO_BARS);
  const narrow = textOf(table, report, { width: 79 });
  assert.doesNotMatch(narrow, NO_BARS);
  assert.ok(narrow.includes('\nStops are drawn by duration from 80 columns on.\n'));
});

test('a bar has the colour of the worst stop in it', () => {
  const stops = [...stopsOf('db1', [2_000, 5_000_000]), ...stopsOf('db1', [9_000_000])];
  const picture = pictureOf(reportOf({ stops, policy: POLICY }), { color: true }).join('\n');
  const ESC = String.fromCharCode(27);
  assert.ok(picture.includes(`${ESC}[31m▁${ESC}[39m`));
  assert.ok(picture.includes(`${ESC}[31m${ESC}[1m▁${ESC}[22m${ESC}[39m`));
  assert.equal(picture.split('▁').length - 1, 4);
});
