import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { readArguments } from '../../src/cli/args.js';
import { IN_SETTINGS } from '../../src/cli/options.js';
import { UsageError } from '../../src/settings/usage-error.js';
import { FIXTURES, stuntime } from '../support/command.js';
import { tempFolder } from '../support/temp.js';

type Files = Readonly<Record<string, unknown>>;

test('the nearest settings count: of the working folder, or of one above it', async (t) => {
  const root = await folderWith(t, {
    '.stuntimerc.json': { qos: '3s' },
    'a/package.json': { name: 'a' },
    'a/b/package.json': { stuntime: { qos: 4000 } },
  });
  await mkdir(join(root, 'a/b/c'));
  assert.equal(qosIn([], root), 3000);
  assert.equal(qosIn([], join(root, 'a')), 3000);
  assert.equal(qosIn([], join(root, 'a/b/c')), 4000);
  assert.equal(qosIn(['--no-config'], root), 8000);
  assert.equal(qosIn(['--config', join(root, '.stuntimerc.json')], join(root, 'a/b')), 3000);
});

test('of two in one folder, the file of its own counts', async (t) => {
  const root = await folderWith(t, {
    '.stuntimerc.json': { qos: '3s' },
    'package.json': { stuntime: { qos: '4s' } },
  });
  assert.equal(qosIn([], root), 3000);
});

test('an option of the command line wins, and over what would contradict it', async (t) => {
  const root = await folderWith(t, {
    '.stuntimerc.json': {
      cpf: 'x.cpf',
      strict: true,
      'fail-on': 'never',
      explain: true,
      vms: [{ match: 'a', qos: '1s', role: 'backup' }],
    },
  });
  const { analysis } = settingsIn(['-q', '9s', '--allow-partial', '--fail-on=near-half', '-f', 'json'], root);
  const { policy, cpf, roles, timeouts } = analysis;
  assert.deepEqual(
    [policy.qosUs, policy.qosSource, policy.failOn, policy.strict, policy.allowPartial, cpf],
    [9_000_000, 'flag', 'near-half', false, true, null],
  );
  assert.deepEqual([roles, timeouts], [[{ role: 'backup', glob: 'a' }], []]);
  const others = settingsIn(['--role', 'arbiter=b', '--no-strict'], root).analysis;
  assert.deepEqual(others.roles, [{ role: 'arbiter', glob: 'b' }]);
  assert.deepEqual(others.timeouts, [{ glob: 'a', qosUs: 1_000_000 }]);
  assert.equal(others.policy.strict, false);
  assert.deepEqual(settingsIn(['--profile', 'patroni'], root).analysis.roles, []);
});

test('files in settings lie beside them', async (t) => {
  const root = await folderWith(t, { '.stuntimerc.json': { cpf: 'mirror/iris.cpf', guest: ['g', '/g'] } });
  await mkdir(join(root, 'sub'));
  const { cpf, guests } = settingsIn([], join(root, 'sub')).analysis;
  assert.equal(cpf?.path, '../mirror/iris.cpf');
  assert.deepEqual(
    guests.paths.map((path) => join(root, 'sub', path) === join(root, 'g') || path.endsWith('../g')),
    [true, true],
  );
});

