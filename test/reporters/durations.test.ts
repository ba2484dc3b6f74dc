import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { durationsOf, LEAST_STOPS, nearestRank } from '../../src/reporters/durations.js';
import { jira } from '../../src/reporters/jira.js';
import { markdown } from '../../src/reporters/markdown.js';
import { table } from '../../src/reporters/table.js';
import { textOf } from './rendering.js';
import { reportOf, stopAt, vmOf } from './sample-report.js';

const END = '2020-01-01T00:00:00.000Z';
const anyFigures = fc.array(fc.integer({ min: -50, max: 50 }), { minLength: 1, maxLength: 250 });

function stopsOf(figures: readonly number[], others: Parameters<typeof stopAt>[2] = {}) {
  return figures.map((figure) => stopAt(END, figure, others));
}

/** The definition, by counting: the least figure that at least so many percent of all figures do not exceed. */
function counted(figures: readonly number[], percent: number): number {
  const enough = figures.filter(
    (figure) => figures.filter((other) => other <= figure).length * 100 >= percent * figures.length,
  );
  return Math.min(...enough);
}

test('a percentile is the least figure that so many percent do not exceed', () => {
  fc.assert(
    fc.property(anyFigures, fc.integer({ min: 1, max: 100 }), (figures, percent) => {
      const ordered = figures.toSorted((a, b) => a - b);
      assert.equal(nearestRank(ordered, percent), counted(figures, percent));
    }),
  );
});

test('percentiles are of stops that occurred, whatever their order is', () => {
  fc.assert(
    fc.property(anyFigures, (figures) => {
      const [found, ...others] = durationsOf(stopsOf(figures));
      assert.deepEqual(others, []);
      if (figures.length < LEAST_STOPS) return assert.equal(found, undefined);
      const { p50, p95, p99, max } = found ?? assert.fail('enough stops, and no percentiles');
      assert.deepEqual(
        [p50, p95, p99, max],
        [50, 95, 99, 100].map((percent) => counted(figures, percent)),
      );
    }),
  );
});

test('stops of other VMs and causes are apart, and too few of them say nothing', () => {
  const found = durationsOf([
    ...stopsOf([1, 2, 3, 4, 5]),
    ...stopsOf([60, 70, 80, 90, 100], { cause: 'migration', basis: 'logged' }),
    ...stopsOf([10, 20, 30, 40, 50], { vm: 'db2' }),
    ...stopsOf([10, 20, 30, 40], { vmPath: 'elsewhere' }),
    ...stopsOf([1, 1, 1, 1, 1], { cause: 'unknown' }),
  ]);
  assert.deepEqual(
    found.map(({ vm, cause, stops, p50, max, isInferred }) => [vm, cause, stops, p50, max, isInferred]),
    [
      ['db1', 'migration', 5, 80, 100, false],
      ['db2', 'consolidate', 5, 30, 50, true],
      ['db1', 'consolidate', 5, 3, 5, true],
      ['db1', 'unknown', 5, 1, 1, false],
    ],
  );
});

test('the list shows them in a table, in Markdown and in Jira markup, with the VM where there are several', () => {
  const stops = stopsOf([100_000, 200_000, 300_000, 400_000, 4_500_000]);
  const one = textOf(table, reportOf({ stops }), { width: 80 });
  assert.ok(one.includes('\nDurations by cause, 5 stops or more (1)\n'));
  assert.ok(one.includes('\ncause         stops      p50      p95      p99      max\n'));
  assert.ok(one.includes('\nconsolidate?      5  0.300 s  4.500 s  4.500 s  4.500 s\n'));
  const two = textOf(table, reportOf({ stops, vms: [vmOf(stops), vmOf([], { vm: 'db2' })] }));
  assert.ok(two.includes('\nDurations by VM and cause, 5 stops or more (1)\n'));
  const row = 'db1 | consolidate? | 5 | 0.300 s | 4.500 s | 4.500 s | 4.500 s';
  assert.ok(textOf(markdown, reportOf({ stops })).includes(`\n| ${row} |\n`));
  assert.ok(
    textOf(jira, reportOf({ stops })).includes(`\n|${row.replaceAll(' | ', '|').replace('?', '\\?')}|\n`),
  );
  assert.doesNotMatch(textOf(table, reportOf({ stops: stops.slice(1) })), /p50/);
});

test('figures that may be longer than they say are marked from the first such stop on, unverified ones all', () => {
  const open = stopsOf([200_000], { atLeast: true });
  const stops = [...stopsOf([100_000, 110_000, 120_000, 130_000]), ...open];
  assert.match(textOf(table, reportOf({ stops })), / 0\.120 s {2}0\.200 s\+ {2}0\.200 s\+ {2}0\.200 s\+\n/);
  const all = [...stopsOf([100_000, 110_000, 120_000, 130_000]), ...stopsOf([90_000], { verified: false })];
  assert.match(
    textOf(table, reportOf({ stops: all })),
    / 0\.110 s\? {2}0\.130 s\? {2}0\.130 s\? {2}0\.130 s\?\n/,
  );
});
