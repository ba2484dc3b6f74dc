// Objects of an S3 store (s3rver on loopback) that rclone streams into the command.
import assert from 'node:assert/strict';
import { symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { GNU_PARALLEL, needs } from '../installed.js';
import { type ObjectStore, startObjectStore } from '../object-store.js';
import { assertSameAsSingle, errorsIn, judgedBy, runIn, type Site, site, timesRead, VICTIM } from '../run.js';

const INSTALLED = needs(['parallel', 'rclone'], GNU_PARALLEL);
const BUCKET = 'store:logs';

/** Puts the inputs of a site into a bucket. A link of the bucket's name lets one run read them on disk under the same names. */
async function bucketOf(t: TestContext): Promise<{ readonly at: Site; readonly store: ObjectStore }> {
  const local = await site(t);
  const store = await startObjectStore(local.folder);
  t.after(store.end);
  const inputs = local.inputs.map((input) => `${BUCKET}/${input}`);
  const at = { ...local, inputs, env: { ...local.env, ...store.env, PARALLEL: '-j2' } };
  await writeFile(join(at.folder, 'list'), `${local.inputs.join('\n')}\n`);
  const { code, stderr } = await runIn(at, 'rclone', ['copy', '--files-from-raw', 'list', '.', BUCKET]);
  assert.equal(code, 0, stderr);
  await symlink('.', join(at.folder, BUCKET));
  await writeFile(join(at.folder, 'list'), `${inputs.join('\n')}\n`);
  return { at, store };
}

test('objects are read as files would be', INSTALLED, async (t) => {
  const { at } = await bucketOf(t);
  await assertSameAsSingle(at, await judgedBy(at, 'rclone.sh', ['list']));
  assert.equal(await timesRead(at, 'cut early.tgz'), 1);
});

test('an object whose connection breaks in the middle is read again from its start', INSTALLED, async (t) => {
  const { at, store } = await bucketOf(t);
  store.breakOnce(VICTIM);
  await assertSameAsSingle(at, await judgedBy(at, 'rclone.sh', ['list']));
  assert.equal(await timesRead(at, VICTIM), 2);
});

test('an object that is not there is named', INSTALLED, async (t) => {
  const { at } = await bucketOf(t);
  const deleted = await runIn(at, 'rclone', ['deletefile', `${BUCKET}/${VICTIM}`]);
  assert.equal(deleted.code, 0, deleted.stderr);
  const { report, code } = await judgedBy(at, 'rclone.sh', ['list']);
  assert.equal(code, 2);
  assert.ok(errorsIn(report).includes(`${BUCKET}/${VICTIM}: not-a-log`), report);
});
