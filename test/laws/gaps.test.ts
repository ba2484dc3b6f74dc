import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { type AnalysisOptions, analyse } from 'stuntime';
import { DIAGNOSTICS } from '../../src/model/diagnostic.js';
import type { Report } from '../../src/model/report.js';
import { headerLine, line, logText, unstunLine } from '../support/log-lines.js';
import { plant, tempFolder } from '../support/temp.js';
import { type Members, tarOf } from './archives.js';
import { kindsOf, reportOn } from './one-log.js';
import { anyOrder, runs } from './runs.js';

const ROOT = 'esx-a-2024-03-08--10.00-2100456';
const DB1 = `${ROOT}/vmfs/volumes/5a1b2c3d-1234abcd-0a1b-001122334455/db1`;
const at = (hour: number) => new Date(Date.UTC(2024, 2, 7, hour));
const log = (hour: number) =>
  logText([headerLine('I125', at(hour)), unstunLine('I125', 1000 + hour, { at: at(hour + 1) })]);
const README = [`${ROOT}/README`, 'Command line: vm-support\nvm-support version: 6.7.0\n'] as const;
const END = [`${ROOT}/errors-ignored.log`, ''] as const;
const registered = (path: string) =>
  [`${ROOT}/etc/vmware/hostd/vmInventory.xml`, `<a>\n<vmxCfgPath>/${path}</vmxCfgPath>\n</a>\n`] as const;

/** Members of an archive, and what is said of them: kind and path after the archive's. */
const ARCHIVES: Readonly<Record<string, readonly [Members, readonly (readonly [string, string])[]]>> = {
  'a whole bundle': [
    [README, [`${DB1}/vmware.log`, log(1)], [`${DB1}/db1.vmx`, 'displayName = "x"'], END],
    [],
  ],
  'a bundle without its last members': [
    [README, [`${DB1}/vmware.log`, log(1)]],
    [['bundle-unfinished', ROOT]],
  ],
  'a README of something else': [
    [
      ['x/README', 'hello'],
      [`x/db1/vmware.log`, log(1)],
    ],
    [],
  ],
  'a log that could not be collected': [
    [
      README,
      [`${DB1}/vmware.log`, log(1)],
      [`${ROOT}/error.log`, 'copy of /vmfs/volumes/ds1/db2/vmware.log failed: Device or resource busy\n'],
      [
        END[0],
        'No file found matching /vmfs/volumes/ds1/db1/*.vmft\ncopy of /vmfs/volumes/ds1/db2/vmware.log failed: Device or resource busy\n',
      ],
    ],
    [['not-collected', `${ROOT}/error.log`]],
  ],
  'another program’s error.log': [
    [
      ['x/error.log', 'cannot open /vmfs/volumes/ds1/db2/vmware.log\n'],
      ['x/db1/vmware.log', log(1)],
    ],
    [],
  ],
  'a hole in the rotation': [
    [...[5, 7, 10].map((n) => [`${DB1}/vmware-${n}.log`, log(n)] as const), [`${DB1}/vmware.log`, log(20)]],
    [
      ['missing-log', `${DB1}/vmware-6.log`],
      ['missing-log', `${DB1}/vmware-8.log`],
    ],
  ],
  'no hole where an empty log is told of': [
    [
      ...[5, 7].map((n) => [`${DB1}/vmware-${n}.log`, log(n)] as const),
      [`${DB1}/vmware-6.log`, ''],
      [`${DB1}/vmware.log`, log(20)],
    ],
    [['foreign-file', `${DB1}/vmware-6.log`]],
  ],
  'no current log': [[[`${DB1}/vmware-5.log`, log(5)]], [['no-current-log', `${DB1}/vmware.log`]]],
  'a configuration without a log': [
    [
      [`${DB1}/vmware.log`, log(1)],
      [`${ROOT}/vmfs/volumes/ds1/db2/db2.vmx`, 'displayName = "never on"'],
    ],
    [['no-vm-log', `${ROOT}/vmfs/volumes/ds1/db2/db2.vmx`]],
  ],
  'a registered VM without a log': [
    [README, registered('vmfs/volumes/ds1/db[2]/db2.vmx'), [`${DB1}/vmware.log`, log(1)], END],
    [['no-vm-log', `${ROOT}/vmfs/volumes/ds1/db[2]/db2.vmx`]],
  ],
  'a registered VM and its configuration without a log, told once': [
    [
      registered('vmfs/volumes/ds1/db2/db2.vmx'),
      [`${ROOT}/vmfs/volumes/ds1/db2/db2.vmx`, ''],
      [`${DB1}/vmware.log`, log(1)],
    ],
    [['no-vm-log', `${ROOT}/vmfs/volumes/ds1/db2/db2.vmx`]],
  ],
  'a registered VM with its log': [
    [registered(`${DB1.slice(ROOT.length + 1)}/db1.vmx`), [`${DB1}/vmware.log`, log(1)]],
    [],
  ],
  'the numbering of hosted products': [
    [0, 2].map((n) => [`db1/vmware-${n}.log`, logText([headerLine('I005', at(n))])] as const),
    [['not-recorded', '']],
  ],
};
for (const [what, [members, expected]] of Object.entries(ARCHIVES)) {
  test(`${what}: said whatever the order, with the exit code that belongs to it`, async () => {
    await fc.assert(
      fc.asyncProperty(anyOrder(members), async (mixed) => {
        const report = await reportOn(await tarOf(mixed));
        assert.deepEqual(
          report.diagnostics.map(({ kind, path }) => [kind, path.startsWith('-!/') ? path.slice(3) : '']),
          expected,
        );
        const isUnread = expected.some(([kind]) =>
          Object.entries(DIAGNOSTICS).some(([name, { unread }]) => name === kind && unread),
        );
        assert.equal(report.summary.complete, !isUnread);
        if (!kindsOf(report).includes('not-recorded'))
          assert.equal(report.summary.exitCode, isUnread ? 2 : 0);
      }),
      runs(6),
    );
  });
}

