import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { symlink } from 'node:fs/promises';
import { isBuiltin } from 'node:module';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { CLI, FIXTURES } from '../support/command.js';
import { tempFolder } from '../support/temp.js';

const ROOT = join(dirname(CLI), '..');
const PACKAGE: {
  readonly dependencies: Readonly<Record<string, string>>;
  readonly engines: { readonly node: string };
} = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));

/** What is imported or exported from by a statement, and by a call. */
const IMPORT = /^(?:import|export|\}).* from '(?<from>[^'.][^']*)'|\bimport\('(?<called>[^'.][^']*)'\)/gm;

/** `@scope/name/path` and `name/path` belong to `@scope/name` and `name`. */
const PACKAGE_NAME = /^(?:@[^/]+\/)?[^/]+/;

test('the dependencies are what the installed program imports, no more and no less', () => {
  const imported = new Set<string>();
  for (const file of readdirSync(join(ROOT, 'dist'), { recursive: true, encoding: 'utf8' })) {
    if (!file.endsWith('.js')) continue;
    for (const { groups = {} } of readFileSync(join(ROOT, 'dist', file), 'utf8').matchAll(IMPORT)) {
      const name = groups.from ?? groups.called ?? '';
      if (!isBuiltin(name)) imported.add(PACKAGE_NAME.exec(name)?.[0] ?? name);
    }
  }
  assert.deepEqual([...imported].sort(), Object.keys(PACKAGE.dependencies).sort());
});

test('every dependency runs on each Node that the program supports', () => {
  const { packages } = JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8'));
  for (const [path, each] of Object.entries<{ dev?: boolean; engines?: { node?: string } }>(packages)) {
    if (path === '' || each.dev === true || each.engines?.node === undefined) continue;
    const lowest = Number(/\d+/.exec(each.engines.node)?.[0]);
    assert.ok(lowest <= 20, `${path} needs Node ${each.engines.node}`);
  }
});

test('the packed program runs from where it is installed', async (t) => {
  const folder = await tempFolder(t);
  const packed = execFileSync('npm', ['pack', '--ignore-scripts', '--silent', '--pack-destination', folder], {
    cwd: ROOT,
    encoding: 'utf8',
  });
  execFileSync('tar', ['-xzf', join(folder, packed.trim()), '-C', folder]);
  const root = join(folder, 'package');
  await symlink(join(ROOT, 'node_modules'), join(root, 'node_modules'));
  const input = join(FIXTURES, 'logs/esxi7-backup');
  const [ours, theirs] = [CLI, join(root, 'bin/stuntime.js')].map((cli) =>
    execFileSync(process.execPath, [cli, '-f', 'json', input], { encoding: 'utf8' }),
  );
  assert.equal(theirs, ours);
  const files = readdirSync(root).sort();
  assert.deepEqual(files, [
    'CHANGELOG.md',
    'LICENSE',
    'README.md',
    'bin',
    'dist',
    'docs',
    'node_modules',
    'package.json',
  ]);
});
