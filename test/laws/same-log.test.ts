import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import { analyse } from 'stuntime';
import { headerLine, line, logText, unstunLine } from '../support/log-lines.js';
import { plant, tempFolder } from '../support/temp.js';
import { anyLog, trueDurations } from './any-log.js';
import { tarOf } from './archives.js';
import { durationsOf, kindsOf } from './one-log.js';
import { anyOrder, runs } from './runs.js';

const VOLUME = 'vmfs/volumes/5a1b2c3d-1234abcd-0a1b-001122334455';
const AT = new Date('2024-03-07T20:00:00Z');

test('a log in two lengths, cut anywhere, counts once and leaves nothing of its cut', async (t) => {
  const root = await tempFolder(t);
  let count = 0;
  const places = ['a/db1/vmware.log', 'b/other/vmware.log', 'c/copy.txt', 'd.tar', 'e.tar'];
  await fc.assert(
    fc.asyncProperty(
      anyLog,
      fc.double({ min: 0.2, max: 0.999, noNaN: true }),
      anyOrder(places),
      async (log, share, [whole = '', part = '']) => {
        const folder = join(root, String(count++));
        const bytes = Buffer.from(log.text);
        const header = log.text.indexOf('\n') + 1;
        const cut = bytes.subarray(0, Math.max(header, Math.floor(share * bytes.length)));
        const packed = async (path: string, content: Buffer) =>
          path.endsWith('.tar') ? tarOf([[`${VOLUME}/db1/vmware.log`, content]]) : content;
        await plant(folder, { [whole]: await packed(whole, bytes), [part]: await packed(part, cut) });
        const paths = [whole, part].map((path) => join(folder, path));
        const report = await analyse(paths);
        assert.deepEqual(await analyse(paths.toReversed()), report);
        assert.deepEqual(durationsOf(report), trueDurations(log));
        assert.equal(report.summary.bytes, bytes.length + cut.length);
        const isTold = /Log for VMware|Unstun/.test(cut.toString('utf8').split('\n')[0] ?? '');
        if (!isTold) return;
        const only = await analyse(join(folder, whole));
        assert.deepEqual(
          kindsOf(report).filter((kind) => kind !== 'same-log'),
          kindsOf(only),
        );
        assert.deepEqual([report.summary.logs, report.vms.length], [1, 1]);
        if (cut.length < bytes.length) assert.ok(report.vms[0]?.logs[0]?.startsWith(join(folder, whole)));
        assert.ok(kindsOf(report).includes('same-log'));
      },
    ),
    runs(80),
  );
});

test('logs that only begin alike both count', async (t) => {
  const root = await tempFolder(t);
  const lines = [headerLine('I125', AT), line('I125', { at: AT, message: 'x' })];
  const stop = (us: number) => unstunLine('I125', us, { at: new Date(AT.getTime() + 60_000) });
  await plant(root, {
    'db1/vmware.log': logText([...lines, stop(1000)]),
    'db1/vmware-1.log': logText([...lines, stop(2000), stop(3000)]),
  });
  const report = await analyse(root);
  assert.deepEqual(durationsOf(report), [1000, 2000, 3000]);
  assert.equal(report.summary.logs, 2);
  assert.deepEqual(kindsOf(report), []);
});

test('two logs that tell nothing are of two VMs, though their first lines are the same', async (t) => {
  const root = await tempFolder(t);
  const text = logText([line('I125', { at: AT, message: 'nothing' })]);
  await plant(root, { 'db1/vmware.log': text, 'db2/vmware.log': text });
  const report = await analyse(root);
  assert.deepEqual([report.vms.length, kindsOf(report)], [2, []]);
});

test('the name of the folder of a copy still finds the VM', async (t) => {
  const root = await tempFolder(t);
  const text = logText([headerLine('I125', AT), unstunLine('I125', 1000, { at: AT })]);
  await plant(root, {
    'db1/vmware.log': `${text}${line('I125', { at: AT, message: 'x' })}\n`,
    'saved/vmware.log': text,
  });
  const paths = ['db1', 'saved'].map((name) => join(root, name, 'vmware.log'));
  const report = await analyse(paths, { vm: ['saved'] });
  assert.deepEqual([report.vms[0]?.vm, report.stops.length], ['db1', 1]);
});

test('two VMs whose logs are alike to the byte are two, in a folder, in a bundle and in two bundles', async (t) => {
  const root = await tempFolder(t);
  const text = logText([headerLine('I125', AT), unstunLine('I125', 1000, { at: AT })]);
  const one = [`${VOLUME}/db1/vmware.log`, text] as const;
  const other = [`${VOLUME}/db2/vmware.log`, text] as const;
  await plant(root, {
    'a/db1/vmware.log': text,
    'a/db2/vmware.log': text,
    'b/both.tar': await tarOf([one, other]),
    'c/one.tar': await tarOf([one]),
    'c/other.tar': await tarOf([other]),
  });
  for (const folder of ['a', 'b', 'c']) {
    const report = await analyse(join(root, folder));
    assert.deepEqual([report.vms.length, kindsOf(report)], [2, []], folder);
  }
});

test('a copy under another name is told and counts once, though the log tells nothing', async (t) => {
  const root = await tempFolder(t);
  const lines = (count: number) =>
    logText(
      Array.from({ length: count }, (_, i) =>
        line('I125', { at: new Date(AT.getTime() + i * 1000), message: `noise ${i}` }),
      ),
    );
  for (const text of [lines(1), lines(100), logText([headerLine('I125', AT)])]) {
    await plant(root, { 'db1/vmware.log': text, 'db1/other.txt': text, 'copies/vmware (1).log': text });
    const paths = ['db1/vmware.log', 'db1/other.txt', 'copies/vmware (1).log'].map((path) =>
      join(root, path),
    );
    const report = await analyse(paths);
    assert.deepEqual(
      report.vms.map(({ vm, logs }) => [vm, logs]),
      [['db1', paths.slice(0, 1)]],
    );
    assert.deepEqual([kindsOf(report), report.summary.logs], [['same-log', 'same-log'], 1]);
  }
  // One that ends otherwise is another log.
  await plant(root, { 'db1/vmware.log': lines(99), 'db1/other.txt': lines(100) });
  const report = await analyse(join(root, 'db1/vmware.log'));
  assert.equal(report.summary.logs, 1);
  const both = await analyse(['db1/vmware.log', 'db1/other.txt'].map((path) => join(root, path)));
  assert.deepEqual([kindsOf(both), both.summary.logs], [[], 2]);
});
