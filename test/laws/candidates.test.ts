import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { analyse } from 'stuntime';
import { line, logText, moment, unstunLine } from '../support/log-lines.js';
import { plant, tempFolder } from '../support/temp.js';
import { vmLog } from '../support/vm-logs.js';
import { tarOf } from './archives.js';
import { durationsOf, kindsOf } from './one-log.js';

const AT = moment('2026-01-12T00:00:00.000Z');
const LOG = vmLog({}, { us: 9_600_000 });

const NAMES = [
  'vmware.log',
  'VMware.LOG',
  'vmware (1).log',
  'vmware-2026-01-12.log',
  'vmware-20260112.log',
  'vmware - Copy.log',
  'vmware - Kopie (2).log',
  'vmware_db1.log',
  'vmware-alpha.log',
  'vmware.log.1',
  'vmware.log.1.gz',
  'vmware-3.log.gz',
  'vmware.log.old',
  'vmware.log-20260112',
  'vmware.log.txt',
  'vmware.log (2)',
  'vmware.log~',
  'vmware-ui-4711.log',
];
for (const name of NAMES) {
  test(`a VM's log named ${name} is read in a folder and in an archive`, async (t) => {
    const root = await tempFolder(t);
    const content = name.endsWith('.gz') ? gzipSync(LOG) : Buffer.from(LOG);
    await plant(root, {
      [`folder/db1/${name}`]: content,
      'archive.tar': await tarOf([[`esx/vmfs/volumes/ds1/db1/${name}`, content]]),
    });
    for (const path of ['folder', 'archive.tar']) {
      const report = await analyse(join(root, path));
      assert.deepEqual(
        [durationsOf(report), report.summary.logs, report.summary.exitCode],
        [[9_600_000], 1, 1],
      );
      const named = await analyse(join(root, path), { vm: ['db1'] });
      assert.deepEqual(kindsOf(named).includes('no-such-vm'), false);
    }
  });
}

for (const name of [
  'vmware.txt',
  'vmware.login',
  'vmware-log',
  'vmkernel.log',
  'my-vmware.log',
  'vmware.logs',
]) {
  test(`a file named ${name} is none that was meant`, async (t) => {
    const root = await tempFolder(t);
    await plant(root, { [`db1/${name}`]: LOG, 'db1/vmware.log': vmLog({}) });
    assert.deepEqual(durationsOf(await analyse(root)), [100_000]);
  });
}

test('fragments of a log of such a name are put together', async (t) => {
  const root = await tempFolder(t);
  const bytes = Buffer.from(LOG);
  await plant(root, {
    'db1/vmware_db1.log.FRAG-00001': bytes.subarray(150),
    'db1/vmware_db1.log.FRAG-00000': bytes.subarray(0, 150),
  });
  const report = await analyse(root);
  assert.deepEqual([durationsOf(report), report.vms.map(({ vm }) => vm)], [[9_600_000], ['vmware_db1']]);
});

const of = (thread: string, message: string, family: 'hosted8' | 'I120' = 'hosted8') =>
  line(family, { at: AT, thread, message });

/** Logs of other programs, by the names that those give them. */
const OTHERS: Readonly<Record<string, string>> = {
  'vmware-ui-4711.log': logText([
    of('vmui', 'Log for VMware Workstation pid=4711 version=17.5.1 build=build-23298084 option=Release'),
    of('vmui', 'DICT --- USER PREFERENCES'),
    of('vmui', 'DICT          displayName = "no VM"'),
  ]),
  'vmware-unity-helper-1.log': logText([of('unity-helper', 'Log for VMware Workstation pid=1', 'I120')]),
  'vmware-usbarb-12.log': logText([of('usbArb', 'VTHREAD initialize main thread', 'I120')]),
  'vmware-installer.log': '[2026-01-12 10:00:00,123] Successfully opened log\n[2026-01-12 10:00:01,001] Go',
  'vmware-vmsvc-root.log': '[2026-01-12T10:30:32.245Z] [ message] [vmsvc] Log caching is enabled\n',
  'vmware-hostd.log': '2026-01-12T10:30:32.245Z info hostd[1] [Originator@6876] Checkpointed\n',
  'vmware-authd.log': 'Jan 12 10:30:32 esx vmware-authd[12]: login from 10.0.0.1 as root\n',
};
for (const [name, text] of Object.entries(OTHERS)) {
  test(`${name} of another program is told, and fails nothing`, async (t) => {
    const root = await tempFolder(t);
    const bundle = await tarOf([
      [`var/log/vmware/${name}`, text],
      ['vmfs/volumes/ds1/db1/vmware.log', vmLog({})],
    ]);
    await plant(root, { [`db1/${name}`]: text, 'db1/vmware.log': vmLog({}), 'b.tar': bundle });
    for (const path of ['db1', 'b.tar']) {
      const { summary, vms, diagnostics } = await analyse(join(root, path));
      assert.deepEqual([summary.exitCode, summary.logs, vms.length, vms[0]?.vm], [0, 1, 1, 'db1']);
      assert.deepEqual(
        diagnostics.map(({ kind, severity }) => [kind, severity]),
        [['other-log', 'info']],
      );
    }
  });
}

