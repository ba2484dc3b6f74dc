import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import { analyse } from 'stuntime';
import { headerLine, line, logText, unstunLine } from '../support/log-lines.js';
import { plant, tempFolder } from '../support/temp.js';
import { anyLog, trueDurations, type WrittenLog } from './any-log.js';
import { tarOf } from './archives.js';
import { durationsOf } from './one-log.js';
import { anyOrder, runs } from './runs.js';

const FOLDER = 'vmfs/volumes/5a1b2c3d-1234abcd-0a1b-001122334455/db1';
const AT = new Date('2024-03-07T20:00:00Z');

/** Cuts a log at lines into the files of a rotation, whose numbers say nothing. */
function rotated(log: WrittenLog, names: readonly string[]): Record<string, string> {
  const size = Math.ceil(log.lines.length / names.length);
  const parts = names.map((name, i) => [name, logText(log.lines.slice(i * size, (i + 1) * size))] as const);
  return Object.fromEntries(parts.filter(([, text]) => text !== ''));
}

test('rotated logs make one history, whatever their numbers and the order in which they are given', async (t) => {
  const root = await tempFolder(t);
  let count = 0;
  await fc.assert(
    fc.asyncProperty(
      anyLog,
      anyOrder(['vmware.log', 'vmware-1.log', 'vmware-2.log', 'vmware-10.log']),
      fc.boolean(),
      async (log, names, turned) => {
        const folder = join(root, String(count++));
        const files = rotated(log, names);
        await plant(join(folder, 'db1'), files);
        const paths = Object.keys(files).map((name) => join(folder, 'db1', name));
        const report = await analyse(turned ? paths.toReversed() : paths);
        assert.deepEqual(durationsOf(report), trueDurations(log));
        assert.deepEqual(await analyse(paths.toSorted()), report);
        assert.deepEqual(await analyse([...paths, ...paths]), report);
        assert.equal(report.vms.length, 1);
      },
    ),
    runs(40),
  );
});

test('a log in two bundles, longer in the second, counts once', async (t) => {
  const root = await tempFolder(t);
  let count = 0;
  await fc.assert(
    fc.asyncProperty(anyLog, fc.nat(100), async (log, percent) => {
      const folder = join(root, String(count++));
      const some = logText(log.lines.slice(0, Math.ceil((log.lines.length * percent) / 100)));
      await plant(folder, {
        'a.tar': await tarOf([[`${FOLDER}/vmware.log`, some]]),
        'b.tar': await tarOf([[`esx/${FOLDER}/vmware.log`, logText(log.lines)]]),
      });
      const report = await analyse([join(folder, 'b.tar'), join(folder, 'a.tar')]);
      assert.deepEqual(durationsOf(report), trueDurations(log));
      assert.equal(report.vms.length, 1);
    }),
    runs(40),
  );
});

test('the order of the members of an archive does not matter', async (t) => {
  const root = await tempFolder(t);
  let count = 0;
  const anyMembers = fc.array(anyLog, { minLength: 1, maxLength: 3 }).chain((logs) => {
    const members = logs.map((log, i): [string, string] => [`vm${i % 2}/vmware-${i}.log`, log.text]);
    return fc.tuple(fc.constant(members), anyOrder(members));
  });
  await fc.assert(
    fc.asyncProperty(anyMembers, async ([members, mixed]) => {
      const path = join(root, `${count++}.tar`);
      await plant('/', { [path]: await tarOf(members) });
      const expected = await analyse(path);
      await plant('/', { [path]: await tarOf(mixed) });
      assert.deepEqual(await analyse(path), expected);
    }),
    runs(40),
  );
});

test('copies under a volume’s label count once where only the newer one tells the display name', async (t) => {
  const folder = await tempFolder(t);
  const log = [headerLine('I125', AT), unstunLine('I125', 300_000, { at: AT })];
  const name = line('I125', { at: AT, message: 'ConfigDB: Setting displayName = "DB One"' });
  await plant(folder, {
    'a.tar': await tarOf([['vmfs/volumes/ds1/db1/vmware.log', logText(log)]]),
    'b.tar': await tarOf([['vmfs/volumes/ds1/db1/vmware.log', logText([...log, name])]]),
  });
  const report = await analyse([join(folder, 'a.tar'), join(folder, 'b.tar')]);
  assert.deepEqual(durationsOf(report), [300_000]);
});
