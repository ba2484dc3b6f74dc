import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { analyse, type Report } from 'stuntime';
import { tarOf, tgzOf } from '../laws/archives.js';
import { FIXTURES, shell, stuntime } from '../support/command.js';
import { plant, tempFolder } from '../support/temp.js';
import { zipBytes } from '../support/zip-bytes.js';

const read = (path: string) => readFileSync(join(FIXTURES, path));
const SCRIPT = read('guest/published/snapshot.log');
const VM_LOG = read('guest/published/vmware.log');

async function planted(
  t: TestContext,
  files: Readonly<Record<string, string | Uint8Array>>,
): Promise<string> {
  const folder = await tempFolder(t);
  await plant(folder, files);
  return folder;
}

/** The first freeze as the published example has it, and the exit code. */
function published({ freezes, summary }: Report): readonly unknown[] {
  return [freezes.length, freezes[0]?.instance, freezes[0]?.frozenUs, freezes[0]?.windowUs, summary.exitCode];
}

const WHOLE = [1, 'CLINPRD', 6_000_000, 5_000_000, 0];

test('guest logs are found in folders and archives by name or by content, beside logs of VMs', async (t) => {
  const members = [
    ['vm/vmware.log', VM_LOG],
    ['var/log/backup.txt', SCRIPT],
    ['var/log/other.txt', 'Nothing to see\n'],
  ] as const;
  const files = Object.fromEntries(members);
  const folder = await planted(t, {
    ...files,
    'in.tar': await tarOf(members),
    'in.tgz': await tgzOf(members),
    'in.zip': zipBytes(members.map(([name, content]) => ({ name, content }))).bytes,
  });
  for (const name of ['in.tar', 'in.tgz', 'in.zip'])
    assert.deepEqual(published(await analyse(join(folder, name))), WHOLE, name);
  const tree = await planted(t, files);
  assert.deepEqual(published(await analyse(tree)), WHOLE);
  assert.deepEqual(published(await analyse([join(tree, 'vm'), join(tree, 'var/log/backup.txt')])), WHOLE);
});

test('a named text is read whatever its first bytes are, another one if it is named as a guest log', async (t) => {
  const late = `${'Something of a shell\n'.repeat(100)}${SCRIPT}`;
  const folder = await planted(t, { 'vmware.log': VM_LOG, 'guest/a.txt': late, 'guest/b.bin': '\0\0\u0001' });
  const vm = join(folder, 'vmware.log');
  assert.deepEqual(published(await analyse([vm, join(folder, 'guest/a.txt')])), WHOLE);
  assert.equal((await analyse([folder])).freezes.length, 0);
  assert.deepEqual(published(await analyse(vm, { guest: join(folder, 'guest') })), WHOLE);
  assert.deepEqual(published(await analyse([folder], { guest: [folder] })), WHOLE);
});

test('a file with lines of a VM and of its guest loses neither', async (t) => {
  const folder = await planted(t, { 'both.txt': `${SCRIPT}${VM_LOG}`, 'other.txt': `${VM_LOG}${SCRIPT}` });
  for (const [name, options] of [
    ['both.txt', {}],
    ['other.txt', { guest: join(folder, 'other.txt') }],
  ] as const) {
    const report = await analyse(join(folder, name), options);
    assert.deepEqual([published(report), report.summary.stops], [WHOLE, 4], name);
  }
});

test('a guest log alone ends in 2: no stop is proved', async (t) => {
  const folder = await planted(t, { 'snapshot.log': SCRIPT });
  for (const path of [folder, join(folder, 'snapshot.log')]) {
    const { code, stdout } = await stuntime([path]);
    assert.equal(code, 2);
    assert.match(stdout, / {2}6\.000 s {2}5\.000 s {2}thawed/);
    assert.match(stdout, /Nothing proved: no VMware log was read\./);
  }
  assert.equal((await analyse([], { guest: folder })).summary.exitCode, 2);
});

test('a guest log may come through a pipe', async () => {
  const log = join(FIXTURES, 'guest/published/snapshot.log');
  const vm = join(FIXTURES, 'guest/published/vmware.log');
  const { stdout } = await shell(`cat "${log}" | stuntime - "${vm}" -f json`);
  assert.deepEqual(published(JSON.parse(stdout)), WHOLE);
  const asGuest = await shell(`cat "${log}" | stuntime --guest - "${vm}" -f json`);
  assert.deepEqual(published(JSON.parse(asGuest.stdout)), WHOLE);
  const alone = await shell(`cat "${log}" | stuntime --guest - -f json`);
  assert.deepEqual(published(JSON.parse(alone.stdout)), [...WHOLE.slice(0, 4), 2]);
});