function messageOf(report: Pick<Report, 'diagnostics'>, kind: string): string {
  return report.diagnostics.find((one) => one.kind === kind)?.message ?? '';
}

test('the messages tell what may be hidden, since when, and what to run', async () => {
  const hole = await reportOn(await tarOf([5, 7].map((n) => [`${DB1}/vmware-${n}.log`, log(n)] as const)));
  assert.match(
    messageOf(hole, 'missing-log'),
    /^vmware-6\.log .* between 2024-03-07T06:00:00\.000Z and 2024-03-07T07:00:00\.000Z .*scp /,
  );
  assert.match(messageOf(hole, 'no-current-log'), /after 2024-03-07T08:00:00\.000Z, may be hidden.*scp /);
  const glob = await reportOn(
    await tarOf([registered('vmfs/volumes/ds1/db[2]/db2.vmx'), [`${DB1}/vmware.log`, log(1)]]),
  );
  assert.match(messageOf(glob, 'no-vm-log'), /vm-support takes \[ \] \* \? \$/);
  const unfinished = await reportOn(
    await tarOf([README, registered('vmfs/volumes/ds1/db2/db2.vmx'), [`${DB1}/vmware.log`, log(1)]]),
  );
  assert.match(messageOf(unfinished, 'bundle-unfinished'), /vm-support -w /);
  assert.match(messageOf(unfinished, 'no-vm-log'), /cut off/);
});

test('a bundle whose download was cut is cut short, not unfinished', async () => {
  const whole = gzipSync(
    await tarOf([README, [`${DB1}/vmware.log`, log(1)], [`${DB1}/big`, Buffer.alloc(9000, 7)], END]),
  );
  const report = await reportOn(whole.subarray(0, whole.length - 40));
  assert.deepEqual(kindsOf(report), ['cut-short']);
});

test('an unpacked bundle says the same', async (t) => {
  const root = await tempFolder(t);
  const members = ARCHIVES['a registered VM without a log']?.[0] ?? [];
  await plant(join(root, 'all'), Object.fromEntries(members));
  await plant(join(root, 'part'), Object.fromEntries(members.filter(([name]) => name !== END[0])));
  assert.deepEqual(kindsOf(await analyse(join(root, 'all'))), ['no-vm-log']);
  assert.deepEqual(kindsOf(await analyse(join(root, 'part'))), ['bundle-unfinished', 'no-vm-log']);
});

