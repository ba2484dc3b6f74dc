import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, cp, mkdir, readdir, readFile, stat, symlink } from 'node:fs/promises';
import { isBuiltin } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { type TestContext, test } from 'node:test';
import { CLI, FIXTURES, VERSION } from '../support/command.js';
import { plantLargeLogs } from '../support/large-logs.js';
import { tempFolder } from '../support/temp.js';

const ROOT = join(dirname(CLI), '..');
const LOG = join(FIXTURES, 'logs/esxi7-backup/vmware.log');

test('the package runs where nothing but its dependencies is installed', async (t) => {
  const folder = await tempFolder(t);
  const installed = await install(t, folder);
  const { status, stdout, stderr } = run(folder, [join(installed, 'bin/stuntime.cjs'), LOG]);
  assert.deepEqual({ status, stderr }, { status: 0, stderr: '' });
  assert.deepEqual(stdout, run(ROOT, [CLI, LOG]).stdout);
  const page = ['-f', 'html', LOG];
  assert.equal(
    run(folder, [join(installed, 'bin/stuntime.cjs'), ...page]).stdout,
    run(ROOT, [CLI, ...page]).stdout,
  );
  const script = `import { analyse } from 'stuntime'; console.log((await analyse(${JSON.stringify(LOG)})).tool.version)`;
  assert.equal(run(folder, ['--input-type=module', '--eval', script]).stdout, `${VERSION}\n`);
});

test('an installation that nobody may write to reads large files as any, and nothing in it changes', async (t) => {
  const folder = await tempFolder(t);
  const installed = await install(t, folder);
  const logs = join(folder, 'logs');
  await plantLargeLogs(logs);
  await chmodAll(installed, 0o555);
  const before = await stateOf(installed);
  const { status, stdout, stderr } = run('/', [join(installed, 'bin/stuntime.cjs'), logs]);
  const after = await stateOf(installed);
  await chmodAll(installed, 0o755);
  assert.deepEqual({ status, stderr }, { status: 0, stderr: '' });
  assert.deepEqual(stdout, run('/', [CLI, logs]).stdout);
  // A mode stops nobody who runs as root, so what is there is compared too.
  assert.deepEqual(after, before);
});

test('dependencies are the packages that the built program imports, no more and no fewer', async () => {
  const { dependencies } = JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8'));
  const files = (await readdir(join(ROOT, 'dist'), { recursive: true })).filter((name) =>
    name.endsWith('.js'),
  );
  assert.ok(files.length > 0);
  const imported = await Promise.all(
    files.map(async (name) => importsOf(await readFile(join(ROOT, 'dist', name), 'utf8'))),
  );
  assert.deepEqual(Object.keys(dependencies).sort(), [...new Set(imported.flat())].sort());
});

test('every dependency runs on each Node that the program supports', async () => {
  const { packages } = JSON.parse(await readFile(join(ROOT, 'package-lock.json'), 'utf8'));
  for (const [path, each] of Object.entries<{ dev?: boolean; engines?: { node?: string } }>(packages)) {
    if (path === '' || each.dev === true || each.engines?.node === undefined) continue;
    const lowest = Number(/\d+/.exec(each.engines.node)?.[0]);
    assert.ok(lowest <= 20, `${path} needs Node ${each.engines.node}`);
  }
});

test('every package in the lock file has a checksum, of each platform', async () => {
  const { packages } = JSON.parse(await readFile(join(ROOT, 'package-lock.json'), 'utf8'));
  for (const [path, each] of Object.entries<{ integrity?: string }>(packages))
    if (path !== '') assert.match(each.integrity ?? '', /^sha512-/, path);
});

test('what the packed documents link to is packed', async (t) => {
  const packed = await unpacked(t);
  const names = (await readdir(packed, { recursive: true })).filter((name) => name.endsWith('.md'));
  assert.ok(names.includes('README.md'));
  for (const name of names) {
    for (const link of linksIn(await readFile(join(packed, name), 'utf8')))
      assert.ok(existsSync(join(packed, dirname(name), link)), `${name} links to ${link}`);
  }
});

/** Installs the packed package as npm does, with symbolic links to what npm would install beside it; gives its folder. */
async function install(t: TestContext, folder: string): Promise<string> {
  const target = join(folder, 'node_modules/stuntime');
  await cp(await unpacked(t), target, { recursive: true });
  for (const path of productionTree()) {
    // A package inside another one comes with it.
    const name = relative(join(ROOT, 'node_modules'), path);
    if (name.includes('node_modules')) continue;
    await mkdir(join(folder, 'node_modules', dirname(name)), { recursive: true });
    await symlink(path, join(folder, 'node_modules', name));
  }
  return target;
}

async function chmodAll(folder: string, mode: number): Promise<void> {
  await chmod(folder, mode);
  for (const path of await pathsIn(folder)) await chmod(path, mode);
}

/** What each file and folder is called, how long it is, and when it was changed. */
async function stateOf(folder: string): Promise<readonly string[]> {
  const paths = [folder, ...(await pathsIn(folder))];
  return Promise.all(
    paths.map(async (path) => {
      const { size, mtimeMs } = await stat(path);
      return `${path} ${size} ${mtimeMs}`;
    }),
  );
}

async function pathsIn(folder: string): Promise<readonly string[]> {
  return (await readdir(folder, { recursive: true })).map((name) => join(folder, name));
}

function productionTree(): readonly string[] {
  const list = npm(['ls', '--omit=dev', '--all', '--parseable']);
  return list.split('\n').filter((path) => path.includes('node_modules'));
}

/** Packs what was built and gives the folder in which the package is unpacked. */
async function unpacked(t: TestContext): Promise<string> {
  const folder = await tempFolder(t);
  // Scripts would build again, while other tests run what is built.
  const [{ filename }] = JSON.parse(
    npm(['pack', '--json', '--ignore-scripts', '--pack-destination', folder]),
  );
  execFileSync('tar', ['-xzf', join(folder, filename), '-C', folder]);
  return join(folder, 'package');
}

/** The names of the packages in a module's imports: `a/b` is of `a`, `@a/b/c` of `@a/b`. */
function importsOf(code: string): readonly string[] {
  const specifiers = code.matchAll(
    /^(?:(?:import|export) (?:[\w*{][^'"]* from )?|\} from )['"]([^'"]+)['"];$|\b(?:import|import\.meta\.resolve|__require)\(['"]([^'"]+)['"]\)/gm,
  );
  return (
    Array.from(specifiers, ([, fixed, late]) => fixed ?? late ?? '')
      .filter((name) => !name.startsWith('.') && !isBuiltin(name))
      .map((name) => /^(?:@[^/]+\/)?[^/]+/.exec(name)?.[0] ?? name)
      // The package finds its own files by its name.
      .filter((name) => name !== 'stuntime')
  );
}

function linksIn(text: string): readonly string[] {
  const prose = text.replaceAll(/^```.*?^```/gms, '').replaceAll(/`[^`\n]*`/g, '');
  return Array.from(prose.matchAll(/\]\(([^)#\s]+)[^)]*\)/g), ([, link = '']) => link).filter(
    (link) => !/^[a-z]+:/.test(link),
  );
}

function npm(args: readonly string[]): string {
  return execFileSync('npm', args, { cwd: ROOT, encoding: 'utf8' });
}

function run(cwd: string, args: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd, env: {}, encoding: 'utf8' });
  return { status, stdout, stderr };
}
