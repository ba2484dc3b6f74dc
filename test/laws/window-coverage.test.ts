import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Report } from '../../src/model/report.js';
import { type Family, headerLine, line, logText, unstunLine } from '../support/log-lines.js';
import { tarOf } from './archives.js';
import { kindsOf, reportOn } from './one-log.js';
import { runs } from './runs.js';

const START = Date.UTC(2026, 0, 1);
const HOUR = 3_600_000;

function at(hour: number): Date {
  return new Date(START + hour * HOUR);
}

function iso(hour: number): string {
  return at(hour).toISOString();
}

/** A log whose first and last lines are of these hours. */
function logOf([from, to]: readonly [number, number], family: Family = 'I125'): string {
  return logText([headerLine(family, at(from)), line(family, { at: at(to), message: 'Done.' })]);
}

type Hours = readonly [number, number];

/** Gives the report on VMs by their names, with the hours of their logs, the oldest first. */
async function reportOf(vms: Readonly<Record<string, readonly Hours[]>>, options: object): Promise<Report> {
  const members = Object.entries(vms).flatMap(([name, logs]) =>
    logs.map((hours, index): readonly [string, string] => {
      const file = index === logs.length - 1 ? 'vmware.log' : `vmware-${index + 1}.log`;
      return [`${name}/${file}`, logOf(hours)];
    }),
  );
  return reportOn(await tarOf(members), { options });
}

const anyHours = fc.tuple(fc.nat(30), fc.nat(30)).map(([a, b]): Hours => [Math.min(a, b), Math.max(a, b)]);
// Logs of one VM that begin alike are copies of one log.
const anyLogs = fc.uniqueArray(anyHours, { selector: ([from]) => from, minLength: 1, maxLength: 3 });
const anyVms = fc.array(anyLogs, { minLength: 1, maxLength: 4 });

test('a window is proved only where a log reaches into it, and every VM without one is named', async () => {
  await fc.assert(
    fc.asyncProperty(anyVms, anyHours, fc.boolean(), async (all, [since, until], strict) => {
      const vms = Object.fromEntries(all.map((logs, index) => [`vm${index}`, logs]));
      const options = { since: iso(since), until: iso(until), strict };
      const { summary, diagnostics, ...report } = await reportOf(vms, options);
      const covers = ([from, to]: Hours) => to >= since && from <= until;
      const outside = Object.keys(vms).filter((name) => vms[name]?.some(covers) !== true);
      const isNothing = outside.length === all.length;
      const code = isNothing || (strict && outside.length > 0) ? 2 : 0;
      assert.deepEqual([summary.exitCode, summary.level], [code, code === 2 ? null : 'ok']);
      assert.equal(summary.complete, code === 0);
      assert.deepEqual(
        report.vms.filter(({ level }) => level === null).map(({ vm }) => vm),
        outside,
      );
      const told = diagnostics.filter(({ kind }) => kind.endsWith('outside-window'));
      assert.deepEqual(
        told.map(({ kind }) => kind),
        isNothing ? ['outside-window'] : outside.map(() => 'vm-outside-window'),
      );
      for (const name of outside)
        assert.ok(
          told.some(({ message }) => message.includes(name)),
          name,
        );
      assert.deepEqual(report.window, { since: iso(since), until: iso(until) });
    }),
    runs(80),
  );
});

test('without a window nothing is outside of it', async () => {
  const { summary, window, diagnostics } = await reportOf({ db1: [[0, 1]] }, {});
  assert.deepEqual([summary.exitCode, window, diagnostics], [0, null, []]);
});

test('a window between the logs of a VM is not proved, one between two lines of a log is', async () => {
  const between = { since: iso(10), until: iso(11) };
  assert.equal(
    (
      await reportOf(
        {
          db1: [
            [0, 9],
            [12, 20],
          ],
        },
        between,
      )
    ).summary.exitCode,
    2,
  );
  assert.equal((await reportOf({ db1: [[0, 20]] }, between)).summary.exitCode, 0);
});

test('each --vm must have a VM with a log in the window', async () => {
  const vms: Readonly<Record<string, readonly Hours[]>> = { db1: [[0, 5]], db2: [[0, 9]], web1: [[0, 5]] };
  const kinds = async (...vm: readonly string[]) => kindsOf(await reportOf(vms, { since: iso(7), vm }));
  assert.deepEqual(await kinds('db*'), ['vm-outside-window']);
  assert.deepEqual(await kinds('db2'), []);
  assert.deepEqual(await kinds('db2', 'web*'), ['outside-window']);
  assert.deepEqual(await kinds('db*', 'web*'), ['outside-window', 'vm-outside-window']);
  assert.deepEqual(await kinds('db1', 'db1'), ['outside-window']);
});

test('that nothing is known of the window is no part that --allow-partial lets pass', async () => {
  const options = { since: iso(7), allowPartial: true };
  assert.equal((await reportOf({ db1: [[0, 5]] }, options)).summary.exitCode, 2);
  assert.equal((await reportOf({ db1: [[0, 5]], db2: [[0, 9]] }, options)).summary.exitCode, 0);
});

test('a log of a product that records no stops proves no window', async () => {
  const tar = await tarOf([
    ['db1/vmware.log', logOf([0, 5])],
    ['laptop/vmware.log', logOf([0, 9], 'I005')],
  ]);
  const { summary, diagnostics } = await reportOn(tar, { options: { since: iso(7) } });
  assert.equal(summary.exitCode, 2);
  assert.deepEqual(kindsOf({ diagnostics }), ['outside-window', 'not-recorded']);
});

test('stops whose time is unknown are judged, and prove no window', async () => {
  const stop = unstunLine('yearless', 5_000_000, { at: at(3) });
  const short = unstunLine('yearless', 5000, { at: at(3) });
  const codeOf = async (log: string, options: object) => (await reportOn(log, { options })).summary.exitCode;
  assert.equal(await codeOf(logText([stop]), { since: iso(0) }), 1);
  assert.equal(await codeOf(logText([short]), { since: iso(0) }), 2);
  assert.equal(await codeOf(logText([short]), {}), 0);
});

test('a rotation with a hole, and a VM without its current log, count as unread only with strict', async () => {
  const hole = [
    ['db1/vmware-1.log', logOf([0, 1])],
    ['db1/vmware-3.log', logOf([3, 4])],
    ['db1/vmware.log', logOf([5, 6])],
  ] as const;
  for (const members of [hole, hole.slice(0, 1)]) {
    const tar = await tarOf(members);
    const [usual, strict] = [await reportOn(tar), await reportOn(tar, { options: { strict: true } })];
    assert.deepEqual([usual.summary.exitCode, usual.summary.complete, usual.policy.strict], [0, true, false]);
    assert.deepEqual(
      [strict.summary.exitCode, strict.summary.complete, strict.policy.strict],
      [2, false, true],
    );
    assert.equal(strict.summary.level, null);
    assert.deepEqual(strict.diagnostics, usual.diagnostics);
    assert.ok(usual.diagnostics.every(({ severity }) => severity === 'warning'));
  }
});
