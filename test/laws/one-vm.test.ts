import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import { type AnalysisOptions, analyse } from 'stuntime';
import { headerLine, line, logText, moment, unstunLine } from '../support/log-lines.js';
import { plant, tempFolder } from '../support/temp.js';
import { type Identity, uuidOf, vmLog } from '../support/vm-logs.js';
import { tarOf } from './archives.js';
import { durationsOf, kindsOf, reportOn } from './one-log.js';
import { anyOrder, runs } from './runs.js';

const VOLUME = '/vmfs/volumes/5a1b2c3d-1234abcd-0a1b-001122334455';
const OTHER_VOLUME = '/vmfs/volumes/6a1b2c3d-1234abcd-0a1b-001122334455';
const A = { name: 'db1', vmx: `${VOLUME}/db1/db1.vmx`, bios: '0a', location: '1a' } as const;
const MOVED = { vmx: `${OTHER_VOLUME}/db1/db1.vmx`, location: '1b' };

/** What an older and a newer log of one rotation tell, and whether they are one VM's, two VMs' or perhaps either. */
const PAIRS: Readonly<Record<string, readonly [Identity, Identity, 'one' | 'two' | 'unsure']>> = {
  nothing: [{}, {}, 'one'],
  'all and nothing': [A, {}, 'one'],
  'the same': [A, A, 'one'],
  'a rename': [A, { ...A, name: 'db2' }, 'one'],
  'a move': [A, { ...A, ...MOVED }, 'one'],
  'a rename and a move': [A, { ...A, ...MOVED, name: 'db2' }, 'one'],
  'a rename of the configuration’s VM': [{ vmx: A.vmx, name: 'a' }, { vmx: A.vmx, name: 'b' }, 'one'],
  'another identifier': [A, { ...A, bios: '0b' }, 'two'],
  'another identifier under one name': [{ name: 'a', bios: '0a' }, { name: 'a', bios: '0b' }, 'two'],
  'other configurations and names': [{ vmx: '/a/a.vmx', name: 'a' }, { vmx: '/b/b.vmx', name: 'b' }, 'two'],
  'another configuration of one name': [
    { vmx: '/a/a.vmx', name: 'a' },
    { vmx: '/b/a.vmx', name: 'a' },
    'unsure',
  ],
  'other names': [{ name: 'a' }, { name: 'b' }, 'unsure'],
  'another place': [{ location: '1a' }, { location: '1b' }, 'unsure'],
  'one place': [{ location: '1a', name: 'a' }, { location: '1a', name: 'b' }, 'one'],
  'another swap file': [{ swap: `${VOLUME}/a/x.vswp` }, { swap: `${VOLUME}/b/x.vswp` }, 'unsure'],
  'the swap file’s folder': [{ vmx: `${VOLUME}/a/a.vmx` }, { swap: `${VOLUME}/a/x.vswp` }, 'one'],
  'a rename that is logged': [{ name: 'a', renamed: 'b' }, { name: 'b' }, 'one'],
  'a rename in a piece without a header': [{ name: 'a' }, { renamed: 'b' }, 'one'],
  'a former name that is not told': [{ renamed: 'a' }, { name: 'b' }, 'unsure'],
  'what does not meet': [{ name: 'a' }, { bios: '0a' }, 'one'],
};
for (const [what, [older, newer, verdict]] of Object.entries(PAIRS)) {
  test(`two logs of a rotation that tell ${what} are ${verdict === 'unsure' ? 'kept apart, with a warning' : `of ${verdict}`}`, async (t) => {
    const root = await tempFolder(t);
    const logs = [vmLog(older, { us: 1000 }), vmLog(newer, { us: 2000, hour: 1 })] as const;
    await plant(root, { 'logs/vmware-1.log': logs[0], 'logs/vmware-2.log': logs[1] });
    const tar = await tarOf([
      ['logs/vmware-2.log', logs[1]],
      ['logs/vmware-1.log', logs[0]],
    ]);
    await plant(root, { 'logs.tar': tar, 'both.txt': logs.join('') });
    const kind = { one: [], two: ['several-vms'], unsure: ['unsure-vm'] }[verdict];
    for (const path of ['logs', 'logs.tar', 'both.txt']) {
      const report = await analyse(join(root, path));
      assert.equal(report.vms.length, verdict === 'one' ? 1 : 2, path);
      const kinds = kindsOf(report).filter((one) => one !== 'no-current-log');
      assert.deepEqual([kinds, durationsOf(report)], [kind, [1000, 2000]], path);
    }
  });
}

