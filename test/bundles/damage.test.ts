import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { constants, deflateRawSync } from 'node:zlib';
import { analyse, type Report } from 'stuntime';
import { logWith } from '../fuzz/hostile-input.js';
import { durationsOf, kindsOf, reportOn, reportOnPieces } from '../laws/one-log.js';
import { gzipBytes } from '../support/gzip-bytes.js';
import { tarBytes } from '../support/tar-bytes.js';
import { plant, tempFolder } from '../support/temp.js';
import { zipBytes } from '../support/zip-bytes.js';

const GZIP_HEADER = Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3]);

/** Blocks of a type that there is not. */
const NO_DEFLATE = Buffer.alloc(2000, 0xff);

/** A tgz that is damaged right behind its log, with so much before the log that cannot be made smaller. */
function damagedTgz(bytesBefore: number): Buffer {
  const { bytes } = tarBytes([
    { name: 'esx/core', content: randomBytes(bytesBefore) },
    { name: 'esx/db1/vmware.log', content: logWith(1000) },
    { name: 'esx/note', content: 'nothing' },
  ]);
  const deflated = deflateRawSync(bytes, { level: 1, finishFlush: constants.Z_SYNC_FLUSH });
  return Buffer.concat([GZIP_HEADER, deflated, NO_DEFLATE, gzipBytes(tarBytes([LATER]).bytes).bytes]);
}

const LATER = { name: 'esx/db2/vmware.log', content: logWith(2000) };
const [SMALL, LARGE] = [damagedTgz(10_000), damagedTgz(9_000_000)];

async function reportOnFile(t: TestContext, name: string, bytes: Buffer): Promise<Report> {
  const folder = await tempFolder(t);
  await plant(folder, { [name]: bytes });
  return analyse(join(folder, name));
}

const LOSS = /: \d+ bytes were read from it, up to 524288 bytes right before the damage are lost/;

function messageOf({ diagnostics }: Pick<Report, 'diagnostics'>): string {
  return diagnostics.find(({ kind }) => kind === 'corrupt')?.message ?? '';
}

for (const [name, bytes] of Object.entries({ small: SMALL, large: LARGE })) {
  test(`a ${name} tgz in a file is read to the last byte before damage, and on behind it`, async (t) => {
    const report = await reportOnFile(t, 'a.tgz', bytes);
    assert.deepEqual(durationsOf(report), [1000, 2000]);
    assert.equal(report.summary.exitCode, 2);
    assert.doesNotMatch(messageOf(report), LOSS);
    assert.deepEqual(
      report.stops.map(({ verified }) => verified),
      [false, false],
    );
  });
}

test('a small tgz on a pipe is read to the last byte before damage', async () => {
  const report = await reportOn(SMALL);
  assert.deepEqual(durationsOf(report), [1000, 2000]);
  assert.doesNotMatch(messageOf(report), LOSS);
});

test('of a large tgz on a pipe it is told how much right before damage is lost', async () => {
  const report = await reportOn(LARGE);
  assert.ok(durationsOf(report).includes(2000));
  assert.equal(report.summary.exitCode, 2);
  assert.match(messageOf(report), LOSS);
});

for (const stored of [true, false]) {
  test(`a large tgz in a zip in a file, ${stored ? 'stored' : 'deflated'}, is read to the last byte before damage`, async (t) => {
    const { bytes } = zipBytes([{ name: 'esx.tgz', content: LARGE, stored }]);
    const report = await reportOnFile(t, 'a.zip', bytes);
    assert.deepEqual(durationsOf(report), [1000, 2000]);
    assert.deepEqual(kindsOf(report), ['corrupt']);
    assert.doesNotMatch(messageOf(report), LOSS);
  });
}

const [BEFORE, AFTER] = [Buffer.from(logWith(1000)), Buffer.from(logWith(2000))];

for (const length of [2, 511, 4096, 70_000]) {
  test(`a hole of ${length} zeros in a log is told, and what stands around it counts`, async () => {
    const bytes = Buffer.concat([BEFORE, Buffer.alloc(length), AFTER]);
    const cuts = [bytes.length, BEFORE.length + 1, 100];
    for (const cut of cuts) {
      const report = await reportOnPieces([bytes.subarray(0, cut), bytes.subarray(cut)]);
      assert.deepEqual(durationsOf(report), [1000, 2000]);
      assert.match(
        messageOf(report),
        new RegExp(`^Zeros stand in place of text from byte ${BEFORE.length} on`),
      );
      assert.equal(report.summary.exitCode, 2);
    }
  });
}

/** More than the first bytes of a file, which tell what it is. */
const FILL = Buffer.from('x\n'.repeat(512));

test('one zero byte in a line is no hole', async () => {
  const report = await reportOnPieces([Buffer.concat([BEFORE, FILL, Buffer.from('a\0b\n'), AFTER])]);
  assert.deepEqual(kindsOf(report), []);
});

test('the zeros of UTF-16 are no hole', async () => {
  const bytes = Buffer.from(`\ufeff${BEFORE.toString()}`, 'utf16le');
  assert.deepEqual(kindsOf(await reportOnPieces([bytes])), []);
});
