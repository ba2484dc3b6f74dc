import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { copyFile, cp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { Script } from 'node:vm';
import { CLI, FIXTURES } from '../support/command.js';
import { plantLargeLogs } from '../support/large-logs.js';
import { tempFolder } from '../support/temp.js';

const ROOT = join(dirname(CLI), '..');
const INPUT = join(FIXTURES, 'logs/esxi7-backup');

test('a damaged installation says so and proves nothing', async (t) => {
  const root = await installation(t);
  const cli = join(root, 'bin/stuntime.cjs');
  // What the entry loads, what is loaded late, and what tells the version.
  for (const name of ['dist/cli/main.js', 'dist/reporters/table.js', 'package.json']) {
    const file = join(root, name);
    const whole = await readFile(file);
    await rm(file);
    assertDamaged(run(cli), name);
    await writeFile(file, whole.subarray(0, whole.length / 2));
    if (name.endsWith('.js')) assertDamaged(run(cli), name);
    await writeFile(file, whole);
  }
  assert.deepEqual(run(cli), run(CLI));
});

test('a worker whose script is missing is a damaged installation', async (t) => {
  const root = await installation(t);
  await rm(join(root, 'dist/logs/log-worker.js'));
  const logs = await tempFolder(t);
  await plantLargeLogs(logs);
  assertDamaged(run(join(root, 'bin/stuntime.cjs'), [], logs), 'log-worker.js');
});

/** Has the program see another version of Node. */
const onNode = (version: string) =>
  modulePath(`
const versions = { ...process.versions, node: '${version}' };
globalThis.process = new Proxy(process, {
  get: (target, key) => {
    const value = key === 'versions' ? versions : Reflect.get(target, key);
    return typeof value === 'function' ? value.bind(target) : value;
  },
});`);

const modulePath = (code: string) => `data:text/javascript,${encodeURIComponent(code)}`;

const NEEDED = '^20.19.0 || >=22.12.0';

test('a Node that is too old is told which one is needed', async () => {
  const { engines } = JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8'));
  assert.equal(engines.node, NEEDED);
  for (const version of ['10.24.1', '18.20.8', '20.18.3', '21.7.3', '22.11.0']) {
    assert.deepEqual(run(CLI, ['--import', onNode(version)]), {
      status: 2,
      stdout: '',
      stderr: `stuntime: this is Node.js ${version}, and stuntime needs ${NEEDED}; install a newer Node.js\n`,
    });
  }
  const usual = run(CLI);
  for (const version of ['20.19.0', '20.20.2', '22.12.0', '23.0.0', '24.1.0', '100.0.0'])
    assert.deepEqual(run(CLI, ['--import', onNode(version)]), usual, version);
});

test('a Node from before modules and recent syntax can read the entry', async () => {
  const entry = await readFile(CLI, 'utf8');
  // A script has neither `import` nor `export` statements. Nodes of that time lack these operators, and `await` outside of functions.
  new Script(entry);
  assert.doesNotMatch(entry, /\?\?|\?\.|\bawait\b|['"]node:/);
});

test('the program sets no flags of V8 and takes no code that it did not compile itself', async () => {
  const files = (await readdir(join(ROOT, 'dist'), { recursive: true })).filter((file) => /js$/.test(file));
  assert.ok(files.length > 0);
  for (const name of files)
    assert.doesNotMatch(
      await readFile(join(ROOT, 'dist', name), 'utf8'),
      /setFlagsFromString|cachedData/,
      name,
    );
});

function assertDamaged({ status, stdout, stderr }: ReturnType<typeof run>, name: string): void {
  assert.deepEqual({ status, stdout }, { status: 2, stdout: '' }, name);
  assert.match(stderr, /^stuntime: this installation is damaged \(.+\); install stuntime again\n$/s, name);
}

function run(cli: string, options: readonly string[] = [], input = INPUT) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [...options, cli, input], {
    env: {},
    encoding: 'utf8',
  });
  return { status, stdout, stderr };
}

/** Copies the built command to a folder of its own, in which it finds the packages that it imports. */
async function installation(t: TestContext): Promise<string> {
  const folder = await tempFolder(t);
  for (const name of ['bin', 'dist']) await cp(join(ROOT, name), join(folder, name), { recursive: true });
  await copyFile(join(ROOT, 'package.json'), join(folder, 'package.json'));
  await symlink(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
  return folder;
}
