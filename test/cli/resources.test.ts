import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { test } from 'node:test';
import { startWorker, workerError } from '../../src/sources/workers.js';
import { CLI, FIXTURES, shell } from '../support/command.js';
import { plantLargeLogs } from '../support/large-logs.js';
import { tempFolder } from '../support/temp.js';

/** A module that runs before the program, and before each of its workers. */
const preload = (code: string) =>
  `data:text/javascript,${encodeURIComponent(`import { syncBuiltinESMExports } from 'node:module';
import threads from 'node:worker_threads';
${code}
syncBuiltinESMExports();`)}`;

const HUNGRY = preload(`if (!threads.isMainThread) {
  const kept = [];
  setTimeout(() => { for (;;) kept.push(new Array(100_000).fill(0)); });
}`);

test('a worker that runs out of memory is told with the file, and what to do', async (t) => {
  const cwd = await tempFolder(t);
  await plantLargeLogs(join(cwd, 'in'));
  const { status, stdout, stderr } = run(['--import', HUNGRY], ['in'], cwd);
  assert.deepEqual({ status, stdout }, { status: 2, stdout: '' });
  assert.match(
    stderr,
    /^stuntime: a worker ran out of memory while reading in\/(?:first|second)\/vmware\.log; run it again with NODE_OPTIONS=--max-old-space-size=4096, which allows 4 GB in place of 1 GB\n$/,
  );
});

test("a worker's heap is bounded, and no other error is taken for a full one", async () => {
  const worker = startWorker(new URL('data:text/javascript,throw new RangeError("odd")'));
  assert.equal(worker.resourceLimits?.maxOldGenerationSizeMb, 256);
  assert.equal(worker.resourceLimits?.maxYoungGenerationSizeMb, 3);
  const [error] = await once(worker, 'error');
  assert.equal(workerError(error, 'reading'), error);
});

/** Workers that end, or never tell anything. */
const LOST = {
  'ends before its work is done': `threads.Worker = class extends threads.Worker {
  constructor() { super('process.exit(0)', { eval: true }); }
};`,
  'never answers': `import { EventEmitter } from 'node:events';
threads.Worker = class extends EventEmitter {
  postMessage() {}
  terminate() {}
};`,
};

for (const [what, code] of Object.entries(LOST)) {
  test(`a worker that ${what} proves nothing`, async (t) => {
    const cwd = await tempFolder(t);
    await plantLargeLogs(join(cwd, 'in'));
    const { status, stdout, stderr } = run(['--import', preload(code)], ['in'], cwd);
    assert.deepEqual({ status, stdout }, { status: 2, stdout: '' });
    assert.match(stderr, /^stuntime: a bug in stuntime kept it from finishing \(.+\); please report it/);
  });
}

const INPUTS = [
  'logs/esxi7-backup',
  'logs/rotated',
  'logs/copied',
  'bundles/host.tgz',
  'bundles/vcenter-deflated.zip',
  'bundles/damaged.log.gz',
];

test('without WebAssembly logs and archives read the same', () => {
  for (const format of ['json', 'raw']) {
    const args = ['-f', format, ...INPUTS];
    const usual = run([], args);
    assert.ok(usual.stdout.length > 1000);
    const jitless = run(['--jitless'], args);
    assert.deepEqual({ ...jitless, stderr: '' }, { ...usual, stderr: '' });
  }
});

test('with little virtual memory compressed files are read in full', async () => {
  const whole = await shell('stuntime esx-demo.tgz');
  assert.deepEqual(await shell('ulimit -v 3000000; stuntime esx-demo.tgz'), whole);
});

function run(options: readonly string[], args: readonly string[], cwd = FIXTURES) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [...options, CLI, ...args], {
    cwd,
    env: {},
    encoding: 'utf8',
  });
  return { status, stdout, stderr };
}