for (const [settings, complaint] of [
  [{ qos: 'abc' }, /^"qos" in \.stuntimerc\.json "abc" is not accepted/],
  [{ qos: {} }, /^"qos" in \.stuntimerc\.json is an object: it takes a string or a number$/],
  [{ top: 'x' }, /^"top" in \.stuntimerc\.json "x" is not accepted/],
  [{ strict: 'yes' }, /^"strict" in \.stuntimerc\.json is a string: it takes true or false$/],
  [{ vm: ['a', 1] }, /^"vm" in \.stuntimerc\.json is a number/],
  [{ failOn: 'never' }, /^unknown key "failOn" .* \(did you mean fail-on\?\)$/],
  [{ __proto__x: 1 }, /^unknown key "__proto__x"/],
  [{ output: 'r.txt' }, /^"output" in ".stuntimerc.json" has no effect: it is for the command line$/],
  [[], /^the settings in ".stuntimerc.json" is an array: it takes an object$/],
  [{ qos: '8s', cpf: 'a' }, /both give a QoS timeout/],
  [{ vms: {} }, /^"vms" in \.stuntimerc\.json is an object: it takes an array of objects$/],
  [{ vms: [{ qos: '8s' }] }, /^"vms\[0\]\.match" in \.stuntimerc\.json is missing/],
  [{ vms: [{ match: 'a', qos: '0' }] }, /^"vms\[0\]\.qos" in \.stuntimerc\.json "0" is not accepted/],
  [{ vms: [{ match: 'a', role: 'king' }] }, /^"vms\[0\]\.role" in .* "king" is not accepted/],
  [{ vms: [{ match: 'a' }] }, /^"vms\[0\]" in .* gives neither qos nor role/],
  [{ profile: 'list' }, /^"profile" in \.stuntimerc\.json "list" is not accepted/],
  [{ color: false }, /is a boolean: it takes one of auto, always, never$/],
  [{ vms: [{ match: 'a', rule: 'x' }] }, /^unknown key "rule"/],
  [
    { profile: 'patroni', vms: [{ match: 'a', role: 'backup' }] },
    /roles, which are those of an InterSystems/,
  ],
] as const) {
  test(`${JSON.stringify(settings)} is refused`, async (t) => {
    const root = await folderWith(t, { '.stuntimerc.json': settings });
    assert.throws(
      () => settingsIn([], root),
      (error) => error instanceof UsageError && complaint.test(error.message),
    );
  });
}

test('a flag that is switched off replaces nothing but itself', async (t) => {
  const root = await folderWith(t, { '.stuntimerc.json': { strict: true } });
  assert.equal(settingsIn(['--no-allow-partial'], root).analysis.policy.strict, true);
  assert.equal(settingsIn(['--allow-partial'], root).analysis.policy.strict, false);
});

test('a file that holds nothing, and what is no file, is told; none above it is taken', async (t) => {
  const root = await folderWith(t, { '.stuntimerc.json': { qos: '60s' } });
  await mkdir(join(root, 'sub'));
  await writeFile(join(root, 'sub/.stuntimerc.json'), '');
  assert.throws(
    () => settingsIn([], join(root, 'sub')),
    /^UsageError: "\.stuntimerc\.json" holds no settings/,
  );
  await mkdir(join(root, 'dir/.stuntimerc.json'), { recursive: true });
  assert.throws(
    () => settingsIn([], join(root, 'dir')),
    /^UsageError: settings cannot be looked for \(EISDIR/,
  );
  assert.equal(settingsIn(['--no-config'], join(root, 'dir')).analysis.policy.config, null);
});

test('a package.json that is named gives its own key', async (t) => {
  const root = await folderWith(t, { 'package.json': { name: 'x', stuntime: { qos: '3s' } } });
  assert.equal(qosIn(['--config', join(root, 'package.json')], join(root)), 3000);
});

test('advice takes neither the timeout of another cluster for one of a mirror, nor quotes names against the settings', async (t) => {
  const root = await folderWith(t, {
    '.stuntimerc.json': { profile: 'wsfc-2016', qos: '60s', vms: [{ match: 'a', qos: '50s' }] },
  });
  const { policy, timeouts } = settingsIn(['advise'], root).analysis;
  assert.deepEqual([policy.qosUs, policy.qosSource, timeouts], [8_000_000, 'default', []]);
  const redacting = await folderWith(t, { '.stuntimerc.json': { redact: true } });
  assert.throws(() => settingsIn(['advise'], redacting), /has no effect with advise/);
});

test('the longest stop is so by the timeout of its VM, wherever only some are shown', async (t) => {
  const root = await folderWith(t, {
    '.stuntimerc.json': {
      vms: [
        { match: 'web1', qos: '250ms' },
        { match: '*', qos: '60s' },
      ],
      top: 1,
    },
  });
  const run = async (format: string) =>
    (await stuntime(['-f', format, join(FIXTURES, 'demo')], { cwd: root })).stdout;
  assert.match(await run('table'), /^TAKEOVER|^POSSIBLE TAKEOVER: web1 stopped 0\.223 s/);
  assert.match(await run('table'), /\n 0\.223 s +89\.5% +near-full/);
  assert.match(await run('nagios'), /\| longest=0\.223804s;0\.125;0\.25;0 /);
  assert.match(await run('openmetrics'), /stuntime_vm_timeout_seconds\{vm="web1"[^}]*\} 0\.25\n/);
  assert.match(await run('junit'), /name="web1".*?name="qosUs" value="250000"/s);
});

