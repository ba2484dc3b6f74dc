import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { test } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import { constants, crc32, deflateRawSync, inflateRawSync } from 'node:zlib';
import fc from 'fast-check';
import { ByteReader } from '../../src/sources/byte-reader.js';
import type { ByteStream } from '../../src/sources/byte-stream.js';
import { type Inflated, inflateRaw } from '../../src/sources/formats/inflate.js';
import { inflateExactly } from '../support/oracle/inflate.js';
import { anyCuts, anyShare, cutAt, runs } from './runs.js';

interface Reading extends Inflated {
  readonly bytes: Buffer;
  /** What is left of the input behind the stream. */
  readonly rest: Buffer;
}

/** Gives pieces each of which is overwritten once the next one is asked for, as a file is read. */
async function* reused(pieces: readonly Buffer[]): AsyncGenerator<Buffer> {
  const buffer = Buffer.alloc(Math.max(0, ...pieces.map(({ length }) => length)));
  for (const piece of pieces) {
    piece.copy(buffer);
    yield buffer.subarray(0, piece.length);
    buffer.fill(0xee);
  }
}

async function read(
  input: Buffer,
  cuts: readonly number[],
  again: (() => ByteStream) | null = null,
): Promise<Reading> {
  const reader = new ByteReader(reused(cutAt(input, cuts)));
  const stream = inflateRaw(reader, again);
  const found: Buffer[] = [];
  let next = await stream.next();
  for (; next.done !== true; next = await stream.next()) found.push(Buffer.from(next.value));
  const rest: Buffer[] = [];
  for await (const piece of reader.remaining()) rest.push(Buffer.from(piece));
  const bytes = Buffer.concat(found);
  assert.equal(next.value.length, bytes.length);
  assert.equal(next.value.crc, crc32(bytes));
  return { ...next.value, bytes, rest: Buffer.concat(rest) };
}

const { Z_DEFAULT_STRATEGY, Z_FIXED, Z_HUFFMAN_ONLY, Z_RLE, Z_SYNC_FLUSH } = constants;
const anyContent = fc.oneof(
  fc.uint8Array({ maxLength: 3000 }).map((bytes) => Buffer.from(bytes)),
  fc.lorem({ maxCount: 300 }).map((text) => Buffer.from(text)),
  fc.nat(3_000_000).map((length) => Buffer.alloc(length, 'the same again and again, ')),
);
const anyDeflated = fc
  .record({
    content: anyContent,
    level: fc.integer({ min: 0, max: 9 }),
    strategy: fc.constantFrom(Z_DEFAULT_STRATEGY, Z_FIXED, Z_HUFFMAN_ONLY, Z_RLE),
  })
  .map(({ content, ...options }) => ({ content, deflated: deflateRawSync(content, options) }));
const anyTail = fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes));

test('what was deflated comes out again, however it is cut, and what follows is left', async () => {
  await fc.assert(
    fc.asyncProperty(anyDeflated, anyTail, anyCuts, async ({ content, deflated }, tail, cuts) => {
      const { end, bytes, rest } = await read(Buffer.concat([deflated, tail]), cuts);
      assert.equal(end, 'done');
      assert.ok(bytes.equals(content));
      assert.ok(rest.equals(tail));
    }),
    runs(100),
  );
});

test('a stream that ends early gives all that its bytes tell', async () => {
  await fc.assert(
    fc.asyncProperty(anyDeflated, anyShare, anyCuts, async ({ deflated }, share, cuts) => {
      const cut = deflated.subarray(0, Math.floor(share * deflated.length));
      const { end, bytes } = await read(cut, cuts);
      assert.equal(end, 'cut');
      assert.ok(bytes.equals(inflateRawSync(cut, { finishFlush: Z_SYNC_FLUSH })));
    }),
    runs(100),
  );
});

/** The last byte before a wrong one may hold a few symbols more than a measure tells; each makes 258 bytes at most. */
const MOST_IN_A_BYTE = 8 * 258;

/** Text with repeats near and far, and what cannot be made smaller, in many blocks: damage is met anywhere. */
const anyMixed = fc
  .array(
    fc.oneof(
      fc.uint8Array({ minLength: 100, maxLength: 400 }),
      fc.lorem({ maxCount: 40 }).map((text) => Buffer.from(text.repeat(9))),
    ),
    { minLength: 10, maxLength: 60 },
  )
  .map((parts) => Buffer.concat(parts));