test('an input that holds nothing else than logs of other programs is not proved, beside a good one too', async (t) => {
  const root = await tempFolder(t);
  await plant(root, {
    'db1/vmware.log': vmLog({}),
    'ui/a/vmware-ui-1.log': OTHERS['vmware-ui-4711.log'] ?? '',
    'ui.tar': await tarOf([['vmware-ui-1.log', OTHERS['vmware-ui-4711.log'] ?? '']]),
  });
  for (const name of ['ui', 'ui/', 'ui/a', 'ui.tar']) {
    const path = join(root, name);
    const alone = await analyse(path);
    const beside = await analyse([path, join(root, 'db1')]);
    for (const report of [alone, beside]) {
      assert.deepEqual([kindsOf(report), report.summary.exitCode], [['no-log', 'other-log'], 2], name);
      assert.equal(report.diagnostics[0]?.path, path);
    }
  }
  const whole = await analyse(root);
  assert.deepEqual([kindsOf(whole), whole.summary.exitCode], [['other-log', 'other-log'], 0]);
});

test('another program’s log with a stop in it is nobody else’s: the stop counts', async (t) => {
  const root = await tempFolder(t);
  const stop = unstunLine('I120', 9_600_000, { at: AT, thread: 'unity' });
  await plant(root, { 'db1/vmware-unity.log': logText([of('unity', 'hello', 'I120'), stop]) });
  const report = await analyse(root);
  assert.deepEqual([durationsOf(report), report.summary.exitCode], [[9_600_000], 1]);
});

test('a live log of another program may end in mid-line, a VM’s may not', async (t) => {
  const root = await tempFolder(t);
  const cut = (text: string) => text.trimEnd().slice(0, -2);
  await plant(root, {
    'ui/vmware-ui-1.log': cut(OTHERS['vmware-ui-4711.log'] ?? ''),
    'ui/vmware.log': vmLog({}),
    'db1/vmware (1).log': cut(vmLog({ renamed: 'x' })),
  });
  assert.deepEqual(kindsOf(await analyse(join(root, 'ui'))), ['other-log']);
  assert.deepEqual(kindsOf(await analyse(join(root, 'db1'))), ['cut-line']);
});

/** What is no log of any program, or a damaged one. */
const DAMAGED: Readonly<Record<string, readonly [string, string]>> = {
  'is empty': ['', 'foreign-file'],
  'is a page of HTML': ['<html><body>404 Not Found</body></html>\n', 'foreign-file'],
  'lost its stamps': ['vmx| I125: hello\nvcpu-0| I125: there\n', 'foreign-file'],
  'holds zeros': [`\0\0\0\0${vmLog({})}`, 'corrupt'],
  'holds other bytes': ['2026-01-12 10:00:00 \x01\x02\x03\n', 'foreign-file'],
};
for (const [what, [text, kind]] of Object.entries(DAMAGED)) {
  test(`a log that ${what} is told as such, and not taken for another program's`, async (t) => {
    const root = await tempFolder(t);
    await plant(root, { 'db1/vmware (1).log': text, 'db1/vmware.log': vmLog({}, { us: 9000 }) });
    const { diagnostics } = await analyse(root);
    assert.ok(diagnostics.some((one) => one.kind === kind && one.severity !== 'info'));
    assert.ok(!diagnostics.some((one) => one.kind === 'other-log'));
  });
}

test('a log beside a configuration is the VM’s, whatever it is named', async (t) => {
  const root = await tempFolder(t);
  await plant(root, { 'db1/vmware_db1.log': vmLog({}), 'db1/db1.vmx': 'displayName = "db1"\n' });
  assert.deepEqual(kindsOf(await analyse(root)), []);
});
