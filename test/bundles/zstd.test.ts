import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { test } from 'node:test';
import zlib from 'node:zlib';
import { analyse } from 'stuntime';
import { logText, unstunLine } from '../support/log-lines.js';
import { plant, tempFolder } from '../support/temp.js';

/** The types of the oldest supported Node.js lack it. */
const compress: unknown = Reflect.get(zlib, 'zstdCompressSync');
const skip = typeof compress === 'function' ? false : 'this Node.js has no zstd';

/** A log of a few MB that can hardly be compressed. */
function hardLog(stops: number): string {
  return logText(
    Array.from({ length: stops }, (_, index) => [
      unstunLine('I125', 1000 + index, { at: new Date(Date.UTC(2024, 2, 7) + index * 60_000) }),
      randomBytes(20_000).toString('base64'),
    ]).flat(),
  );
}

test('a long zstd stream is unpacked as it was packed, and so are several at a time', { skip }, async (t) => {
  const folder = await tempFolder(t);
  const names = ['a', 'b', 'c', 'd'];
  for (const name of names) {
    const packed: unknown = typeof compress === 'function' ? compress(Buffer.from(hardLog(120))) : null;
    assert.ok(Buffer.isBuffer(packed) && packed.length > 2_000_000);
    await plant(folder, { [`${name}/vmware.log.zst`]: packed });
  }
  const reports = await Promise.all(names.map((name) => analyse(join(folder, name, 'vmware.log.zst'))));
  for (const { stops, diagnostics } of reports) {
    assert.deepEqual(diagnostics, []);
    assert.equal(stops.length, 120);
  }
});
