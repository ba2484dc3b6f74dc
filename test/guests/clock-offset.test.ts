import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { WallSpan } from '../../src/model/guest.js';
import { clockOffset, type TimeSpan } from '../../src/verdict/clock-offset.js';

const LIMITS = { from: -600, to: 600 };

const anyWindows = fc.array(fc.record({ from: fc.nat(3000), length: fc.nat(30), unitUs: fc.nat(5) }), {
  maxLength: 5,
});
const anyCreates = fc.array(fc.record({ from: fc.nat(3000), length: fc.nat(12) }), { maxLength: 5 });

function spans(parts: readonly { readonly from: number; readonly length: number }[]): TimeSpan[] {
  return parts.map(({ from, length }) => ({ from, to: from + length })).sort((a, b) => a.from - b.from);
}

/** How many windows hold a creation if so much is added to their clock; every offset is tried. */
function heldAt(offset: number, windows: readonly WallSpan[], creates: readonly TimeSpan[]): number {
  return windows.filter(({ from, to, unitUs }) =>
    creates.some((create) => from + offset <= create.from && create.to <= to + unitUs + offset),
  ).length;
}

function triedOffsets(windows: readonly WallSpan[], creates: readonly TimeSpan[]) {
  const held = Array.from({ length: LIMITS.to - LIMITS.from + 1 }, (_, index) =>
    heldAt(LIMITS.from + index, windows, creates),
  );
  const most = Math.max(...held);
  const best = held.flatMap((count, index) => (count === most ? [LIMITS.from + index] : []));
  const isOneRange = best.every((offset, index) => index === 0 || offset === (best[index - 1] ?? 0) + 1);
  return { most, best, isOneRange };
}

test('the range of offsets is the one that trying each of them finds, or none', () => {
  let found = 0;
  fc.assert(
    fc.property(anyWindows, anyCreates, (parts, others) => {
      const windows = parts.map(({ from, length, unitUs }) => ({ from, to: from + length, unitUs }));
      const creates = spans(others);
      const offset = clockOffset(windows, creates, LIMITS);
      const { most, best, isOneRange } = triedOffsets(windows, creates);
      if (offset === null) {
        // Ranges that touch are several for the program, and one for who tries whole numbers only.
        const isWhole = most === windows.length || most === creates.length;
        const isProved = most > 1 || (windows.length === 1 && creates.length === 1 && most === 1);
        if (most > 0 && isWhole && isProved && isOneRange) assert.ok(best.length > 1);
        return;
      }
      found++;
      assert.deepEqual([offset.least, offset.most, offset.pairs], [best[0], best.at(-1), most]);
    }),
    { numRuns: 3000 },
  );
  assert.ok(found > 30, `${found}`);
});

test('a true offset of several nights is in the range that is found', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: -500, max: 500 }),
      fc.array(
        fc.record({ gap: fc.integer({ min: 2000, max: 9000 }), early: fc.nat(9), length: fc.nat(5) }),
        {
          minLength: 2,
          maxLength: 8,
        },
      ),
      (offset, nights) => {
        let at = 0;
        const creates: TimeSpan[] = [];
        const windows = nights.map(({ gap, early, length }) => {
          at += gap;
          creates.push({ from: at, to: at + length });
          return { from: at - early - offset, to: at + length + 3 - offset, unitUs: 1 };
        });
        const found = clockOffset(windows, creates, LIMITS);
        assert.ok(found !== null);
        assert.ok(found.least <= offset && offset <= found.most);
        assert.equal(found.pairs, nights.length);
      },
    ),
  );
});

test('the published example: a stop of 1.09 s and a window of 5 s, 16.3 to 22.4 s apart', () => {
  const at = (time: string) => Date.parse(`2017-01-04T${time}Z`) * 1000;
  const window = { from: at('21:30:36'), to: at('21:30:41'), unitUs: 1_000_000 };
  const create = { from: at('21:30:18.570'), to: at('21:30:19.662') };
  assert.deepEqual(clockOffset([window], [create], { from: -600_000_000, to: 600_000_000 }), {
    least: -22_338_000,
    most: -17_430_000,
    pairs: 1,
  });
});

test('where thousands of windows and creations lie close together, nothing is proposed', () => {
  const creates = Array.from({ length: 10_000 }, (_, index) => ({ from: index * 10, to: index * 10 + 1 }));
  const windows = creates.map(({ from, to }) => ({ from: from - 2, to: to + 2, unitUs: 1 }));
  assert.equal(clockOffset(windows, creates, { from: -90_000, to: 90_000 }), null);
});

test('one pair proves nothing where there are more windows or creations', () => {
  const window = { from: 100, to: 110, unitUs: 0 };
  const create = { from: 105, to: 106 };
  const far = { from: 5000, to: 5001 };
  assert.notEqual(clockOffset([window], [create], LIMITS), null);
  assert.equal(clockOffset([window], [create, far], LIMITS), null);
  assert.equal(clockOffset([window, { ...window, from: 9000, to: 9010 }], [create], LIMITS), null);
  assert.equal(clockOffset([window], [create, { from: 300, to: 301 }], LIMITS), null);
  assert.equal(clockOffset([], [create], LIMITS), null);
  assert.equal(clockOffset([window], [], LIMITS), null);
});