test('settings name a key for the runs that redact; an option without its other half is refused', async (t) => {
  const root = await folderWith(t, { '.stuntimerc.json': { 'redact-key': 'keys/key.json' } });
  assert.equal(settingsIn([], root).redaction, null);
  assert.equal(settingsIn(['--redact'], root).redaction?.keyPath, 'keys/key.json');
  assert.throws(() => settingsIn(['--redact-key', 'k.json'], root), /has no effect without --redact/);
});

test('settings that are no JSON are told with their file, whichever folder they are found in', async (t) => {
  const root = await folderWith(t, {});
  await writeFile(join(root, 'package.json'), '{ "stuntime": }');
  await mkdir(join(root, 'sub'));
  assert.throws(() => settingsIn([], join(root, 'sub')), /^UsageError: "\.\.\/package\.json" is not JSON/);
});

test('every setting may stand in a file, and is printed with where it comes from', async (t) => {
  const listed = IN_SETTINGS.filter(({ name }) => name !== 'cpf' && name !== 'strict');
  const values = listed
    .filter(({ name }) => !['profile', 'verbose', 'role', 'since'].includes(name))
    .map((option) => [option.name, option.value === null ? true : option.example.replaceAll("'", '')]);
  const root = await folderWith(t, { '.stuntimerc.json': Object.fromEntries(values) });
  const { stdout, stderr } = await stuntime(['--print-config'], { cwd: root });
  assert.equal(stderr, '');
  for (const [name] of values) assert.match(stdout, new RegExp(`^${name} .* \\.stuntimerc\\.json$`, 'm'));
});

test('a report says which file gave settings; VMs are judged by timeouts of their own', async (t) => {
  const root = await folderWith(t, {
    '.stuntimerc.json': {
      vms: [
        { match: 'hr*', qos: '1s' },
        { match: '*', qos: '2s' },
      ],
    },
  });
  const { stdout, code } = await stuntime([join(FIXTURES, 'logs/esxi7-backup'), '-f', 'json'], { cwd: root });
  const { policy, vms, summary } = JSON.parse(stdout);
  assert.equal(code, 1);
  assert.deepEqual([policy.config, policy.qosUs, vms[0].qosUs], ['.stuntimerc.json', 8_000_000, 1_000_000]);
  assert.equal(summary.level, 'near-full');
});

async function folderWith(t: TestContext, files: Files): Promise<string> {
  const root = await tempFolder(t);
  for (const [path, value] of Object.entries(files)) {
    await mkdir(join(root, path, '..'), { recursive: true });
    await writeFile(join(root, path), JSON.stringify(value));
  }
  return root;
}

function settingsIn(words: readonly string[], cwd: string) {
  const command = readArguments(words, { version: '1', now: new Date(0), columns: null, shell: '', cwd });
  assert.ok(command.kind === 'report');
  return command.settings;
}

function qosIn(words: readonly string[], cwd: string): number {
  return settingsIn(words, cwd).analysis.policy.qosUs / 1000;
}
