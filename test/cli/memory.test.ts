import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { largeBundle } from '../support/large-bundle.js';
import { logText, unstunLine } from '../support/log-lines.js';
import { measured } from '../support/measured.js';
import { plant, tempFolder } from '../support/temp.js';

// The highest resident size of whole processes. It depends on Node's version more than on the machine; the limits are about
// a quarter above the worst of Node 20 to 26.

// Measured: 73 to 91 MiB; 104 to 119 when input was copied for the worker and no worker's young heap was bounded.
const BUNDLE_MIB = 112;

test(`a large bundle takes less than ${BUNDLE_MIB} MiB`, async (t) => {
  const folder = await tempFolder(t);
  await plant(folder, { 'bundle.tgz': largeBundle() });
  await assertBelow(BUNDLE_MIB, [join(folder, 'bundle.tgz'), '--format', 'raw']);
});

const STOPS = 100_000;
// Measured: 177 to 206 MiB; 252 to 372 when all lines were kept to the end. V8 by itself
// lets the young heap grow further on Node 24 and 26, to a peak of up to 294 MiB: one size for all shows what the program keeps.
const STOPS_MIB = 250;
const YOUNG_HEAP = '--max-semi-space-size=8';

test(`${STOPS} stops in one log take less than ${STOPS_MIB} MiB`, async (t) => {
  const folder = await tempFolder(t);
  const lines = Array.from({ length: STOPS }, (_, at) =>
    unstunLine('I125', 100_000 + at, { at: new Date(Date.UTC(2024, 0) + at * 60_000) }),
  );
  await plant(folder, { 'vmware.log': logText(lines) });
  const args = [join(folder, 'vmware.log'), '--format', 'raw'];
  const stdout = await assertBelow(STOPS_MIB, args, [YOUNG_HEAP]);
  assert.equal(stdout.split('\n').length, STOPS + 1);
});

async function assertBelow(
  limit: number,
  args: readonly string[],
  node: readonly string[] = [],
): Promise<string> {
  const { stdout, stderr, code, peakMiB } = await measured(args, { node });
  assert.ok(code === 0 || code === 1, stderr);
  assert.ok(peakMiB !== null && peakMiB < limit, `it took ${peakMiB} MiB`);
  return stdout;
}
