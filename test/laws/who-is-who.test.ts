import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import { type AnalysisOptions, analyse } from 'stuntime';
import { headerLine, line, logText, unstunLine } from '../support/log-lines.js';
import { plant, tempFolder } from '../support/temp.js';
import { type Members, tarOf } from './archives.js';
import { reportOn } from './one-log.js';
import { anyOrder, runs } from './runs.js';

const AT = new Date('2024-03-07T20:00:00Z');
const ROOT = 'esx-a.example.net-2024-03-08--10.00-2100456';
const VOLUME = '5a1b2c3d-1234abcd-0a1b-001122334455';
const VSAN = 'vsan:525731262becee94-187a12b3670f1951/3e6aee69-1a70-96ba-d4e6-3868dd1ad2e0';
const header = headerLine('I125', AT);
const stop = unstunLine('I125', 300_000, { at: AT });
const LOG = logText([header, stop]);
const told = (name: string) =>
  logText([header, stop, line('I125', { at: AT, message: `ConfigDB: Setting displayName = "${name}"` })]);
const vmx = (name: string) => `.encoding = "UTF-8"\ndisplayName = "${name}"\n`;
const processes = (path: string, name: string) =>
  `x\n   World ID: 1\n   Display Name: ${name}\n   Config File: /vmfs/volumes/${path}\n`;

/** Members of one bundle's archive, and the names of its VMs. */
const BUNDLES: readonly (readonly [string, Members, readonly string[]])[] = [
  ['the folder, where nothing tells', [[`vmfs/volumes/ds1/db1/vmware.log`, LOG]], ['db1']],
  [
    'the process list before the folder, by a label',
    [
      ['vmfs/volumes/ds1/db1/vmware.log', LOG],
      ['commands/localcli_vm-process-list.txt', processes('ds1/db1/db1.vmx', 'DB One')],
    ],
    ['DB One'],
  ],
  [
    'the log before the process list',
    [
      ['vmfs/volumes/ds1/db1/vmware.log', told('told')],
      ['commands/localcli_vm-process-list.txt', processes('ds1/db1/db1.vmx', 'DB One')],
    ],
    ['told'],
  ],
  [
    'the .vmx before the log',
    [
      ['vmfs/volumes/ds1/db1/vmware.log', told('told')],
      ['vmfs/volumes/ds1/db1/db1.vmx', vmx('now')],
    ],
    ['now'],
  ],
  [
    'the .vmx in a UUID folder on vSAN',
    [
      [`vmfs/volumes/${VSAN}/vmware.log`, LOG],
      [`vmfs/volumes/${VSAN}/friendly.vmx`, vmx('データ基盤')],
    ],
    ['データ基盤'],
  ],
  [
    'the process list in JSON for a UUID folder on vSAN',
    [
      [`vmfs/volumes/${VSAN}/vmware.log`, LOG],
      [
        'json/localcli_vm-process-list.json',
        JSON.stringify([{ ConfigFile: `/vmfs/volumes/${VSAN}/x.vmx`, DisplayName: 'v "1"' }]),
      ],
    ],
    ['v "1"'],
  ],
  [
    'of several .vmx that of the folder’s name',
    [
      ['vmfs/volumes/ds1/db1/vmware.log', LOG],
      ['vmfs/volumes/ds1/db1/a.vmx', vmx('a')],
      ['vmfs/volumes/ds1/db1/DB1.vmx', vmx('right')],
    ],
    ['right'],
  ],
  [
    'of several .vmx that of the process list',
    [
      ['vmfs/volumes/ds1/db1/vmware.log', LOG],
      ['vmfs/volumes/ds1/db1/z.vmx', vmx('right')],
      ['vmfs/volumes/ds1/db1/db1.vmx', vmx('old')],
      ['commands/localcli_vm-process-list.txt', processes('ds1/db1/z.vmx', 'another')],
    ],
    ['right'],
  ],
  [
    'of several .vmx else the first',
    [
      ['vmfs/volumes/ds1/db1/vmware.log', LOG],
      ['vmfs/volumes/ds1/db1/z.vmx', vmx('z')],
      ['vmfs/volumes/ds1/db1/c.vmx', vmx('c')],
    ],
    ['c'],
  ],
  [
    'no .vmx of another folder',
    [
      ['vmfs/volumes/ds1/db1/vmware.log', LOG],
      ['vmfs/volumes/ds2/db1/db1.vmx', vmx('other')],
      ['vmfs/volumes/ds1/db1/sub/db1.vmx', vmx('other')],
    ],
    ['db1'],
  ],
];
for (const [what, members, names] of BUNDLES) {
  test(`the name is that of ${what}, whatever the order, with or without a root`, async () => {
    await fc.assert(
      fc.asyncProperty(anyOrder(members), fc.constantFrom('', `${ROOT}/`), async (mixed, root) => {
        const tar = await tarOf(mixed.map(([name, content]) => [`${root}${name}`, content]));
        const report = await reportOn(tar);
        assert.deepEqual(
          report.vms.map(({ vm }) => vm),
          names,
        );
      }),
      runs(6),
    );
  });
}

