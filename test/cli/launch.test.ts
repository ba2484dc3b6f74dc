import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { copyFile, cp, readdir, rename, rm, truncate, utimes, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { CLI, FIXTURES } from '../support/command.js';
import { tempFolder } from '../support/temp.js';

const DIST = dirname(CLI);
const LOG = join(FIXTURES, 'logs/esxi7-backup');

/** Tells of each script that is compiled whether V8 took the code that was kept of it. */
const TELLING = `data:text/javascript,
import { syncBuiltinESMExports } from 'node:module';
import vm from 'node:vm';
vm.Script = class extends vm.Script {
  constructor(source, options) {
    super(source, options);
    console.error(options.filename.split('/').at(-1), this.cachedDataRejected);
  }
};
syncBuiltinESMExports();`;

test('the command starts from the code that was compiled when it was built', () => {
  const told = toldOf(CLI);
  assert.ok(told.includes('program.cjs false'), told.join());
  assert.ok(told.includes('table.cjs false'), told.join());
  assertAll(told, ' false');
});

test('without that code, or with what is none, the command says the same', async (t) => {
  const expected = run(CLI);
  assert.equal(expected.status, 0);
  const { cli, codes } = await copyOfDist(t);
  for (const code of codes) await truncate(code, 1000);
  assert.deepEqual(run(cli), expected);
  for (const code of codes) await writeFile(code, 'no code');
  assert.deepEqual(run(cli), expected);
  for (const code of codes) await rm(code);
  assert.deepEqual(run(cli), expected);
});

test('a program that is not whole says so and proves nothing', async (t) => {
  const { cli, codes } = await copyOfDist(t);
  const program = join(dirname(cli), 'program.cjs');
  for (const code of codes) await rm(code);
  await truncate(program, 20_000);
  assertNotWhole(run(cli));
  await rm(program);
  assertNotWhole(run(cli));
});

test('code of another Node, and code that is older than its text, is not taken', async (t) => {
  const { cli, codes } = await copyOfDist(t);
  const program = join(dirname(cli), 'program.cjs');
  assert.ok(toldOf(cli).includes('program.cjs false'));
  const later = new Date(Date.now() + 60_000);
  await utimes(program, later, later);
  assert.ok(toldOf(cli).includes('program.cjs undefined'));
  for (const code of codes) {
    assert.ok(code.includes(process.version), code);
    await rename(code, code.replace(process.version, 'v20.0.0'));
  }
  assertAll(toldOf(cli), ' undefined');
});

function assertAll(told: readonly string[], ending: string): void {
  assert.deepEqual(
    told.filter((line) => !line.endsWith(ending)),
    [],
  );
}

/** Gives a line for each script that a run compiles. */
function toldOf(cli: string): readonly string[] {
  return run(cli, ['--import', TELLING]).stderr.trim().split('\n');
}

function assertNotWhole({ status, stdout, stderr }: ReturnType<typeof run>): void {
  assert.equal(status, 2);
  assert.equal(stdout, '');
  assert.match(stderr, /^stuntime: the program is not whole \(.+\); install it again\n$/);
}

function run(cli: string, options: readonly string[] = []) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [...options, cli, LOG], {
    env: {},
    encoding: 'utf8',
  });
  return { status, stdout, stderr };
}

/** Copies the built command and gives it with the files of compiled code. */
async function copyOfDist(
  t: TestContext,
): Promise<{ readonly cli: string; readonly codes: readonly string[] }> {
  const folder = await tempFolder(t);
  const dist = join(folder, 'dist');
  await cp(DIST, dist, { recursive: true, preserveTimestamps: true });
  await copyFile(join(DIST, '../package.json'), join(folder, 'package.json'));
  const codes = (await readdir(dist)).filter((name) => name.endsWith('.code'));
  assert.ok(codes.length > 0);
  return { cli: join(dist, 'cli.js'), codes: codes.map((name) => join(dist, name)) };
}
