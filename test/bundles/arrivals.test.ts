import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { analyse } from 'stuntime';
import { DIAGNOSTICS } from '../../src/model/diagnostic.js';
import type { Report } from '../../src/model/report.js';
import { kindsOf, reportOn } from '../laws/one-log.js';
import { FIXTURES } from '../support/command.js';
import { truthOf } from '../support/oracle/oracle.js';

const [NORTH, SOUTH] = [410_000, 520_000].map((first) => [1, 2, 3, 4, 5, 6].map((n) => first + n));
const BOTH = [...(NORTH ?? []), ...(SOUTH ?? [])];

/** Bundles of one or two hosts, by whom and how they were made, and what stands in them. */
const WHOLE: Readonly<Record<string, readonly number[] | undefined>> = {
  'host.tgz': NORTH,
  'python-ustar.tgz': NORTH,
  'python-streamed-gnu.tgz': NORTH,
  'python-streamed-pax.tgz': NORTH,
  'gnu-pax.tgz': NORTH,
  'bsdtar-gnu.tgz': NORTH,
  'gz-logs.tgz': NORTH,
  'padded.tgz': NORTH,
  'fragments.tgz': NORTH,
  'two-tgz.tgz': BOTH,
  'two-tars.tgz': BOTH,
  'tgz-in-tar.tar': BOTH,
  'tgz-in-tgz.tgz': BOTH,
  'tgz-in-zip-in-tar.tar': BOTH,
  'vcenter-deflated.zip': BOTH,
  'vcenter-stored.zip': BOTH,
  'vcenter-streamed.zip': BOTH,
  'vcenter-zip64.zip': BOTH,
  'vcenter-7z.zip': BOTH,
};

/** Bundles that lack something: what is left in them. */
const DAMAGED: Readonly<Record<string, readonly number[] | undefined>> = {
  'short-member.tgz': NORTH,
  'bad-header.tgz': NORTH?.filter((us) => us !== 410_002 && us !== 410_003),
};

const bytesOf = (name: string) => readFileSync(join(FIXTURES, 'bundles', name));
const byFile = (name: string) => analyse(join(FIXTURES, 'bundles', name));
const byPipe = (name: string) => reportOn(bytesOf(name));

/** Of which of a host's VMs each figure is. */
const FOLDERS = ['/mail ', '/mail ', '/mail ', '/vsan:', '/vsan:', '/vvol:'];

function assertWhose({ stops }: Pick<Report, 'stops'>): void {
  for (const { stoppedUs, vmPath } of stops)
    assert.ok(
      vmPath.includes(FOLDERS[((stoppedUs ?? 0) % 10) - 1] ?? '?'),
      `${stoppedUs} is not of ${vmPath}`,
    );
}

const figuresOf = ({ stops }: Pick<Report, 'stops'>) => stops.map(({ stoppedUs }) => stoppedUs).sort();
const saysUnread = (report: Pick<Report, 'diagnostics'>) =>
  report.diagnostics.some(({ kind }) => DIAGNOSTICS[kind].unread);

for (const [name, expected] of Object.entries(WHOLE)) {
  for (const [way, read] of Object.entries({ 'in a file': byFile, 'on a pipe': byPipe })) {
    test(`${name} ${way} is read in full`, async () => {
      const report = await read(name);
      assert.deepEqual(figuresOf(report), expected);
      assertWhose(report);
      assert.deepEqual(
        kindsOf(report).filter((kind) => !['odd-figure', 'no-current-log'].includes(kind)),
        [],
      );
      assert.equal(report.summary.exitCode, 0);
    });
  }
}

for (const [name, expected] of Object.entries(DAMAGED)) {
  for (const [way, read] of Object.entries({ 'in a file': byFile, 'on a pipe': byPipe })) {
    test(`${name} ${way} gives what is left of it, and says that something is not`, async () => {
      const report = await read(name);
      assert.deepEqual(figuresOf(report), expected);
      assertWhose(report);
      assert.ok(saysUnread(report));
      assert.equal(report.summary.exitCode, 2);
    });
  }
}

for (const [name, expected] of Object.entries({ ...WHOLE, ...DAMAGED })) {
  test(`the measure of ${name} is right`, () => {
    const { stops, damage, odd } = truthOf(bytesOf(name));
    assert.deepEqual(stops.map(({ us }) => us).sort(), expected);
    assert.equal(damage.length > 0, name in DAMAGED, damage.join());
    assert.equal(odd, false);
  });
}

test('a missing fragment takes its own lines, and the report says so', async () => {
  const truth = truthOf(bytesOf('fragments-missing.tgz'));
  assert.ok(truth.stops.length > 0);
  const report = await byFile('fragments-missing.tgz');
  for (const { us } of truth.stops) assert.ok(figuresOf(report).includes(us), `${us} is lost`);
  assert.ok(saysUnread(report));
  assert.notEqual(report.summary.exitCode, 0);
});

test('fragments in the wrong order are put right, or the report says that they are not', async () => {
  const report = await byFile('fragments-backwards.tgz');
  if (report.summary.exitCode === 0) assert.deepEqual(figuresOf(report), NORTH);
  else assert.ok(saysUnread(report));
  for (const { us } of truthOf(bytesOf('fragments-backwards.tgz')).stops)
    assert.ok(figuresOf(report).includes(us), `${us} is lost`);
});

test('an encrypted zip is not read, and the report says why', async () => {
  for (const report of [await byFile('encrypted.zip'), await byPipe('encrypted.zip')]) {
    assert.equal(report.summary.exitCode, 2);
    assert.ok(saysUnread(report));
    assert.match(report.diagnostics.map(({ message }) => message).join(), /encrypt|password/i);
  }
});

test('a format that this Node.js cannot unpack is not read, and the report says what to do', async () => {
  const report = await byFile('host.tar.zst');
  if (report.summary.exitCode === 0) assert.deepEqual(figuresOf(report), NORTH);
  else {
    assert.deepEqual(kindsOf(report), ['unsupported']);
    assert.match(report.diagnostics[0]?.message ?? '', /zstd -dc/);
  }
});

test('VMs are called what the configuration beside their logs says, though it comes after them', async () => {
  const { vms } = await byFile('host.tgz');
  assert.deepEqual(vms.map(({ vm }) => vm).sort(), ['ERP north', 'Files north', 'Mail north']);
});
