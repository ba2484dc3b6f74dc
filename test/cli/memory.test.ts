import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { largeBundle } from '../support/large-bundle.js';
import { plantLargeLogs } from '../support/large-logs.js';
import { headerLine, line, logText, unstunLine } from '../support/log-lines.js';
import { measured, YOUNG_HEAP } from '../support/measured.js';
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

// Measured: 83 to 104 MiB.
const FILES_MIB = 130;

test(`thirty large files in one folder take less than ${FILES_MIB} MiB`, async (t) => {
  const folder = await tempFolder(t);
  const vms = Array.from({ length: 30 }, (_, at) => `vm${at}`);
  await plantLargeLogs(folder, vms);
  const stdout = await assertBelow(FILES_MIB, [folder, '--format', 'raw']);
  assert.equal(stdout.split('\n').length, vms.length + 1);
});

const STOPS = 100_000;
// Measured: 177 to 206 MiB; 252 to 372 when all lines were kept to the end. With the young heap of Node 24 and 26, 294 MiB.
const STOPS_MIB = 250;

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

/** Lines of which only a trap has so many: few stops must not take much memory. */
const CROWDS: Readonly<Record<string, readonly [lines: number, (at: number) => readonly string[]]>> = {
  'dumps of other VMs': [100_000, (at) => ['DICT --- CONFIGURATION', `DICT displayName = "db${at}"`]],
  identifiers: [
    100_000,
    (at) => [
      `DICT uuid.bios = "${at
        .toString(16)
        .padStart(32, '1')
        .replace(/..(?!$)/g, '$& ')}"`,
    ],
  ],
  hosts: [200_000, (at) => [`Hostname=esx${at}`]],
  'snapshots without an end': [
    200_000,
    (at) => [`SnapshotVMX_TakeSnapshot start: 's${at}', deviceState=0, lazy=0, quiesced=1, tryNative=1`],
  ],
  'migrations without an end': [
    200_000,
    () => [
      'Migrate: VM starting stun, waiting 100 seconds for go/no-go message.',
      'Migrate: VM successfully stunned',
    ],
  ],
  'words of a guest': [200_000, (at) => [`Guest: Checkpoint_Unstun: vm stopped for ${at} us`]],
};
// Measured: 98 to 155 MiB.
const CROWD_MIB = 190;
for (const [name, [count, messages]] of Object.entries(CROWDS)) {
  test(`${count} ${name} take less than ${CROWD_MIB} MiB`, async (t) => {
    const folder = await tempFolder(t);
    const lines = Array.from({ length: count }, (_, at) =>
      messages(at).map((message) =>
        line('esx8', { at: new Date(Date.UTC(2024, 0) + at), thread: 'vmx', message }),
      ),
    ).flat();
    await plant(folder, {
      'vmware.log': logText([headerLine('esx8', new Date(Date.UTC(2024, 0))), ...lines]),
    });
    const { stderr, code, peakMiB } = await measured([folder, '--format', 'raw'], { node: [YOUNG_HEAP] });
    assert.ok(code === 0 || code === 2, stderr);
    assert.ok(peakMiB !== null && peakMiB < CROWD_MIB, `it took ${peakMiB} MiB`);
  });
}

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