test('files that only differ in a number are of VMs of their own, by their whole stems', async (t) => {
  const root = await tempFolder(t);
  const files = [
    'iris-1.log',
    'iris-2.log',
    'db-01.txt',
    'db-02.txt',
    'srv-01',
    'x.log.1',
    'x.log',
    'y.txt.gz',
  ];
  await plant(root, Object.fromEntries(files.map((name, i) => [name, vmLog({}, { us: 1000 + i, hour: i })])));
  const report = await analyse(
    files.map((name) => join(root, name)),
    { sort: 'vm' },
  );
  assert.deepEqual(
    report.vms.map(({ vm, stops }) => [vm, stops]),
    ['db-01', 'db-02', 'iris-1', 'iris-2', 'srv-01', 'x', 'x.log.1', 'y'].map((vm) => [vm, 1]),
  );
  assert.deepEqual(kindsOf(report), []);
});

test('a copied line is of the VM whose log its grep prefix names', async () => {
  const lines = ['iris-1.log', 'iris-2.log', 'db-01.txt', 'vmware_a.log', 'vmware-1.log', 'vmware.log'].map(
    (name, i) =>
      `${name}:${unstunLine('I125', 1000 + i, { at: moment('2026-01-12T00:00:00Z', i * 600_000) })}`,
  );
  const report = await reportOn(logText(lines), { options: { sort: 'vm' } });
  assert.deepEqual(
    report.vms.map(({ vm, stops }) => [vm, stops]),
    [
      ['db-01', 1],
      ['iris-1', 1],
      ['iris-2', 1],
      ['stdin', 2],
      ['vmware_a', 1],
    ],
  );
});

test('the logs of several VMs behind one another are told apart, and what tells nothing stays where it stands', async () => {
  const piece = (us: number, hour: number) => vmLog({}, { us, hour, headed: false });
  const logs = [
    piece(1, 0),
    vmLog(A, { us: 2, hour: 1 }),
    vmLog({}, { us: 3, hour: 2 }),
    vmLog({ ...A, name: 'b', bios: '0b' }, { us: 4, hour: 3 }),
    piece(5, 4),
    vmLog({ ...A, name: 'new' }, { us: 6, hour: 5 }),
  ];
  const report = await reportOn(logs.join(''), { options: { sort: 'vm' } });
  assert.deepEqual(
    report.vms.map(({ vm }) => [
      vm,
      report.stops.filter((stop) => stop.vm === vm).map((stop) => stop.stoppedUs),
    ]),
    [
      ['b', [4, 5]],
      ['new', [1, 2, 3, 6]],
    ],
  );
  assert.deepEqual([kindsOf(report), report.summary.logs], [['several-vms'], 1]);
});

test('another VM begins where its configuration is told, though its header was left out', async () => {
  const dump = (vm: string) => [
    line('I125', {
      at: moment('2026-01-12T00:00:00Z'),
      thread: 'vmx',
      message: `DICT  displayName = "${vm}"`,
    }),
    unstunLine('I125', 1000, { at: moment('2026-01-12T01:00:00Z') }),
  ];
  const report = await reportOn(logText([...dump('a'), ...dump('b')]));
  assert.equal(report.vms.length, 2);
});

test('a VM whose product records no stops is not proved by another’s log in the same file', async () => {
  const at = moment('2026-01-12T00:00:00Z');
  const say = (message: string) => line('I005', { at, thread: 'vmx', message });
  const laptop = logText([headerLine('I005', at), say('DICT --- CONFIGURATION C:\\vm\\laptop.vmx')]);
  const report = await reportOn(laptop + vmLog(A), { options: { sort: 'vm' } });
  assert.deepEqual(
    report.vms.map(({ vm, recordsStops }) => [vm, recordsStops]),
    [
      ['db1', true],
      ['stdin', false],
    ],
  );
  assert.ok(kindsOf(report).includes('not-recorded'));
});

for (const key of ['displayName', 'displayname', 'DISPLAYNAME', 'DisplayName', 'dIsPlAyNaMe']) {
  test(`the name under the key ${key} is read, however far from the beginning`, async () => {
    const at = moment('2026-01-12T00:00:00Z');
    const say = (message: string) => line('I125', { at, thread: 'vmx', message });
    const noise = Array.from({ length: 200 }, (_, i) => say(`noise ${i}`));
    const told = logText([...noise, say(`DICT               ${key} = "Project-IT"`), ...noise]);
    assert.equal((await reportOn(told)).vms[0]?.vm, 'Project-IT');
  });
}

