import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { constants, deflateRawSync, inflateRawSync } from 'node:zlib';
import fc from 'fast-check';
import { anyShare, runs } from '../laws/runs.js';
import { FIXTURES } from './command.js';
import { inflateExactly } from './oracle/inflate.js';
import { truthOf } from './oracle/oracle.js';

const anyBytes = fc
  .array(fc.tuple(fc.uint8Array({ minLength: 1, maxLength: 40 }), fc.integer({ min: 1, max: 30 })), {
    maxLength: 30,
  })
  .map((parts) =>
    Buffer.concat(parts.flatMap(([bytes, times]) => Array.from({ length: times }, () => bytes))),
  );
const anyShape = fc.record({
  level: fc.integer({ min: 0, max: 9 }),
  strategy: fc.constantFrom(constants.Z_DEFAULT_STRATEGY, constants.Z_FIXED, constants.Z_HUFFMAN_ONLY),
});

/** What zlib makes of the beginning of a stream, null where it refuses it. */
function byZlib(bytes: Buffer): Buffer | null {
  try {
    return inflateRawSync(bytes, { finishFlush: constants.Z_SYNC_FLUSH });
  } catch {
    return null;
  }
}

/** Eight symbols of one bit, each a copy of 258 bytes. */
const MOST_IN_A_BYTE = 8 * 258;

/** Zlib refuses a stream from its first wrong byte on. */
function mostThatZlibTakes(packed: Buffer): number {
  let [taken, refused] = [0, packed.length + 1];
  while (refused - taken > 1) {
    const middle = Math.floor((taken + refused) / 2);
    if (byZlib(packed.subarray(0, middle)) === null) refused = middle;
    else taken = middle;
  }
  return taken;
}

test('the measure inflates what zlib deflates, and knows where it ends', () => {
  fc.assert(
    fc.property(anyBytes, anyShape, (bytes, shape) => {
      const packed = deflateRawSync(bytes, shape);
      const inflated = inflateExactly(Buffer.concat([Buffer.of(7), packed, Buffer.from('after')]), 1);
      assert.deepEqual(inflated, { bytes, consumed: packed.length, damage: null });
    }),
    runs(200),
  );
});

test('the measure inflates as much of a cut stream as zlib', () => {
  fc.assert(
    fc.property(anyBytes, anyShape, anyShare, (bytes, shape, share) => {
      const packed = deflateRawSync(bytes, shape);
      const cut = packed.subarray(0, Math.floor(share * packed.length));
      const inflated = inflateExactly(cut);
      assert.deepEqual(inflated.bytes, byZlib(cut));
      assert.equal(inflated.damage, 'cut');
    }),
    runs(200),
  );
});

test('the measure inflates as much of a damaged stream as zlib does that is fed byte by byte, but for one byte', () => {
  fc.assert(
    fc.property(anyBytes, anyShape, anyShare, fc.nat(255), (bytes, shape, share, value) => {
      const packed = Buffer.from(deflateRawSync(bytes, shape));
      packed[Math.floor(share * packed.length)] = value;
      const fed = mostThatZlibTakes(packed);
      const inflated = inflateExactly(packed);
      const expected = byZlib(packed.subarray(0, fed)) ?? Buffer.alloc(0);
      assert.deepEqual(inflated.bytes, expected.subarray(0, inflated.bytes.length));
      assert.ok(expected.length - inflated.bytes.length <= MOST_IN_A_BYTE);
      // Zlib knows a code that there is not by its first bits.
      if (fed < packed.length) assert.notEqual(inflated.damage, null);
      else assert.notEqual(inflated.damage, 'invalid');
    }),
    runs(400),
  );
});

const WHOLE = ['esx-demo.tgz', 'bundles/gnu-tar.tgz', 'bundles/bsdtar-pax.tar', 'bundles/four-deep.tgz'];
const DAMAGED = ['bundles/cut-early.tgz', 'bundles/cut-late.tgz', 'bundles/damaged.log.gz'];

for (const name of [...WHOLE, ...DAMAGED]) {
  test(`the measure says that ${name} is ${WHOLE.includes(name) ? 'whole' : 'damaged'}`, () => {
    const { damage, odd } = truthOf(readFileSync(join(FIXTURES, name)));
    assert.equal(damage.length > 0, DAMAGED.includes(name), damage.join());
    assert.equal(odd, false);
  });
}
