import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { plant, tempFolder } from '../support/temp.js';

const STRESS = fileURLToPath(new URL('../stress/main.js', import.meta.url));

test('the stress runs agree, and say so where the time is over before they are', () => {
  const { status, stdout } = stress(['--minutes', '0.05']);
  assert.equal(status, 2, stdout);
  assert.match(
    stdout,
    /^the time is over: [1-9]\d* runs the same, 0 different, 0 not over in time, of \d+; raise/m,
  );
});

/** Never ends for a bundle, and tells something else each time for the rest. */
const WRONG = `if (process.argv.at(-1).endsWith('.tgz')) setInterval(() => {}, 1000);
else console.log(process.pid);`;

test('the stress runs find a program that hangs, differs or ends with another code', async (t) => {
  const folder = await tempFolder(t);
  await plant(folder, { 'wrong.mjs': WRONG });
  const args = ['--cli', join(folder, 'wrong.mjs'), '--longest', '2', '--minutes', '0.4'];
  const { status, stdout } = stress(args);
  assert.equal(status, 1, stdout);
  assert.match(stdout, /^small log.*: stdout has "\d+\\n" where the first run had "\d+\\n"$/m);
  assert.match(stdout, /^small bundle on .+: not over in time$/m);
});

function stress(args: readonly string[]): { readonly status: number | null; readonly stdout: string } {
  return spawnSync(process.execPath, [STRESS, ...args], { encoding: 'utf8' });
}