test('the identifier of the host is nobody’s', async (t) => {
  const root = await tempFolder(t);
  const smbios = (digits: string, hour: number) => {
    const message = `UUID: SMBIOS UUID is reported as '${uuidOf(digits)}'.`;
    return (
      vmLog({ name: 'a' }, { hour }) +
      logText([line('I125', { at: moment('2026-01-12T03:00:00Z'), message })])
    );
  };
  await plant(root, { 'a/vmware-1.log': smbios('0a', 0), 'a/vmware.log': smbios('0b', 1) });
  assert.equal((await analyse(root)).vms.length, 1);
});

test('a log of the same configuration elsewhere is the same VM’s, whatever it is named', async (t) => {
  const root = await tempFolder(t);
  await plant(root, {
    'db1/vmware.log': vmLog(A, { us: 1000 }),
    'saved/old (2).txt': vmLog(A, { us: 2000, hour: 1 }),
    'windows/a.log': vmLog({ vmx: 'C:\\VMs\\db\\db.vmx', bios: '0c', name: 'w' }, { us: 3000 }),
    'windows/b.log': vmLog({ vmx: 'c:/vms/DB/db.vmx', bios: '0c', name: 'w' }, { us: 4000, hour: 1 }),
  });
  const paths = ['db1/vmware.log', 'saved/old (2).txt', 'windows/a.log', 'windows/b.log'];
  const report = await analyse(paths.map((path) => join(root, path)));
  assert.deepEqual(
    report.vms.map(({ vm, logs }) => [vm, logs.length]),
    [
      ['w', 2],
      ['db1', 2],
    ],
  );
});

test('a clone that kept the identifier, and a machine with the same path, are other VMs', async (t) => {
  const root = await tempFolder(t);
  await plant(root, {
    'a.log': vmLog(A, { us: 1000 }),
    'b.log': vmLog({ ...A, ...MOVED, name: 'clone' }, { us: 1000 }),
    'c.log': vmLog({ vmx: 'C:\\VMs\\db\\db.vmx', bios: '0c', name: 'db' }, { us: 1000 }),
    'd.log': vmLog({ vmx: 'C:\\VMs\\db\\db.vmx', bios: '0d', name: 'db' }, { us: 1000 }),
  });
  const report = await analyse(['a', 'b', 'c', 'd'].map((name) => join(root, `${name}.log`)));
  assert.equal(report.vms.length, 4);
});

test('two bundles with a VM of one folder and one stop, but two identifiers, are of two', async (t) => {
  const root = await tempFolder(t);
  const at = 'vmfs/volumes/ds1/db1/vmware.log';
  await plant(root, {
    'a.tar': await tarOf([[at, vmLog({ name: 'db1', bios: '0a' })]]),
    'b.tar': await tarOf([[at, vmLog({ name: 'db1', bios: '0b' })]]),
  });
  const report = await analyse(root);
  const paths = report.vms.map(({ vmPath }) => vmPath);
  assert.deepEqual(
    paths,
    ['a', 'b'].map((name) => `${join(root, name)}.tar!/vmfs/volumes/ds1/db1`),
  );
});

test('the configuration in a folder of several VMs names none of them', async (t) => {
  const root = await tempFolder(t);
  await plant(root, {
    'logs/vmware-1.log': vmLog({ bios: '0a' }, { us: 1000 }),
    'logs/vmware-2.log': vmLog({ bios: '0b' }, { us: 1000 }),
    'logs/x.vmx': 'displayName = "x"\n',
  });
  const report = await analyse(root, { sort: 'vm' });
  assert.deepEqual(
    report.vms.map(({ vm }) => vm),
    ['vmware-1', 'vmware-2'],
  );
});

test('what agrees with two VMs that contradict each other goes to neither', async (t) => {
  const root = await tempFolder(t);
  await plant(root, {
    'logs/vmware-1.log': vmLog({ name: 'db', bios: '0a' }, { hour: 0 }),
    'logs/vmware-2.log': vmLog({ name: 'db', bios: '0b' }, { hour: 1 }),
    'logs/vmware-3.log': vmLog({ name: 'db' }, { hour: 2 }),
    'logs/vmware-4.log': vmLog({}, { hour: 3, headed: false }),
  });
  const report = await analyse(root);
  assert.deepEqual([report.vms.length, kindsOf(report)], [4, ['unsure-vm']]);
  assert.match(
    report.diagnostics[0]?.message ?? '',
    /db \(0a0a.*\) in vmware-1\.log, .* vmware-4 in vmware-4\.log/,
  );
});

