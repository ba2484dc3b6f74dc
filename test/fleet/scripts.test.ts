// What the scripts do by themselves, without an engine.
import assert from 'node:assert/strict';
import { chmod, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import type { Outcome } from '../support/command.js';
import { plant } from '../support/temp.js';
import { needs } from './installed.js';
import { runIn, SCRIPTS, type Site, site } from './run.js';

const INSTALLED = needs(['bash', 'awk', 'sha256sum']);

const planned = (at: Site, list: string, run = 'run', more = {}): Promise<Outcome> =>
  runIn(at, join(SCRIPTS, 'plan.sh'), [list, run], more);
const linesOf = async ({ folder }: Site, file: string): Promise<readonly string[]> =>
  (await readFile(join(folder, file), 'utf8')).trimEnd().split('\n');

/** A site of which the command is a line of shell. */
async function siteWith(t: TestContext, command: string): Promise<Site> {
  const at = await site(t);
  await plant(at.folder, { 'bin/stuntime': `#!/bin/bash\n${command}\n`, 'run/records/x.records': 'old' });
  await chmod(join(at.folder, 'bin/stuntime'), 0o755);
  return at;
}

const readTask = (at: Site, more = {}): Promise<Outcome> =>
  runIn(at, join(SCRIPTS, 'read.sh'), ['input', 'run', 'x.records'], more);
const recordsOf = ({ folder }: Site): Promise<string> =>
  readFile(join(folder, 'run/records/x.records'), 'utf8');

/** Writes `new` to what follows -o. */
const WRITES = 'while [ "$1" != -o ]; do shift; done; echo -n new > "$2"';

for (const [name, check] of [
  ['bash -n', ['bash', '-n']],
  ['shellcheck', ['shellcheck']],
] as const)
  test(`${name} finds nothing wrong with the scripts`, needs([check[0]]), async (t) => {
    const scripts = (await readdir(SCRIPTS)).filter((file) => file.endsWith('.sh'));
    assert.ok(scripts.length > 0);
    const [program, ...options] = check;
    for (const script of scripts) {
      const { code, stdout, stderr } = await runIn(await site(t), program, [
        ...options,
        join(SCRIPTS, script),
      ]);
      assert.deepEqual({ code, stdout, stderr }, { code: 0, stdout: '', stderr: '' });
    }
  });

test('hundreds of inputs have as many names, the same in any locale', INSTALLED, async (t) => {
  const at = await site(t);
  const inputs = Array.from({ length: 200 }, (_, index) => `folder ${index % 100}/Köln's "esx"${index}.tgz`);
  // Two that differ only in what a name does not show, and names of files that hide or look like options.
  const odd = ['a/é.tgz', 'a/è.tgz', 'a/.tgz', 'a/-o', 'folder/', 'x'.repeat(4000)];
  await plant(at.folder, { list: `${[...inputs, ...odd].join('\n')}\n` });
  assert.equal((await planned(at, 'list', 'one', { LC_ALL: 'C.UTF-8' })).code, 0);
  assert.equal((await planned(at, 'list', 'two', { LC_ALL: 'POSIX' })).code, 0);
  const names = await linesOf(at, 'one/names');
  assert.deepEqual(await linesOf(at, 'one/inputs'), [...inputs, ...odd]);
  assert.deepEqual(await linesOf(at, 'two/names'), names);
  assert.equal(new Set(names).size, inputs.length + odd.length);
  for (const name of names) assert.match(name, /^[A-Za-z0-9_][A-Za-z0-9._-]{0,127}-[0-9a-f]{16}\.records$/);
});

test(
  'lines that are empty or stand twice are left out, and so are the ends of lines of Windows',
  INSTALLED,
  async (t) => {
    const at = await site(t);
    await plant(at.folder, { list: 'a.tgz\r\n\n  \nb.tgz\na.tgz\nc = d.tgz' });
    assert.equal((await planned(at, 'list')).code, 0);
    assert.deepEqual(await linesOf(at, 'run/inputs'), ['a.tgz', 'b.tgz', 'c = d.tgz']);
    assert.equal((await linesOf(at, 'run/names')).length, 3);
  },
);

test('an empty list is refused, and so is the folder of another list', INSTALLED, async (t) => {
  const at = await site(t);
  await plant(at.folder, { empty: '\n', other: 'a.tgz\n' });
  const { code, stderr } = await planned(at, 'empty');
  assert.deepEqual({ code, stderr }, { code: 2, stderr: 'empty names no input.\n' });
  assert.equal((await planned(at, 'list')).code, 0);
  const before = await linesOf(at, 'run/inputs');
  const refused = await planned(at, 'other');
  assert.equal(refused.code, 2);
  assert.match(refused.stderr, /^run holds a run of another list: name another folder\.$/m);
  assert.deepEqual(await linesOf(at, 'run/inputs'), before);
  assert.deepEqual((await readdir(join(at.folder, 'run'))).sort(), ['inputs', 'log', 'names', 'records']);
  assert.equal((await planned(at, 'run/inputs')).code, 0);
});

test('a task has done its work also where something was unread', INSTALLED, async (t) => {
  const at = await siteWith(t, `${WRITES}; exit 2`);
  assert.equal((await readTask(at)).code, 0);
  assert.equal(await recordsOf(at), 'new');
});

for (const [fault, command, code] of [
  ['bad usage', 'exit 2', 2],
  ['a signal', 'kill -KILL $$', 137],
  ['any other code', `${WRITES}; exit 3`, 3],
] as const)
  test(`a task fails with ${fault}, and leaves what was there`, INSTALLED, async (t) => {
    const at = await siteWith(t, command);
    assert.equal((await readTask(at)).code, code);
    assert.equal(await recordsOf(at), 'old');
    assert.deepEqual(await readdir(join(at.folder, 'run/unfinished')), []);
  });

test('lines that an engine hands over are read, also behind one that fails', INSTALLED, async (t) => {
  const at = await siteWith(t, `[ "\${*: -1}" != 'bad one' ] || exit 3; ${WRITES}`);
  await plant(at.folder, { tasks: "a.records\tbad one\nx.records\tit's \\ here\n" });
  const line = `'${join(SCRIPTS, 'read-lines.sh')}' run < tasks`;
  assert.equal((await runIn(at, '/bin/sh', ['-c', line])).code, 1);
  assert.equal(await recordsOf(at), 'new');
});

test('a task fails if what fetches its input does, unless its end was not wanted', INSTALLED, async (t) => {
  const at = await siteWith(t, `[ "$FETCH" = yes ] || cat > /dev/null; ${WRITES}`);
  await plant(at.folder, { 'bin/broken': '#!/bin/sh\necho half\nexit 1\n' });
  await chmod(join(at.folder, 'bin/broken'), 0o755);
  const failed = await readTask(at, { FETCH: 'broken --option' });
  assert.equal(failed.code, 1);
  assert.match(failed.stderr, /^input: broken --option failed with 1$/m);
  assert.equal(await recordsOf(at), 'old');
  assert.equal((await readTask(at, { FETCH: 'yes' })).code, 0);
  assert.equal(await recordsOf(at), 'new');
});
