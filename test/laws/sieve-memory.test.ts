import assert from 'node:assert/strict';
import { test } from 'node:test';
import { spentSince } from '../support/spent.js';
import { sift } from './sifting.js';

const MB = 1024 * 1024;
const PIECE = 256 * 1024;
const PLAN = { needles: [{ text: 'Unstun:', before: 8 }], head: 40 };

function bytesInUse(): number {
  const { arrayBuffers, heapUsed } = process.memoryUsage();
  return arrayBuffers + heapUsed;
}

/** Gives one piece many times, and tells the most memory that was in use meanwhile. */
function repeated(piece: Buffer, times: number) {
  const before = bytesInUse();
  let most = 0;
  function* pieces() {
    for (let i = 0; i < times; i++) {
      if (i % 10 === 0) most = Math.max(most, bytesInUse() - before);
      yield piece;
    }
  }
  return { pieces: pieces(), most: () => most };
}

test('one endless line of 50 MB is never held, is named once and cut at 64 KiB', () => {
  const { pieces, most } = repeated(Buffer.alloc(PIECE, 'x'), 200);
  assert.deepEqual(sift(pieces, PLAN), {
    lines: [`0-${'x'.repeat(65_536)}`],
    long: [0],
    end: 200 * PIECE,
    cut: true,
  });
  assert.ok(most() < 16 * MB, `${most()} bytes in use`);
});

test('lines that are not asked for are not kept, however many there are', () => {
  const block = Buffer.from(`${'noise '.repeat(10)}\n`.repeat(4000));
  const { pieces, most } = repeated(block, 400);
  const { lines, end } = sift(pieces, PLAN);
  assert.equal(lines.length, PLAN.head + 1);
  assert.equal(end, 400 * block.length);
  assert.ok(most() < 32 * MB, `${most()} bytes in use`);
});

test('many long lines in one piece take no longer than their bytes deserve', () => {
  const line = `${'x'.repeat(100_000)}Unstun:\n`;
  const spent = spentSince();
  const { lines, long } = sift([Buffer.from(line.repeat(100)), Buffer.from(line.repeat(100))], PLAN);
  assert.equal(long.length, 200);
  // The first pieces of the first lines, and the second piece of each, which holds the needle.
  assert.equal(lines.length, PLAN.head + 200);
  assert.ok(spent() < 5_000);
});
