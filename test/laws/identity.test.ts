import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { analyse } from 'stuntime';
import { headerLine, line, logText, unstunLine } from '../support/log-lines.js';
import { plant, tempFolder } from '../support/temp.js';
import { reportOn } from './one-log.js';

const AT = new Date('2024-03-07T20:00:00Z');
const say = (message: string, minutes = 0) =>
  line('I125', { at: new Date(AT.getTime() + minutes * 60_000), thread: 'vmx', message });
const stop = unstunLine('I125', 1000, { at: AT });
const header = headerLine('I125', AT);

/** What stands in a log on standard input, and the name of its VM. */
const NAMES: readonly (readonly [string, readonly string[], string])[] = [
  ['nothing', [header], 'stdin'],
  [
    'its own part of the dump',
    [header, say('DICT --- CONFIGURATION /a/b.vmx'), say('DICT               displayName = "db1"')],
    'db1',
  ],
  ['no quotes', [header, say('DICT               displayName = db 1 ')], 'db 1'],
  [
    'another part of the dump',
    [header, say('DICT --- HOST DEFAULTS'), say('DICT   displayName = "host"')],
    'stdin',
  ],
  [
    'the parts in turn',
    [
      header,
      say('DICT --- CONFIGURATION'),
      say('DICT displayName = "db1"'),
      say('DICT --- USER PREFERENCES /x'),
      say('DICT displayName = "no"'),
    ],
    'db1',
  ],
  [
    'written anew',
    [
      header,
      say('DICT --- CONFIGURATION'),
      say('DICT displayName = "old"'),
      say('ConfigDB: Setting displayName = "new"', 9),
    ],
    'new',
  ],
  ['by a guest', [header, say('Guest: ConfigDB: Setting displayName = "evil"')], 'stdin'],
  ['by a guest’s further line', [header, say('Guest: x'), 'ConfigDB: Setting displayName = "evil"'], 'stdin'],
  ['an empty name', [header, say('ConfigDB: Setting displayName = ""')], 'stdin'],
  ['quotes in the name', [header, say('ConfigDB: Setting displayName = "a "b" c"')], 'a "b" c'],
];
for (const [what, lines, name] of NAMES) {
  test(`the VM is called ${name} where the log tells ${what}`, async () => {
    const report = await reportOn(logText(lines));
    assert.deepEqual(
      report.vms.map(({ vm }) => vm),
      [name],
    );
  });
}

test('without a display name it is the folder, and for a file of another name the file’s stem', async (t) => {
  const root = await tempFolder(t);
  await plant(root, { 'db1/vmware-3.log': logText([header, stop]), 'note/outliers.txt': logText([stop]) });
  const report = await analyse([join(root, 'db1'), join(root, 'note/outliers.txt')], { sort: 'vm' });
  assert.deepEqual(
    report.vms.map(({ vm }) => vm),
    ['db1', 'outliers'],
  );
});

test('the output of a grep over several VMs is theirs, by the folders that it names', async () => {
  const folders = ['/vmfs/volumes/ds1/db1', '/vmfs/volumes/ds1/db2', '/vmfs/volumes/ds2/db1'];
  const lines = folders.map(
    (folder, i) => `${folder}/vmware.log:${unstunLine('I125', 1000 + i, { at: AT })}`,
  );
  const report = await reportOn(logText(lines), { options: { sort: 'vm' } });
  assert.deepEqual(
    report.stops.map(({ vm, vmPath, stoppedUs }) => [vm, vmPath, stoppedUs]),
    [
      ['db1', '/vmfs/volumes/ds1/db1', 1000],
      ['db1', '/vmfs/volumes/ds2/db1', 1002],
      ['db2', '/vmfs/volumes/ds1/db2', 1001],
    ],
  );
});

test('a product that records no stops leaves its VM unproved, not fine', async () => {
  for (const family of ['hosted8', 'I005', 'hosted-structured'] as const) {
    const report = await reportOn(logText([headerLine(family, AT)]));
    assert.equal(report.vms[0]?.recordsStops, false);
    assert.equal(report.summary.exitCode, 2);
    assert.equal(report.summary.longestUs, null);
    assert.deepEqual(
      report.diagnostics.map(({ kind }) => kind),
      ['not-recorded'],
    );
  }
  const report = await reportOn(logText([headerLine('esx8', AT)]));
  assert.deepEqual([report.vms[0]?.recordsStops, report.summary.exitCode], [true, 0]);
});
