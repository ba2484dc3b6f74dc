import assert from 'node:assert/strict';
import { utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { analyse } from 'stuntime';
import { UsageError } from '../../src/settings/usage-error.js';
import { headerLine, line, logText, unstunLine } from '../support/log-lines.js';
import { plant, tempFolder } from '../support/temp.js';
import { durationsOf, reportOn } from './one-log.js';

const AT = new Date('2024-03-07T20:00:00Z');
const LOG = logText([headerLine('I125', AT), unstunLine('I125', 300_000, { at: AT })]);
const FAR = new Date('2300-01-01T00:00:00Z');

test('one line with a year beyond 2255 does not keep the rest of the log from being read', async () => {
  for (const far of [line('I125', { at: FAR, message: 'noise' }), unstunLine('I125', 5, { at: FAR })])
    assert.ok(durationsOf(await reportOn(`${LOG}${far}\n`)).includes(300_000));
});

test('a file that was last written beyond 2255 is read', async (t) => {
  const folder = await tempFolder(t);
  await plant(folder, { 'vmware.log': LOG });
  await utimes(join(folder, 'vmware.log'), FAR, FAR);
  assert.deepEqual(durationsOf(await analyse(folder)), [300_000]);
});

for (const since of ['2300-01-01', '9999-12-31T00:00Z', '999999w']) {
  test(`--since ${since} is taken or refused as bad usage, never a bug`, async () => {
    await reportOn(LOG, { options: { since } }).catch((error: unknown) =>
      assert.ok(error instanceof UsageError),
    );
  });
}

test('an absurd negative figure within a quiesced snapshot does not end the run', async () => {
  const log = logText([
    line('I125', { at: AT, message: "SnapshotVMX_TakeSnapshot start: 'x', deviceState=0, quiesced=1" }),
    unstunLine('I125', -9_007_199_254_740_991, { at: new Date(AT.getTime() + 1000) }),
    line('I125', { at: AT, message: 'SnapshotVMXTakeSnapshotWork: Transition to mode 0.' }),
    line('I125', {
      at: new Date(AT.getTime() + 1001),
      message: "SnapshotVMXTakeSnapshotComplete: Done with snapshot 'x': 1",
    }),
  ]);
  assert.deepEqual(durationsOf(await reportOn(log)), [-9_007_199_254_740_991]);
});