test('an unpacked bundle, a copied folder and an archive of one folder’s files tell names as well', async (t) => {
  const root = await tempFolder(t);
  await plant(root, {
    [`a/${ROOT}/vmfs/volumes/ds1/db1/vmware.log`]: LOG,
    [`a/${ROOT}/vmfs/volumes/ds1/db1/db1.vmx`]: vmx('One'),
    'b/copied/vmware.log': logText([header, unstunLine('I125', 300_001, { at: AT })]),
    'b/copied/any.vmx': vmx('Two'),
    'c.tar': await tarOf([
      ['vmware.log', logText([header, unstunLine('I125', 300_002, { at: AT })])],
      ['any.vmx', vmx('Three')],
    ]),
  });
  const report = await analyse([root], { sort: 'vm' });
  assert.deepEqual(
    report.vms.map(({ vm, hosts }) => [vm, hosts]),
    [
      ['One', ['a.example.net']],
      ['Three', []],
      ['Two', []],
    ],
  );
  assert.equal(report.summary.complete, true);
});

test('a .vmx that the user names is read as a log, and says nothing of a name', async (t) => {
  const root = await tempFolder(t);
  await plant(root, { 'db1/vmware.log': LOG, 'db1/db1.vmx': vmx('One') });
  const report = await analyse([join(root, 'db1/vmware.log'), join(root, 'db1/db1.vmx')]);
  assert.deepEqual(
    report.diagnostics.map(({ kind }) => kind),
    ['not-a-log'],
  );
  assert.equal(report.vms[0]?.vm, 'db1');
});

const BOTH = {
  first: [
    [`esx-a-2024-03-08--10.00-1/vmfs/volumes/${VOLUME}/db1/vmware-1.log`, LOG],
    [`esx-a-2024-03-08--10.00-1/vmfs/volumes/${VOLUME}/db1/db1.vmx`, vmx('old')],
    [
      'esx-a-2024-03-08--10.00-1/commands/uname_-a.txt',
      'VMkernel a.net 6.7.0 #1 SMP Release build-8169922 x\n',
    ],
  ],
  second: [
    [
      `esx-b.net-2024-03-09--10.00/vmfs/volumes/${VOLUME}/db1/vmware.log`,
      logText([unstunLine('I125', 5000, { at: new Date('2024-03-08T20:00:00Z') })]),
    ],
    ['esx-b.net-2024-03-09--10.00/etc/vmware/.buildInfo', 'BUILDNUMBER:24\n'],
    ['esx-b.net-2024-03-09--10.00/commands/vmware_-vl.txt', 'VMware ESXi 8.0.2 build-24\n'],
  ],
} as const satisfies Record<string, Members>;

test('one VM in two hosts’ bundles is one VM with two hosts', async (t) => {
  const root = await tempFolder(t);
  await plant(root, { 'a.tar': await tarOf(BOTH.first), 'b.tar': await tarOf(BOTH.second) });
  const paths = ['a.tar', 'b.tar'].map((name) => join(root, name));
  const report = await analyse(paths);
  assert.deepEqual(
    report.vms.map(({ vm, hosts, products }) => ({ vm, hosts, products })),
    [{ vm: 'old', hosts: ['a.net', 'b.net'], products: ['ESX 7.0.0 build-17839012'] }],
  );
  assert.deepEqual(await analyse(paths.toReversed()), report);
});

test('where no log tells the product, its host’s bundle does', async () => {
  const { vms } = await reportOn(await tarOf(BOTH.second));
  assert.deepEqual(vms[0]?.products, ['ESX 8.0.2 build-24']);
});

test('an obfuscated host has no name', async () => {
  const root = `esx-${'0f'.repeat(20)}-2024-03-08--10.00-1`;
  const { vms } = await reportOn(await tarOf([[`${root}/vmfs/volumes/ds1/db1/vmware.log`, LOG]]));
  assert.deepEqual(vms[0]?.hosts, []);
});

test('--vm asks for a VM by any of its names', async () => {
  const tar = await tarOf([
    ['vmfs/volumes/ds1/folder/vmware.log', told('told')],
    ['vmfs/volumes/ds1/folder/x.vmx', vmx('now')],
    ['commands/localcli_vm-process-list.txt', processes('ds1/folder/x.vmx', 'ran')],
  ]);
  for (const name of ['told', 'now', 'ran', 'folder']) {
    const options: AnalysisOptions = { vm: [name] };
    const report = await reportOn(tar, { options });
    assert.deepEqual([report.vms[0]?.vm, report.stops.length], ['now', 1], name);
  }
});
