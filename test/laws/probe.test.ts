import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { NEEDLES } from '../../src/messages/catalogue.js';
import { Cursor } from '../../src/sieve/cursor.js';
import { probeFor } from '../../src/sieve/probe.js';
import { runs } from './runs.js';

function allOf(cursor: Cursor, block: Buffer): number[] {
  const found: number[] = [];
  cursor.open(block, 0);
  for (let at = cursor.seek(0); at !== -1; at = cursor.seek(at + 1)) found.push(at);
  return found;
}

function naively(needle: string, block: string): number[] {
  return [...block].flatMap((_, at) => (block.startsWith(needle, at) ? [at] : []));
}

test('the probe of a needle is a piece of it, at the place where it says', () => {
  for (const needle of [...NEEDLES.map(({ text }) => text), 'x', 'ab', 'aaaaaaaaaaaa']) {
    const { bytes, at } = probeFor(needle);
    assert.ok(bytes.length > 0);
    assert.equal(needle.slice(at, at + bytes.length), bytes.toString('latin1'));
  }
});

test('every needle is found at every place where it stands, and nowhere else', () => {
  const anyNeedle = fc.oneof(
    fc.constantFrom(...NEEDLES.map(({ text }) => text)),
    fc.string({ unit: fc.constantFrom('a', 'b', 'Z', ':'), minLength: 1, maxLength: 9 }),
  );
  const law = fc.property(
    anyNeedle.chain((needle) =>
      fc.tuple(
        fc.constant(needle),
        fc.array(
          fc.oneof(
            fc.constant(needle),
            fc.nat(needle.length).map((at) => needle.slice(at)),
            fc.nat(needle.length).map((at) => needle.slice(0, at)),
            fc.string({ unit: fc.constantFrom('a', 'b', ' ', '\0', '\u00ff'), maxLength: 3 }),
          ),
          { maxLength: 8 },
        ),
      ),
    ),
    ([needle, parts]) => {
      const block = parts.join('');
      const cursor = new Cursor({ text: needle, before: 0 });
      assert.equal(cursor.length, needle.length);
      assert.deepEqual(allOf(cursor, Buffer.from(block, 'latin1')), naively(needle, block));
    },
  );
  fc.assert(law, runs(400));
});

test('a needle is found where its own piece stands just before it', () => {
  for (const [needle, block] of [
    ['aaaaaaaab', 'aaaaaaaaaab'],
    ['abababab:', 'ababababab:'],
    ['xyzxyzxyz!', 'xyzxyzxyzxyz!'],
  ] as const)
    assert.deepEqual(
      allOf(new Cursor({ text: needle, before: 0 }), Buffer.from(block)),
      naively(needle, block),
    );
});
