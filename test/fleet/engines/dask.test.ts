// Dask: a scheduler and two workers on loopback.
import assert from 'node:assert/strict';
import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { until } from '../../support/waiting.js';
import { type Daemon, daemon, freePort } from '../daemon.js';
import { needs } from '../installed.js';
import { ancestorsOf, kill } from '../processes.js';
import { assertSameAsSingle, judgedBy, type Site, site, timesRead, VICTIM } from '../run.js';
import { stall } from '../stalled-input.js';

const INSTALLED = needs(['python3', 'dask-scheduler', 'dask-worker'], {
  'distributed for python3': "python3 -c 'import distributed'",
});
const PATIENCE_MS = 30_000;

/** Starts a scheduler with workers; read tasks find the command of the site. */
async function workersOf(
  t: TestContext,
  at: Site,
): Promise<{ readonly address: string; readonly workers: readonly Daemon[] }> {
  const port = String(await freePort());
  const address = `tcp://127.0.0.1:${port}`;
  const start = (name: string, command: readonly string[]) => {
    const each = daemon(at.folder, name, command, at.env);
    t.after(each.end);
    return each;
  };
  const file = join(at.folder, 'scheduler.json');
  start('scheduler', [
    'dask-scheduler',
    '--host',
    '127.0.0.1',
    '--port',
    port,
    '--no-dashboard',
    '--scheduler-file',
    file,
  ]);
  await until(
    () =>
      access(file).then(
        () => true,
        () => false,
      ),
    'the scheduler',
    PATIENCE_MS,
  );
  const workers = ['w1', 'w2'].map((name) =>
    start(name, [
      'dask-worker',
      address,
      '--name',
      name,
      '--host',
      '127.0.0.1',
      '--nthreads',
      '1',
      '--no-nanny',
      '--no-dashboard',
      '--local-directory',
      at.folder,
    ]),
  );
  return { address, workers };
}

test('two workers read what one run would, and again what was killed in the middle', INSTALLED, async (t) => {
  const at = await site(t);
  const { address } = await workersOf(t, at);
  const input = await stall(at, VICTIM);
  t.after(input.end);
  const running = judgedBy(at, 'dask_run.py', [address, 'list']);
  const reader = await input.reader();
  await input.mend();
  kill(reader);
  await assertSameAsSingle(at, await running);
  assert.equal(await timesRead(at, VICTIM), 2);
  assert.equal(await timesRead(at, 'cut early.tgz'), 1);
});

test('a task whose worker is killed in the middle is run again on another', INSTALLED, async (t) => {
  const at = await site(t);
  const { address, workers } = await workersOf(t, at);
  const input = await stall(at, VICTIM);
  t.after(input.end);
  const running = judgedBy(at, 'dask_run.py', [address, 'list']);
  const reader = await input.reader();
  await input.mend();
  // A worker does not take with it what it has started.
  const above = await ancestorsOf(reader);
  for (const { pid } of workers) if (above.includes(pid)) kill(pid);
  kill(reader);
  await assertSameAsSingle(at, await running);
  assert.equal(await timesRead(at, VICTIM), 2);
});
