import assert from 'node:assert/strict';
import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileOutput } from '../../src/cli/file-output.js';
import { OutputError } from '../../src/cli/output.js';
import { tempFolder } from '../support/temp.js';

test('a report that cannot take its place at the end is told as one, and leaves nothing behind', async (t) => {
  const folder = await tempFolder(t);
  const path = join(folder, 'report.txt');
  const output = await fileOutput(path);
  await output.write(['a', 'b']);
  await mkdir(path);
  await assert.rejects(
    () => output.finish(),
    (error: unknown) => error instanceof OutputError && /^the report cannot be written: /.test(error.message),
  );
  await output.abandon();
  assert.deepEqual(await readdir(folder), ['report.txt']);
});
