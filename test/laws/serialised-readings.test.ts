import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import { judge, relate } from '../../src/analyse.js';
import type { LogCollection } from '../../src/logs/collection.js';
import { checkAnalysis } from '../../src/settings/analysis.js';
import { FIXTURES } from '../support/command.js';
import { logText, unstunLine } from '../support/log-lines.js';
import { tarOf } from './archives.js';
import { collected } from './collected.js';
import { anyFiles } from './mixed-input.js';
import { runs } from './runs.js';

const SETTINGS = checkAnalysis({}, new Date(0));

async function reportOf(collection: LogCollection, paths: readonly string[]): Promise<string> {
  return JSON.stringify(await judge(relate(collection, paths, false), SETTINGS, '0'));
}

/** Checks that copies of what was read give the same report, byte for byte, whichever way they came. */
async function checkCopies(collection: LogCollection, paths: readonly string[]): Promise<void> {
  const viaJson: LogCollection = JSON.parse(JSON.stringify(collection));
  assert.deepEqual(viaJson, collection);
  const expected = await reportOf(collection, paths);
  assert.equal(await reportOf(viaJson, paths), expected);
  assert.equal(await reportOf(structuredClone(collection), paths), expected);
}

test('readings of each fixture that went through JSON or another thread give the same report', async () => {
  for (const name of [...(await readdir(FIXTURES)), 'logs/rotated', 'logs/half-stop', '.']) {
    const paths = [join(FIXTURES, name)];
    await checkCopies(await collected(paths), paths);
  }
});

test('readings of any logs that went through JSON or another thread give the same report', async () => {
  await fc.assert(
    fc.asyncProperty(anyFiles, async (files) => {
      const bytes = await tarOf(files.map(([name, lines]) => [name, lines.join('\n')]));
      await checkCopies(await collected(bytes), ['-']);
    }),
    runs(150),
  );
});

test('an abort while VMs are judged leaves a report that says so', async () => {
  const paths = [FIXTURES];
  const related = relate(await collected(paths), paths, false);
  const aborting = new AbortController();
  const judging = judge(related, SETTINGS, '0', aborting.signal);
  aborting.abort();
  const { summary, vms, diagnostics } = await judging;
  assert.deepEqual(vms, []);
  assert.equal(summary.exitCode, 2);
  const { message } = diagnostics.find(({ kind }) => kind === 'interrupted') ?? {};
  assert.match(
    message ?? '',
    new RegExp(`^The run was stopped before ${related.timelines.length} of the VMs were judged`),
  );
});

test('an abort while one VM of very many stops is judged is heard, and the report says so', async () => {
  const count = 200_000;
  const lines = Array.from({ length: count }, (_, i) =>
    unstunLine('esx8', 1000 + i, { at: new Date(Date.UTC(2024, 0) + i * 60_000) }),
  );
  const related = relate(await collected(Buffer.from(logText(lines))), ['-'], false);
  const aborting = new AbortController();
  const judging = judge(related, SETTINGS, '0', aborting.signal);
  setTimeout(() => aborting.abort());
  const { summary, vms, diagnostics } = await judging;
  assert.ok(0 < summary.stops && summary.stops < count, `${summary.stops}`);
  assert.deepEqual(
    vms.map(({ level }) => level),
    [null],
  );
  assert.equal(summary.exitCode, 2);
  assert.deepEqual(
    diagnostics.map(({ kind, message }) => [kind, message]),
    [['interrupted', 'The run was stopped before 1 of the VMs was judged in full; run it again.']],
  );
});
