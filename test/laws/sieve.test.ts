import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { scannerFor } from '../../src/sieve/scanner.js';
import type { SievePlan } from '../../src/sieve/sieve.js';
import { naiveSieve } from './naive-sieve.js';
import { anyCuts, cutAt, runs } from './runs.js';
import { sift } from './sifting.js';

/** Bytes of which some make newlines, returns, needles and broken UTF-8 likely. */
const anyChunk = fc.oneof(
  fc.constantFrom(
    '\n',
    '\n\n',
    '\r\n',
    'Unstun:',
    'Unst',
    'un:',
    'CPT: vm was',
    ' stunned',
    'ab',
    'abc',
    'bc',
    '\0',
    '',
  ),
  fc.uint8Array({ maxLength: 6 }),
  fc.constantFrom(65_530, 65_535, 65_536, 65_537, 131_073).map((length) => 'x'.repeat(length)),
);
const anyBytes = fc
  .array(fc.oneof({ weight: 12, arbitrary: anyChunk }, { weight: 6, arbitrary: fc.constant('\n') }), {
    maxLength: 40,
  })
  .map((chunks) =>
    Buffer.concat(
      chunks.map((chunk) => (typeof chunk === 'string' ? Buffer.from(chunk, 'latin1') : Buffer.from(chunk))),
    ),
  );

const anyPlan: fc.Arbitrary<SievePlan> = fc.record({
  needles: fc.uniqueArray(
    fc.record({
      text: fc.constantFrom('Unstun:', 'CPT: vm was stunned', 'abc', 'x', '\r', '\0'),
      before: fc.nat(4),
    }),
    { minLength: 1, maxLength: 3, selector: ({ text }) => text },
  ),
  head: fc.nat(3),
});

/** A plan of which much text was seen is sifted with vectors. */
function newOrNot(plans: fc.Arbitrary<SievePlan>): fc.Arbitrary<SievePlan> {
  return fc.tuple(plans, fc.boolean()).map(([plan, isNew]) => {
    if (!isNew) scannerFor(plan.needles, 1024 * 1024);
    return plan;
  });
}

/** Needles with one `before` for all: which of two needles of a line asks for context is then no question. */
const anyEvenPlan = newOrNot(
  anyPlan.chain((plan) =>
    fc.nat(4).map((before) => ({ ...plan, needles: plan.needles.map((needle) => ({ ...needle, before })) })),
  ),
);

test('the sieve lets through exactly the lines that a naive reader finds, however the bytes are cut', () => {
  fc.assert(
    fc.property(anyBytes, anyEvenPlan, anyCuts, (bytes, plan, cuts) => {
      assert.deepEqual(sift(cutAt(bytes, cuts), plan), naiveSieve(bytes, plan.needles, plan.head));
    }),
    runs(400),
  );
});

test('a log may come byte by byte', () => {
  fc.assert(
    fc.property(
      anyBytes.filter(({ length }) => length < 2000),
      anyEvenPlan,
      (bytes, plan) => {
        const pieces = [...bytes].map((byte) => Buffer.of(byte));
        assert.deepEqual(sift(pieces, plan), naiveSieve(bytes, plan.needles, plan.head));
      },
    ),
    runs(100),
  );
});

test('a line with several needles comes with the context that the most demanding of them asks for', () => {
  const needles = [
    { text: 'displayName', before: 0 },
    { text: 'Unstun:', before: 2 },
  ];
  const bytes = Buffer.from('one\ntwo\nthree\ndisplayName| vmx| Checkpoint_Unstun: 9\n');
  assert.deepEqual(sift([bytes], { needles, head: 0 }), naiveSieve(bytes, needles, 0));
});

test('a line over 64 KiB is cut before the last place that may begin an entry', () => {
  const needles = [{ text: 'stop', before: 0 }];
  const breaks = /#|\r/g;
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom('#', '\r', 'stop', 'x'.repeat(30_000), 'y'.repeat(65_536)), { maxLength: 12 }),
      anyCuts,
      (parts, cuts) => {
        const bytes = Buffer.from(`.\n${parts.join('')}\n.\n`);
        assert.deepEqual(
          sift(cutAt(bytes, cuts), { needles, head: 0, breaks }),
          naiveSieve(bytes, needles, 0, breaks),
        );
      },
    ),
    runs(60),
  );
});

test('an empty log is its end', () => {
  const plan = { needles: [{ text: 'Unstun:', before: 8 }], head: 40 };
  assert.deepEqual(sift([], plan), { lines: [], long: [], end: 0, cut: false });
  assert.deepEqual(sift([Buffer.alloc(0)], plan), { lines: [], long: [], end: 0, cut: false });
});

test('a needle is found however far into its line it stands', () => {
  for (const length of [0, 65_529, 65_536, 200_000, 1_000_000]) {
    const bytes = Buffer.from(`.\n${'x'.repeat(length)}Unstun:\n.\n`);
    const { lines } = sift([bytes], { needles: [{ text: 'Unstun:', before: 0 }], head: 0 });
    assert.equal(lines.filter((one) => one.endsWith('Unstun:')).length, 1, `${length}`);
  }
});
