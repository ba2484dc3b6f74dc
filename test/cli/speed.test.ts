import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { test } from 'node:test';
import { CLI } from '../support/command.js';
import { largeBundle } from '../support/large-bundle.js';
import { logText } from '../support/log-lines.js';
import { noisyLines } from '../support/noisy-log.js';
import { plant, tempFolder } from '../support/temp.js';

// Guards against a program that has become several times slower; to measure is for `npm run bench`. A time says nothing
// about an unknown machine, so each figure here is a ratio of two whole processes, one run straight after the other.

/** Odd, so that there is one in the middle. */
const ROUNDS = 3;
const MIDDLE = (ROUNDS - 1) / 2;

/** Inflates a file in one go and does nothing with it. */
const INFLATE = 'zlib.gunzipSync(fs.readFileSync(process.argv[1]))';

// Measured on two cores, alone and with three other processes at work: 0.9 to 1.4 on Node 20 to 26. The limit is about
// four times the middle of that.
const BUNDLE_LIMIT = 4.5;

test(`a bundle takes less than ${BUNDLE_LIMIT} times as long as to inflate it in one go`, async (t) => {
  const folder = await tempFolder(t);
  await plant(folder, { 'bundle.tgz': largeBundle() });
  const path = join(folder, 'bundle.tgz');
  assertBelow(BUNDLE_LIMIT, [CLI, path, '--format', 'raw'], ['-e', INFLATE, path]);
});

// Measured likewise: 1.8 to 2.5, and 10 when the program was many modules with a library for its arguments.
const START_LIMIT = 9;

test(`a log of 300 kB takes less than ${START_LIMIT} times as long as a Node that does nothing`, async (t) => {
  const folder = await tempFolder(t);
  await plant(folder, { 'vmware.log': logText(noisyLines({ start: 0, stops: 6, noise: 400 })) });
  assertBelow(START_LIMIT, [CLI, join(folder, 'vmware.log'), '--format', 'raw'], ['-e', '0']);
});

/** A machine that is busy with something else gets a second chance; a slow program fails twice. */
function assertBelow(limit: number, args: readonly string[], other: readonly string[]): void {
  const first = ratioOf(args, other);
  if (first < limit) return;
  const second = ratioOf(args, other);
  const found = `${first.toFixed(1)}, then ${second.toFixed(1)} times as long`;
  assert.ok(second < limit, `it took ${found}, which must be less than ${limit}`);
}

/** The middle one of the ratios of some rounds. */
function ratioOf(args: readonly string[], other: readonly string[]): number {
  const ratios = Array.from({ length: ROUNDS }, () => timeOf(args) / timeOf(other));
  return ratios.sort((a, b) => a - b)[MIDDLE] ?? Number.POSITIVE_INFINITY;
}

/** Milliseconds from the start of a process to its end; no variable makes either start slower. */
function timeOf(args: readonly string[]): number {
  const began = performance.now();
  const { status, stderr } = spawnSync(process.execPath, args, { env: {}, encoding: 'utf8' });
  assert.ok(status === 0 || status === 1, stderr);
  return performance.now() - began;
}
