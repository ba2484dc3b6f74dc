import assert from 'node:assert/strict';
import { test } from 'node:test';
import { constants, deflateRawSync } from 'node:zlib';
import fc from 'fast-check';
import { anyDeflated, byteByByte, inflated, inflatedByZlib } from './deflated.js';
import { anyDynamicBlock } from './dynamic-block.js';
import { runs } from './runs.js';

/** The last byte that zlib took in may hold a few symbols before those that it refuses; a match makes 258 bytes. */
const MOST_IN_A_BYTE = 8 * 258;

/** Holds the inflater against zlib: the same end, at the same byte, and nothing lost before it. */
function agreesWithZlib(bytes: Buffer): void {
  const ours = inflated([bytes]);
  const theirs = inflatedByZlib(bytes);
  assert.equal(ours.state, theirs.state);
  const slow = inflated(byteByByte(bytes));
  assert.equal(slow.state, ours.state);
  assert.ok(slow.output.equals(ours.output), 'the fast way and the careful way differ');
  if (theirs.state !== 'bad') {
    assert.ok(ours.output.equals(theirs.output));
    assert.equal(ours.used, theirs.used);
    return;
  }
  assert.ok(
    ours.output.subarray(0, theirs.output.length).equals(theirs.output),
    'bytes before the damage are lost',
  );
  assert.ok(ours.output.length <= theirs.output.length + MOST_IN_A_BYTE);
  const { state, output } = inflated([bytes.subarray(0, theirs.used)]);
  assert.equal(state, 'cut');
  assert.ok(output.equals(theirs.output));
  assert.equal(inflated([bytes.subarray(0, theirs.used + 1)]).state, 'bad');
}

const TEXT = Buffer.from(
  '2026-01-12T13:56:01.123Z| vcpu-0| I005: Checkpoint_Unstun: vm stopped for 1091706 us\n'.repeat(3) +
    '2026-01-12T13:56:02.456Z| vmx| I005: SnapshotVMX_Consolidate: Starting online snapshot consolidate operation.\n',
);
const { Z_FIXED, Z_HUFFMAN_ONLY } = constants;
const STREAMS: Readonly<Record<string, Buffer>> = {
  dynamic: deflateRawSync(TEXT, { level: 9 }),
  fixed: deflateRawSync(TEXT, { strategy: Z_FIXED }),
  literals: deflateRawSync(TEXT, { strategy: Z_HUFFMAN_ONLY }),
  stored: deflateRawSync(TEXT, { level: 0 }),
  // The fast way needs some input ahead: a long stream meets most damage there.
  long: deflateRawSync(Buffer.concat([...TEXT.keys()].map((n) => TEXT.subarray(n, n + 9 + (n % 50)))), {
    memLevel: 1,
  }),
};

for (const [name, stream] of Object.entries(STREAMS)) {
  test(`a stream cut at any byte gives what zlib gives: ${name}`, () => {
    for (let length = 0; length <= stream.length; length++) agreesWithZlib(stream.subarray(0, length));
  });

  test(`a stream with any bit wrong ends as and where it does for zlib: ${name}`, () => {
    const step = Math.ceil(stream.length / 300);
    for (let bit = 0; bit < stream.length * 8; bit += step) {
      const bytes = Buffer.from(stream);
      bytes[bit >> 3] = (bytes[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      agreesWithZlib(bytes);
    }
  });
}

test('a stream with some bytes wrong ends as and where it does for zlib', () => {
  const anyWrong = fc.array(fc.tuple(fc.double({ min: 0, max: 0.999999, noNaN: true }), fc.nat(255)), {
    maxLength: 3,
  });
  fc.assert(
    fc.property(anyDeflated(50_000), anyWrong, ({ deflated }, wrong) => {
      const bytes = Buffer.from(deflated);
      for (const [share, byte] of wrong) bytes[Math.floor(share * bytes.length)] = byte;
      agreesWithZlib(bytes);
    }),
    runs(300),
  );
});

test('codes that are none, too many, too few or never used are refused where zlib refuses them', () => {
  fc.assert(fc.property(anyDynamicBlock, agreesWithZlib), runs(2000));
});

test('bytes that are no stream end as and where they do for zlib', () => {
  const anyBytes = fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes));
  fc.assert(fc.property(anyBytes, agreesWithZlib), runs(2000));
});

test('a damaged stream leaves nothing behind for the next one', () => {
  const sound = Object.values(STREAMS).map((stream) => [stream, inflatedByZlib(stream)] as const);
  fc.assert(
    fc.property(anyDynamicBlock, fc.constantFrom(...sound), (block, [stream, wanted]) => {
      inflated([block]);
      assert.deepEqual(inflated([stream]), wanted);
    }),
    runs(1000),
  );
});
