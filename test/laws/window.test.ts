import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { type Span, worstWindow } from '../../src/verdict/window.js';
import { spentSince } from '../support/spent.js';
import { runs } from './runs.js';

/** Counts stopped moments one by one in every window. */
function bruteForce(spans: readonly Span[], length: number): number {
  const stopped = new Set<number>();
  for (const { from, to } of spans) for (let at = from; at < to; at++) stopped.add(at);
  let worst = 0;
  for (let begin = -length; begin < 80; begin++) {
    let sum = 0;
    for (let at = begin; at < begin + length; at++) if (stopped.has(at)) sum++;
    worst = Math.max(worst, sum);
  }
  return worst;
}

const anySpan = fc
  .tuple(fc.nat(40), fc.integer({ min: -2, max: 20 }))
  .map(([from, us]) => ({ from, to: from + us }));

test('the worst window is what counting finds, for spans in any order, touching and overlapping', () => {
  fc.assert(
    fc.property(fc.array(anySpan, { maxLength: 7 }), fc.integer({ min: 1, max: 70 }), (spans, length) => {
      assert.equal(worstWindow(spans, length), bruteForce(spans, length));
    }),
    runs(1500),
  );
});

test('it is at most the window, at most the sum, at least the longest stop that fits', () => {
  const anyLong = fc.tuple(fc.nat(1e12), fc.nat(1e9)).map(([from, us]) => ({ from, to: from + us }));
  fc.assert(
    fc.property(
      fc.array(anyLong, { minLength: 1, maxLength: 20 }),
      fc.integer({ min: 1, max: 3e8 }),
      (spans, length) => {
        const lengths = spans.map(({ from, to }) => to - from);
        const worst = worstWindow(spans, length);
        assert.ok(worst <= length);
        assert.ok(worst <= lengths.reduce((a, b) => a + b));
        assert.ok(worst >= Math.min(length, Math.max(...lengths)));
      },
    ),
    runs(300),
  );
});

test('many stops take no longer than their number deserves', () => {
  const spans = Array.from({ length: 100_000 }, (_, i) => ({ from: i * 100, to: i * 100 + 50 }));
  const spent = spentSince();
  assert.equal(worstWindow(spans, 1000), 500);
  assert.ok(spent() < 2000);
});