test('a damaged stream gives every byte before the damage, from a copy as from its file', async () => {
  const anyWrong = fc.array(fc.tuple(anyShare, fc.nat(255)), { minLength: 1, maxLength: 3 });
  await fc.assert(
    fc.asyncProperty(anyMixed, fc.nat(9), anyWrong, anyCuts, async (content, level, wrong, cuts) => {
      const damaged = deflateRawSync(content, { level, memLevel: 1 });
      for (const [share, byte] of wrong) damaged[Math.floor(share * damaged.length)] = byte;
      const expected = inflateExactly(damaged);
      const kept = await read(damaged, cuts);
      assert.equal(kept.end, { cut: 'cut', invalid: 'bad', none: 'done' }[expected.damage ?? 'none']);
      assert.ok(kept.bytes.subarray(0, expected.bytes.length).equals(expected.bytes));
      assert.ok(kept.bytes.length <= expected.bytes.length + MOST_IN_A_BYTE);
      assert.equal(kept.lost, 0);
      // What is sought behind damage is sought from there.
      const used = damaged.length - kept.rest.length;
      assert.ok(Math.abs(used - expected.consumed) <= 4, `${used}, not ${expected.consumed}`);
      const fromFile = await read(damaged, cuts, () => reused(cutAt(damaged, [0.5])));
      assert.deepEqual(fromFile, kept);
    }),
    runs(200),
  );
});

/** What cannot be made smaller, so that it takes more than is kept of a stream that passes only once. */
const LARGE = deflateRawSync(randomBytes(9_000_000), { level: 1 });

function damagedAt(share: number): Buffer {
  const damaged = Buffer.from(LARGE);
  // A block of a type that there is not.
  damaged.fill(0xff, Math.floor(share * damaged.length));
  return damaged;
}

test('a long stream that passes only once loses no more before damage than it says', async () => {
  for (const share of [0.6, 0.75, 0.9]) {
    const damaged = damagedAt(share);
    const again = await read(damaged, [0.1, 0.5], () => reused([damaged]));
    const once = await read(damaged, [0.1, 0.5]);
    assert.deepEqual([again.end, again.lost, once.end], ['bad', 0, 'bad']);
    assert.ok(once.lost > 0);
    assert.ok(again.bytes.length - once.bytes.length <= once.lost);
    assert.ok(again.bytes.subarray(0, once.bytes.length).equals(once.bytes));
    assert.ok(again.bytes.length > 9_000_000 * share - 100_000);
  }
});

test('a file that was made shorter meanwhile costs only what was to be read again', async () => {
  const damaged = damagedAt(0.7);
  const { end, bytes } = await read(damaged, [], () => reused([damaged.subarray(0, 1000)]));
  assert.equal(end, 'bad');
  assert.ok(bytes.length > 5_000_000);
});

test('a stream that its reader leaves early can be followed by another', async () => {
  const reader = new ByteReader(reused([deflateRawSync(Buffer.alloc(30_000_000, 'x'))]));
  for await (const piece of inflateRaw(reader, null)) {
    assert.ok(piece.length > 0);
    break;
  }
  assert.equal((await read(deflateRawSync(Buffer.alloc(30_000_000, 'x')), [])).length, 30_000_000);
});

test('what a slow pipe has brought is given before more input is waited for', {
  timeout: 10_000,
}, async () => {
  const [first, second] = [Buffer.alloc(1_050_000, 'first '), Buffer.alloc(1000, 'second ')];
  let received = 0;
  let receiveFirst = (): void => {};
  const firstReceived = new Promise<void>((resolve) => {
    receiveFirst = resolve;
  });
  async function* slowly() {
    yield deflateRawSync(first, { finishFlush: Z_SYNC_FLUSH });
    await firstReceived;
    yield deflateRawSync(second);
  }
  for await (const chunk of inflateRaw(new ByteReader(slowly()), null)) {
    received += chunk.length;
    if (received === first.length) receiveFirst();
    // By then the next chunk is made, and all input is used up.
    await setTimeout(20);
  }
  assert.equal(received, first.length + second.length);
});