test('a number that another VM’s log bears is not missing', async (t) => {
  const root = await tempFolder(t);
  await plant(root, {
    'logs/vmware-1.log': vmLog({ name: 'a', bios: '0a' }, { hour: 0 }),
    'logs/vmware-2.log': vmLog({ name: 'b', bios: '0b' }, { hour: 1 }),
    'logs/vmware-3.log': vmLog({ name: 'a', bios: '0a' }, { hour: 2 }),
    'logs/vmware-6.log': vmLog({ name: 'b', bios: '0b' }, { hour: 3 }),
  });
  const { diagnostics } = await analyse(root);
  assert.deepEqual(
    diagnostics.map(({ kind, path }) => [kind, path]),
    [
      ['missing-log', join(root, 'logs/vmware-4.log')],
      ['several-vms', join(root, 'logs')],
    ],
  );
});

test('logs beside others that tell nothing are of VMs of their own, with a warning', async (t) => {
  const root = await tempFolder(t);
  await plant(root, {
    'db1/vmware.log': vmLog(A, { hour: 1 }),
    'db1/vmware (1).log': vmLog({}, { us: 1000 }),
    'db1/vmware-old.log': vmLog({ name: 'sure' }, { us: 2000 }),
    'db2/vmware-alone.log': vmLog({}, { us: 3000 }),
  });
  const report = await analyse(root, { sort: 'vm' });
  assert.deepEqual(
    report.vms.map(({ vm }) => vm),
    ['db1', 'sure', 'vmware (1)', 'vmware-alone'],
  );
  assert.deepEqual(
    report.diagnostics.map(({ kind, path }) => [kind, path]),
    [['unsure-vm', join(root, 'db1')]],
  );
  assert.match(report.diagnostics[0]?.message ?? '', /whose vmware \(1\)\.log is/);
  const options: AnalysisOptions = { vm: ['db1'] };
  assert.deepEqual(durationsOf(await analyse(root, options)), [1000, 2000, 100_000]);
});

const anyIdentity: fc.Arbitrary<Identity> = fc.record(
  {
    name: fc.constantFrom('a', 'b'),
    vmx: fc.constantFrom(`${VOLUME}/a/a.vmx`, '/vmfs/volumes/ds1/b/b.vmx'),
    bios: fc.constantFrom('0a', '0b'),
    location: fc.constantFrom('1a', '1b'),
    swap: fc.constantFrom(`${VOLUME}/a/x.vswp`, '/vmfs/volumes/ds1/b/x.vswp'),
    renamed: fc.constantFrom('a', 'c'),
  },
  { requiredKeys: [] },
);

test('no order of inputs changes who is who; every stop counts once, under a VM that no other has the name and path of', async (t) => {
  const root = await tempFolder(t);
  let count = 0;
  const names = ['vmware.log', 'vmware-1.log', 'vmware-2.log', 'vmware (1).log', 'x-1.log', 'x-2.log'];
  const anyFiles = fc
    .array(fc.tuple(fc.array(anyIdentity, { minLength: 1, maxLength: 3 }), fc.boolean()), {
      minLength: names.length,
      maxLength: names.length,
    })
    .chain((all) => fc.tuple(fc.constant(all), anyOrder(names)));
  await fc.assert(
    fc.asyncProperty(anyFiles, async ([all, mixed]) => {
      const folder = join(root, String(count++));
      let us = 0;
      const files = all.map(([identities, headed], i): [string, string] => [
        names[i] ?? '',
        identities.map((identity) => vmLog(identity, { hour: us, us: 1000 + us++, headed })).join(''),
      ]);
      await plant(folder, Object.fromEntries(files));
      const report = await analyse(names.map((name) => join(folder, name)));
      assert.deepEqual(await analyse(mixed.map((name) => join(folder, name))), report);
      assert.deepEqual(
        durationsOf(report),
        Array.from({ length: us }, (_, i) => 1000 + i),
      );
      const keys = report.vms.map(({ vm, vmPath }) => `${vm}\n${vmPath}`);
      assert.equal(new Set(keys).size, keys.length);
      for (const stop of report.stops) assert.ok(keys.includes(`${stop.vm}\n${stop.vmPath}`));
    }),
    runs(60),
  );
});