test('logs that were named one by one, or come from two bundles, leave no hole', async (t) => {
  const root = await tempFolder(t);
  const files = Object.fromEntries([5, 6, 7].map((n) => [`db1/vmware-${n}.log`, log(n)]));
  await plant(root, {
    ...files,
    'a.tar': await tarOf([5, 7].map((n) => [`${DB1}/vmware-${n}.log`, log(n)] as const)),
    'b.tar': await tarOf([
      [`${DB1}/vmware-6.log`, log(6)],
      [`${DB1}/vmware.log`, log(20)],
    ]),
  });
  const named = [5, 7].map((n) => join(root, `db1/vmware-${n}.log`));
  assert.deepEqual(kindsOf(await analyse(named)), []);
  assert.deepEqual(kindsOf(await analyse(['a.tar', 'b.tar'].map((name) => join(root, name)))), []);
  assert.deepEqual(kindsOf(await analyse(['a.tar', 'db1/vmware-6.log'].map((name) => join(root, name)))), [
    'missing-log',
    'no-current-log',
  ]);
});

test('what is missing of a VM that --vm does not ask for is not told', async () => {
  const tar = await tarOf([
    ['db1/vmware.log', log(1)],
    ['db2/vmware-1.log', log(2)],
    ['db2/vmware-3.log', log(4)],
  ]);
  const options: AnalysisOptions = { vm: ['db1'] };
  assert.deepEqual(kindsOf(await reportOn(tar, { options })), []);
  assert.deepEqual(kindsOf(await reportOn(tar)), ['missing-log', 'no-current-log']);
});

/** How a log ends, and whether that is said to be in mid-line, and in a stop. */
const ENDS: readonly (readonly [string, readonly string[], RegExp | null])[] = [
  ['a whole stop without its newline', ['Checkpoint_Unstun: vm stopped for 100 us'], null],
  ['a whole CPT line without its newline', ['CPT: vm was stunned for 100 us'], null],
  ['another line', ['Msg_Question:'], /rest is cut off/],
  ['half a stop', ['Checkpoint_Unstun: vm stop'], /looks like a stop/],
  ['a stop without its unit', ['Checkpoint_Unstun: vm stopped for 10'], /looks like a stop/],
  ['the first letters of a stop', ['Chec'], /looks like a stop/],
  ['no message', [''], /rest is cut off/],
];
for (const [what, [message = ''], said] of ENDS) {
  test(`a log that ends in ${what} ${said === null ? 'is whole' : 'is cut'}`, async () => {
    const text = logText([headerLine('I125', at(1))]) + line('I125', { at: at(2), message });
    const report = await reportOn(text);
    assert.equal(report.summary.complete, said === null);
    if (said === null) assert.deepEqual(kindsOf(report), []);
    else assert.match(messageOf(report, 'cut-line'), said);
    assert.deepEqual(kindsOf(await reportOn(`${text}\n`)).includes('cut-line'), false);
  });
}

test('a log cut after a migration’s stun does not claim that no log tells its end', async () => {
  const text = logText([
    headerLine('I125', at(1)),
    line('I125', { at: at(2), thread: 'vmx', message: 'Migrate: VM successfully stunned.' }),
  ]);
  const rest = line('I125', { at: at(3), message: 'x' });
  assert.match(messageOf(await reportOn(text + rest), 'open-stop'), /cut off after that/);
  assert.match(messageOf(await reportOn(`${text}${rest}\n`), 'open-stop'), /no log tells/);
});

test('every kind of diagnostic says what is the matter and what to do', () => {
  for (const [kind, { meaning, remedy }] of Object.entries(DIAGNOSTICS)) {
    assert.match(meaning, /^[A-Z].*\.$/, kind);
    assert.match(remedy, /^[A-Z].*\.$/, kind);
  }
});