test('a large guest log is read in a worker, in the same words', async (t) => {
  const filler =
    '01/04/17-10:00:00:000 (1) 0 [Generic.Event] Something happened that is of no interest here\n';
  const console = read('guest/cache/cconsole.log');
  const long = Buffer.concat([Buffer.from(filler.repeat(400_000)), console]);
  const other = Buffer.concat([long, Buffer.from(filler)]);
  const folder = await planted(t, { 'a/cconsole.log': long, 'b/cconsole.log': other, 'vmware.log': VM_LOG });
  const report = await analyse(folder);
  assert.deepEqual(
    report.freezes.map(({ frozenUs, source }) => [frozenUs, source.slice(folder.length)]),
    [
      [6_025_000, '/a/cconsole.log'],
      [6_025_000, '/b/cconsole.log'],
    ],
  );
});

test('a cut archive tells the guest log that it holds, and that it is cut', async (t) => {
  const tgz = await tgzOf([
    ['var/log/snapshot.log', SCRIPT],
    ['vm/vmware.log', VM_LOG],
  ]);
  const folder = await planted(t, { 'cut.tgz': tgz.subarray(0, tgz.length - 200) });
  const { freezes, summary, diagnostics } = await analyse(join(folder, 'cut.tgz'));
  assert.equal(summary.exitCode, 2);
  assert.ok(diagnostics.some(({ kind }) => kind === 'cut-short'));
  assert.ok(freezes.length <= 1);
});

test('a named file that tells nothing of a guest is what it was: no log, and its words of a stop are told', async (t) => {
  const stop = 'vm stopped for 18832405 us';
  const folder = await planted(t, {
    'vmware.log': VM_LOG,
    'relayed.log': `2021-11-03T22:30:22.119Z esx1 vmx: vcpu-0| I125: Checkpoint_Unstun: ${stop}\n`,
    'app.log': '2021-11-03 22:30:11,123 INFO main: UI seems to freeze\n',
    'messages.log': `[2021-11-03T22:30:22.119] db1: VM was stopped for 18832405 us\n`,
    'guest/messages.log': `${SCRIPT}2021-11-03T22:30:22.119Z esx1 vmx: vcpu-0| I125: Checkpoint_Unstun: ${stop}\n`,
  });
  const vm = join(folder, 'vmware.log');
  const kinds = async (name: string) => {
    const { summary, diagnostics } = await analyse([vm, join(folder, name)]);
    assert.equal(summary.exitCode, 2, name);
    return diagnostics.filter(({ path }) => path.endsWith(name)).map(({ kind }) => kind);
  };
  assert.deepEqual(await kinds('relayed.log'), ['not-a-log', 'unread-stop']);
  assert.deepEqual(await kinds('app.log'), ['not-a-log']);
  assert.deepEqual(await kinds('messages.log'), ['not-a-log']);
  assert.deepEqual(await kinds('guest/messages.log'), ['unread-stop', 'guest-clock', 'guest-log']);
});

test('a guest log is told where it holds no line of a known form, and read whatever its name is if the user asks', async (t) => {
  const folder = await planted(t, {
    'vm/vmware.log': VM_LOG,
    'g/snapshot.log': 'H20152 IS FROZEN\n',
    'g/vmware-freeze.log': SCRIPT,
  });
  const found = await analyse(join(folder, 'vm'), { guest: join(folder, 'g') });
  assert.deepEqual(published(found), WHOLE);
  const { diagnostics, summary } = await analyse(
    [join(folder, 'vm'), join(folder, 'g/snapshot.log')].slice(0, 1),
    {
      guest: join(folder, 'g/snapshot.log'),
    },
  );
  assert.deepEqual([diagnostics.map(({ kind }) => kind), summary.exitCode], [['no-guest-log'], 0]);
});

test('zeros in a guest log that nobody named keep no run from being a proof', async (t) => {
  const holed = Buffer.concat([SCRIPT, Buffer.alloc(5000), SCRIPT]);
  const folder = await planted(t, { 'vmware.log': VM_LOG, 'g/snapshot.log': holed });
  const { summary, diagnostics } = await analyse(folder);
  assert.equal(summary.exitCode, 0);
  assert.ok(diagnostics.some(({ kind }) => kind === 'unread-companion'));
  // Where every text is read, one may be a VM's log.
  const asked = await planted(t, { 'g/a.txt': Buffer.concat([VM_LOG, Buffer.alloc(5000), VM_LOG]) });
  assert.equal((await analyse([], { guest: asked })).summary.exitCode, 2);
});

test('names that every object has are no markers, in a worker too', async (t) => {
  const line = '11/03/21-23:00:00:004 (2301) 0 [Generic.Event] Purged 2 journal files of yesterday\n';
  const log = `${line.repeat(110_000)}toString\nconstructor\n`;
  const folder = await planted(t, {
    'a/messages.log': log,
    'b/messages.log': `${log}${line}`,
    'vmware.log': VM_LOG,
  });
  const { diagnostics, freezes } = await analyse(folder);
  assert.equal(diagnostics.filter(({ kind }) => kind === 'guest-log').length, 2);
  assert.deepEqual(freezes, []);
});

test('without a path nothing is read from a device', async () => {
  const guest = join(FIXTURES, 'guest/published');
  const { code, stdout } = await shell(`stuntime --guest "${guest}" < /dev/null`);
  assert.equal(code, 0);
  assert.match(stdout, /^Stops \(4\)/m);
});
