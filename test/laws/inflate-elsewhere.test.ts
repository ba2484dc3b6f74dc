import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { test } from 'node:test';
import { deflateRawSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { analyse } from 'stuntime';
import { Feed } from '../../src/sources/feed.js';
import { inflateRaw } from '../../src/sources/formats/inflate.js';
import type { Inflated } from '../../src/sources/inflate/protocol.js';
import { headerLine, logText, moment, unstunLine } from '../support/log-lines.js';
import { plant, tempFolder } from '../support/temp.js';
import { tarOf } from './archives.js';
import { anyCuts, cutAt, runs } from './runs.js';

/** More than any stream of these tests has: it is inflated in a thread of its own. */
const LARGE = 1024 ** 3;

interface Reading extends Inflated {
  readonly bytes: Buffer;
  /** What is left of the input behind a stream that is whole. */
  readonly rest: Buffer | null;
}

async function read(input: Buffer, cuts: readonly number[], size: number | null): Promise<Reading> {
  async function* pieces(): AsyncGenerator<Buffer> {
    for (const piece of cutAt(input, cuts)) yield Buffer.from(piece);
  }
  const feed = new Feed(pieces());
  const stream = inflateRaw(feed, size);
  const found: Buffer[] = [];
  for (;;) {
    const next = await stream.next();
    if (next.done !== true) {
      found.push(Buffer.from(next.value));
      continue;
    }
    const rest: Buffer[] = [];
    if (next.value.end === 'done') for await (const piece of feed.remaining()) rest.push(Buffer.from(piece));
    return {
      ...next.value,
      bytes: Buffer.concat(found),
      rest: next.value.end === 'done' ? Buffer.concat(rest) : null,
    };
  }
}

const anyContent = fc.oneof(
  fc.uint8Array({ maxLength: 3000 }).map((bytes) => Buffer.from(bytes)),
  fc.nat(3_000_000).map((length) => Buffer.alloc(length, 'the same again and again, ')),
);
const anyTail = fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes));

test('a stream that another thread inflates comes to the same, and leaves the same behind it', async () => {
  await fc.assert(
    fc.asyncProperty(anyContent, anyTail, anyCuts, async (content, tail, cuts) => {
      const input = Buffer.concat([deflateRawSync(content), tail]);
      const found = await read(input, cuts, LARGE);
      assert.equal(found.end, 'done');
      assert.ok(found.bytes.equals(content));
      assert.deepEqual(found, await read(input, cuts, null));
    }),
    runs(60),
  );
});

test('a stream that is cut or damaged comes to the same in another thread', async () => {
  await fc.assert(
    fc.asyncProperty(anyContent, fc.nat(), fc.nat(255), anyCuts, async (content, at, change, cuts) => {
      const input = deflateRawSync(content);
      const place = at % input.length;
      const damaged = Buffer.from(change === 0 ? input.subarray(0, place) : input);
      if (change !== 0) damaged.writeUInt8(damaged.readUInt8(place) ^ change, place);
      assert.deepEqual(await read(damaged, cuts, LARGE), await read(damaged, cuts, null));
    }),
    runs(60),
  );
});

test('who leaves a stream in another thread early can read the next one', async () => {
  const input = deflateRawSync(Buffer.alloc(30_000_000, 'x'));
  const feed = new Feed(
    (async function* () {
      yield input;
    })(),
  );
  for await (const piece of inflateRaw(feed, LARGE)) {
    assert.ok(piece.length > 0);
    break;
  }
  assert.equal((await read(input, [], LARGE)).length, 30_000_000);
});

test('bundles that are large enough for threads of their own come to the same as what is in them', async (t) => {
  const folder = await tempFolder(t);
  const files: Record<string, Buffer> = {};
  for (const us of [1_000_001, 2_000_002, 3_000_003]) {
    const log = logText([
      headerLine('esx8', moment('2026-01-12T03:00:00.000Z')),
      unstunLine('esx8', us, { at: moment('2026-01-12T03:10:00.000Z') }),
    ]);
    // What cannot be made smaller makes the bundle large.
    const members = [
      ['esx/big', randomBytes(9_000_000)],
      [`esx/vm${us}/vmware.log`, log],
    ] as const;
    files[`${us}.tgz`] = gzipSync(await tarOf(members), { level: 1 });
  }
  await plant(folder, files);
  const report = await analyse(Object.keys(files).map((name) => join(folder, name)));
  assert.deepEqual(
    report.stops.map(({ durationUs }) => durationUs).sort(),
    [1_000_001, 2_000_002, 3_000_003],
  );
  assert.equal(report.summary.exitCode, 0);
});
