import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FAMILIES } from '../support/log-lines.js';
import * as t from './telling.js';

const tracking = (at: number, disk = 'scsi0:3') =>
  t.vcpu(at, `DISK: Change tracking for disk '${disk}' is now enabled.`);
const synchronous = (at: number) =>
  t.vmx(
    at,
    'SnapshotVMXNeedConsolidateIteration: maximum permissible helper snapshots taken, performing synchronous consolidate of the current disk.',
  );
const cancelling = (at: number) =>
  t.vcpu(at, 'SnapshotVMX_ConsolidateCancel: Requesting snapshot consolidate cancel.');
const locked = (at: number) =>
  t.vcpu(
    at,
    "DISK: Failed to open disk for consolidate '/vmfs/volumes/ds1/db1/db1-000002.vmdk' : Failed to lock the file (16392) 5345",
  );
const memory = (at: number, name: string) => t.take(at, name, 'deviceState=1, lazy=1, quiesced=0');

/** Lines, and the findings: kind, count of evidence, and the cause of the event that it is about, if any. */
const CASES: readonly (readonly [string, readonly t.Told[], readonly string[]])[] = [
  [
    'tracking set up within a stop',
    [t.take(100), tracking(101.5), t.stop(102), t.done(102.1)],
    ['tracking-enabled 1 snapshot-create'],
  ],
  [
    'for two disks',
    [tracking(101.3), tracking(101.5, 'scsi0:4'), t.stop(102)],
    ['tracking-enabled 2 unknown'],
  ],
  ['tracking set up while the VM runs', [tracking(90), t.stop(102)], []],
  [
    'another iteration',
    [t.begun(100), t.another(104), t.stop(110), t.ended(110.1)],
    ['another-iteration 1 consolidate'],
  ],
  [
    'two more iterations',
    [t.begun(100), t.another(104), t.another(4000), t.stop(4010), t.ended(4010.1)],
    ['another-iteration 2 consolidate'],
  ],
  ['an iteration and no stop', [t.another(104)], ['another-iteration 1 -']],
  [
    'held to the end',
    [t.begun(100), synchronous(104), t.stop(110), t.ended(110.1)],
    ['synchronous-consolidate 1 consolidate'],
  ],
  [
    'cancelled',
    [t.begun(100), t.stop(110), t.ended(110.1, 'Cancelled (34)')],
    ['consolidate-failed 1 consolidate'],
  ],
  [
    'cancelled long after its stops',
    [t.begun(100), t.stop(110), cancelling(5000), t.ended(5001, 'Cancelled (34)')],
    ['consolidate-failed 2 consolidate'],
  ],
  ['failed without a stop', [t.ended(110.1, 'Insufficient space (13)')], ['consolidate-failed 1 -']],
  ['a disk that is locked', [locked(104), t.stop(110)], ['consolidate-failed 1 consolidate']],
  ['done well', [t.begun(100), t.stop(110), t.ended(110.1)], []],
  [
    'two consolidates, the second fails',
    [t.stop(100), t.ended(100.1), t.stop(110), t.ended(110.1, 'Cancelled (34)')],
    ['consolidate-failed 1 consolidate'],
  ],
  [
    'memory in a backup, by its name',
    [memory(100, 'VEEAM BACKUP TEMPORARY SNAPSHOT'), t.mode(101.5), t.stop(102)],
    ['memory-snapshot 1 snapshot-create'],
  ],
  [
    'memory, consolidated later',
    [memory(100, 'x'), t.mode(101.5), t.stop(102), t.stop(4000), t.ended(4000.1)],
    ['memory-snapshot 1 snapshot-create'],
  ],
  [
    'memory, consolidated a week later',
    [memory(100, 'x'), t.mode(101.5), t.stop(102), t.stop(604_000), t.ended(604_000.1)],
    [],
  ],
  ['memory, never consolidated', [memory(100, 'before the patch'), t.mode(101.5), t.stop(102)], []],
  [
    'a backup without memory',
    [t.take(100, 'VEEAM BACKUP TEMPORARY SNAPSHOT'), t.mode(101.5), t.stop(102)],
    [],
  ],
];
for (const [name, told, expected] of CASES) {
  test(`findings: ${name}`, async () => {
    for (const family of FAMILIES) {
      const { findings, events } = await t.reportOnLines(told, family);
      const causes = new Map(events.map(({ id, cause }) => [id, cause]));
      const found = findings.map(
        ({ kind, evidence, eventId }) => `${kind} ${evidence.length} ${causes.get(eventId ?? 0) ?? '-'}`,
      );
      assert.deepEqual(found, expected, family);
      for (const { message } of findings) assert.match(message, /^[A-Z][^\n]+\.$/);
    }
  });
}

test('findings: the reason is told, and which of two consolidates it is', async () => {
  const told = [t.stop(100), t.ended(100.1), t.stop(110), t.ended(110.1, 'Cancelled (34)')];
  const { findings, events } = await t.reportOnLines(told);
  assert.match(findings[0]?.message ?? '', /Cancelled, code 34/);
  assert.equal(findings[0]?.eventId, events[1]?.id);
  assert.match(findings[0]?.evidence[0]?.text ?? '', /\(34\)/);
});
