import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { NEEDLES } from '../../src/messages/catalogue.js';
import type { Needle } from '../../src/model/line.js';
import { noWork } from '../../src/model/work.js';
import { PlainScanner } from '../../src/sieve/plain-scanner.js';
import { type Scanner, scannerFor } from '../../src/sieve/scanner.js';
import { SimdScanner } from '../../src/sieve/simd-scanner.js';
import { isIn } from './naive-sieve.js';
import { runs } from './runs.js';

const LIMIT = 65_536;
const MUCH = 1024 * 1024;

function linesFound(scanner: Scanner, text: string): number[][] {
  const found: number[][] = [];
  const length = scanner.room.write(text, 'latin1');
  scanner.scan(0, length, (begin, end, before) => found.push([begin, end, before]), noWork());
  return found;
}

function naively(needles: readonly Needle[], text: string): number[][] {
  let end = -1;
  return text
    .split('\n')
    .slice(0, -1)
    .flatMap((line) => {
      const begin = end + 1;
      end = begin + line.length;
      const held = needles.filter((needle) => isIn(line, needle));
      return held.length > 0 ? [[begin, end, Math.max(...held.map(({ before }) => before))]] : [];
    });
}

const anyNeedle = fc.record({
  text: fc.oneof(
    fc.constantFrom(...NEEDLES.map(({ text }) => text)),
    fc.string({ unit: fc.constantFrom('a', 'b', 'Z', ':', '\0', '\r'), minLength: 1, maxLength: 9 }),
  ),
  before: fc.nat(9),
});

/** Needles, and a text of whole lines with them, pieces of them, and bytes that share a half with theirs. */
const anyTask = fc
  .uniqueArray(anyNeedle, { minLength: 0, maxLength: 24, selector: ({ text }) => text })
  .chain((needles) => {
    const part = fc.constantFrom('', ...needles.map(({ text }) => text));
    const chunk = fc.oneof(
      part,
      fc.tuple(part, fc.nat(9)).map(([text, at]) => text.slice(at)),
      fc.tuple(part, fc.nat(9)).map(([text, at]) => text.slice(0, at)),
      part.map((text) => text.replace(/./g, (one) => String.fromCharCode((one.charCodeAt(0) + 16) % 256))),
      fc.string({ unit: fc.constantFrom('a', 'q', '\n', '\0', '\u00ff'), maxLength: 20 }),
      fc.constantFrom('x'.repeat(64), 'x'.repeat(LIMIT - 2)),
    );
    const text = fc
      .array(fc.oneof({ weight: 3, arbitrary: chunk }, { weight: 1, arbitrary: fc.constant('\n') }), {
        maxLength: 60,
      })
      .map((chunks) => `${chunks.join('').slice(0, 4 * LIMIT)}\n`);
    return fc.record({ needles: fc.constant(needles), text, other: text });
  });

for (const [name, make] of [
  ['with vectors', (needles: readonly Needle[]) => new SimdScanner(needles)],
  ['plainly', (needles: readonly Needle[]) => new PlainScanner(needles)],
] as const) {
  test(`scanning ${name} finds the lines with a needle and no other, whatever text it was fitted to`, () => {
    const law = fc.property(anyTask, ({ needles, text, other }) => {
      const scanner = make(needles);
      assert.deepEqual(linesFound(scanner, other), naively(needles, other));
      assert.deepEqual(linesFound(scanner, text), naively(needles, text));
    });
    fc.assert(law, runs(300));
  });

  test(`scanning ${name} finds all of more lines than fit into one answer`, () => {
    const scanner = make([{ text: 'ab', before: 3 }]);
    const text = 'ab\nabab\nabcab\nx\n'.repeat(10_000);
    assert.deepEqual(linesFound(scanner, text), naively([{ text: 'ab', before: 3 }], text));
  });

  test(`scanning ${name} works through a room filled to its last byte`, () => {
    const needles = [{ text: 'Unstun:', before: 8 }];
    const scanner = make(needles);
    const line = `${'x'.repeat(99)}Unstun:\n`;
    const text = line.repeat(Math.ceil(scanner.room.length / line.length)).slice(-scanner.room.length);
    assert.deepEqual(linesFound(scanner, text), naively(needles, text));
  });
}

test('the vectors are used where they are, and needles beyond their memory are sought without them', () => {
  assert.ok(scannerFor([...NEEDLES], MUCH) instanceof SimdScanner);
  assert.equal(scannerFor(NEEDLES, MUCH), scannerFor(NEEDLES, 1));
  const many = Array.from({ length: 200 }, (_, i) => ({ text: `needle ${i};`, before: 0 }));
  const scanner = scannerFor(many, MUCH);
  assert.ok(scanner instanceof PlainScanner);
  assert.deepEqual(linesFound(scanner, 'x\nneedle 199;\n'), [[2, 13, 0]]);
});

test('a little text is scanned plainly, for vectors take longer to be ready', () => {
  const needles = [...NEEDLES];
  assert.ok(scannerFor(needles, 300_000) instanceof PlainScanner);
  assert.equal(scannerFor(needles, 200_000), scannerFor(needles, 0));
  assert.ok(scannerFor(needles, 100_000) instanceof SimdScanner);
});

test('a needle that no line can hold as it is written is refused', () => {
  for (const text of ['', 'a\nb', 'caf\u00e9'])
    assert.throws(() => scannerFor([{ text, before: 0 }], 0), /needle must be ASCII/);
});

test('few places of a log look like a needle and are none', () => {
  const work = noWork();
  const scanner = new SimdScanner(NEEDLES);
  const line =
    '2024-03-07T22:04:11.330Z In(05) vcpu-0 - Guest: kernel: [931992.228] nfs: server 10.6.2.1 not responding\n';
  const length = scanner.room.write(line.repeat(1000), 'latin1');
  scanner.scan(0, length, () => assert.fail('no line holds a needle'), work);
  assert.equal(work.candidates, 0);
});
