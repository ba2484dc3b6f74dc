// GNU parallel on this machine. The faults that concern the judging run alone are tried here, since they are the same after
// every engine.
import assert from 'node:assert/strict';
import { copyFile, readdir, readFile, rm, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { GNU_PARALLEL, needs } from '../installed.js';
import { assertSameAsSingle, errorsIn, judgedBy, type Site, site, timesRead, VICTIM } from '../run.js';
import { stall } from '../stalled-input.js';

const INSTALLED = needs(['parallel'], GNU_PARALLEL);
const TWO = { PARALLEL: '-j2' };

const read = (at: Site, more: Readonly<Record<string, string>> = TWO) =>
  judgedBy(at, 'parallel.sh', ['list'], more);
const judgedAgain = (at: Site) => judgedBy(at, 'judge.sh', []);

async function recordsOf({ folder }: Site, input: string): Promise<string> {
  const inputs = (await readFile(join(folder, 'run 1/inputs'), 'utf8')).split('\n');
  const names = (await readFile(join(folder, 'run 1/names'), 'utf8')).split('\n');
  return join(folder, 'run 1/records', names[inputs.indexOf(input)] ?? '');
}

test('what many tasks read is judged as one run would, to the byte', INSTALLED, async (t) => {
  const at = await site(t);
  const judged = await read(at);
  await assertSameAsSingle(at, judged);
  assert.equal((await readdir(join(at.folder, 'run 1/records'))).length, at.inputs.length);
  // Something in it is unread: the report says so, and the task has done its work.
  assert.ok(errorsIn(judged.report).includes('cut early.tgz: cut-short'), judged.report);
  assert.equal(await timesRead(at, 'cut early.tgz'), 1);
  assert.doesNotMatch(judged.stderr, /could not be read/);
});

test('a task that is killed in the middle is run again', INSTALLED, async (t) => {
  const at = await site(t);
  const input = await stall(at, VICTIM);
  t.after(input.end);
  const running = read(at);
  const reader = await input.reader();
  await input.mend();
  process.kill(reader, 'SIGKILL');
  await assertSameAsSingle(at, await running);
  assert.equal(await timesRead(at, VICTIM), 2);
  assert.deepEqual(await readdir(join(at.folder, 'run 1/unfinished')), []);
});

test(
  'an input that is never read is missing from the report, and reading goes on with it',
  INSTALLED,
  async (t) => {
    const at = await site(t, ['cut early.tgz']);
    const input = await stall(at, VICTIM);
    t.after(input.end);
    const running = read(at);
    for (let attempt = 0; attempt < 3; attempt++) process.kill(await input.reader(), 'SIGKILL');
    const { report, code, stderr } = await running;
    assert.equal(code, 2);
    assert.deepEqual(
      errorsIn(report).map((error) => error.split(':')[0]),
      [VICTIM],
    );
    assert.match(stderr, /Some inputs could not be read: see run 1\/log\/jobs\./);

    await input.mend();
    const resumed = await read(at, { PARALLEL: '-j2 --resume-failed' });
    assert.equal(resumed.code, 0, resumed.stderr);
    await assertSameAsSingle(at, resumed);
    assert.equal(await timesRead(at, 'north/esx.tgz'), 1);
  },
);

test('a shard that was read twice counts once', INSTALLED, async (t) => {
  const at = await site(t);
  await read(at);
  await assertSameAsSingle(at, await read(at));
  assert.equal(await timesRead(at, VICTIM), 2);
  const file = await recordsOf(at, VICTIM);
  await copyFile(file, `${file}-again.records`);
  await assertSameAsSingle(at, await judgedAgain(at));
});

test('a shard that was cut is found out, and one that never came is named', INSTALLED, async (t) => {
  const at = await site(t, ['cut early.tgz']);
  assert.equal((await read(at)).code, 0);
  const file = await recordsOf(at, VICTIM);
  await truncate(file, (await readFile(file)).length >> 1);
  const cut = await judgedAgain(at);
  assert.equal(cut.code, 2);
  const path = file.replace(`${at.folder}/`, '');
  assert.ok(errorsIn(cut.report).includes(`${path}: cut-short`), cut.report);

  await rm(file);
  const missing = await judgedAgain(at);
  assert.equal(missing.code, 2);
  assert.deepEqual(errorsIn(missing.report), [`${VICTIM}: missing-input`]);
});
