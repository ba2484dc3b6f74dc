import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { CLI } from '../support/command.js';
import { plant, tempFolder } from '../support/temp.js';

// Guards against a program that has become several times slower. A time says nothing about an unknown machine, so what is
// compared are ratios to what plain Node takes, of runs in turn (bench/rivals.mjs has the limits); the work that
// does not depend on the machine is counted in test/laws.

const BENCH = fileURLToPath(new URL('../../../bench/run.mjs', import.meta.url));
const SCENARIOS = ['folder', 'bundle', 'bundles', 'startup'];

/** What the benchmark writes, as far as it is looked at here. */
interface Figures {
  readonly scenarios: readonly {
    readonly name: string;
    readonly rows: readonly {
      readonly installed: boolean;
      readonly limit: number | null;
      readonly ratio: { readonly median: number };
    }[];
  }[];
}

test('no ratio of the benchmark is over its limit', async (t) => {
  const json = join(await tempFolder(t), 'figures.json');
  const args = ['--scale', '0.1', '--rounds', '3', '--check', '--json', json];
  // A machine that is busy with something else gets a second chance; a slow program fails twice.
  if (bench(args).status !== 0) {
    const { status, stderr } = bench(args);
    assert.equal(status, 0, stderr);
  }
  const { scenarios }: Figures = JSON.parse(await readFile(json, 'utf8'));
  assert.deepEqual(
    scenarios.map(({ name }) => name),
    SCENARIOS,
  );
  for (const { name, rows } of scenarios) {
    const guarded = rows.filter(({ installed, limit }) => installed && limit !== null);
    assert.ok(guarded.length > 0, name);
    for (const { ratio, limit } of guarded) assert.ok(ratio.median <= (limit ?? 0), name);
  }
});

test('a program that takes too long is found out', async (t) => {
  const folder = await tempFolder(t);
  await plant(folder, {
    'late.mjs': `setTimeout(() => import(${JSON.stringify(pathToFileURL(CLI))}), 6000);`,
  });
  const program = ['--cli', join(folder, 'late.mjs')];
  const slow = [...program, '--only', 'startup', '--scale', '0.1', '--rounds', '1', '--check'];
  const { status, stderr } = bench(slow);
  assert.equal(status, 1, stderr);
  assert.match(stderr, /^startup: \d+\.\d\d times as long as bare Node, at most 16 is allowed$/m);
});

/** Without a path, no search tool is found: Node alone is compared with. */
function bench(args: readonly string[]): { readonly status: number | null; readonly stderr: string } {
  return spawnSync(process.execPath, [BENCH, ...args], { env: { PATH: '' }, encoding: 'utf8' });
}
