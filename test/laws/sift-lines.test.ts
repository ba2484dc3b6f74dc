import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { naiveSieve } from './naive-sieve.js';
import { anyCuts, cutAt, runs } from './runs.js';
import { siftedLines } from './sifting.js';

const PLAN = { needles: [{ text: 'Unstun:', before: 2 }], head: 2 };

const anyText = fc
  .array(
    fc.oneof(
      fc.constantFrom('\n', '\n', '\n', 'Unstun:', '\r\n', '12:34', '5!', '7=', '원본', '\ud83d\ude00'),
      fc.string({ unit: 'binary', maxLength: 5 }),
    ),
    { maxLength: 40 },
  )
  .map((parts) => Buffer.from(parts.join('')));

test('lines come out decoded, in order, with their offsets, and the end is the length', async () => {
  await fc.assert(
    fc.asyncProperty(anyText, anyCuts, async (log, cuts) => {
      const expected = naiveSieve(log, PLAN.needles, PLAN.head);
      const lines = await siftedLines(cutAt(log, cuts), PLAN);
      const shown = lines.flatMap((line) =>
        line.kind === 'hit' || line.kind === 'context'
          ? [`${line.offset}${line.kind === 'hit' ? ':' : '-'}${line.text}`]
          : [],
      );
      const decoded = expected.lines.map((line) => Buffer.from(line, 'latin1').toString('utf8'));
      assert.deepEqual(shown, decoded);
      assert.deepEqual(lines.at(-1), { kind: 'end', offset: log.length, cut: expected.cut });
    }),
    runs(150),
  );
});

test('many lines and lines of every length come out as they are', async () => {
  const lengths = [0, 1, 4000, 65_536, 65_537, 200_000];
  const texts = Array.from({ length: 4000 }, (_, i) => `Unstun: ${i}`.padEnd(lengths[i % 997] ?? 90, 'x'));
  const log = Buffer.from(`${texts.join('\n')}\nUnstun:`);
  const lines = await siftedLines([log], PLAN);
  const came = lines.flatMap((line) => ('text' in line ? [`${line.offset}:${line.text}`] : []));
  // The first line stands in the head; pieces of a long line that hold no needle are left out.
  assert.deepEqual(
    came,
    naiveSieve(log, PLAN.needles, PLAN.head).lines.map((line) => line.replace(/^(\d+)[-:]/, '$1:')),
  );
  assert.equal(lines.filter(({ kind }) => kind === 'long').length, 10);
  assert.deepEqual(lines.at(-1), { kind: 'end', offset: log.length, cut: true });
});

test('broken UTF-8 becomes the replacement character and disturbs no other line', async () => {
  const log = Buffer.concat([Buffer.from('a\nb\nc\n'), Buffer.of(0xc3, 10), Buffer.from('Unstun: \u00e9\n')]);
  const texts = (await siftedLines([log], PLAN)).map((line) => ('text' in line ? line.text : line.kind));
  assert.deepEqual(texts, ['a', 'b', 'c', '\ufffd', 'Unstun: \u00e9', 'end']);
});

test('any bytes in a line are decoded as they are by themselves', async () => {
  const anyLine = fc
    .uint8Array({ maxLength: 12 })
    .map((bytes) => Buffer.from(bytes.filter((byte) => byte !== 10)));
  await fc.assert(
    fc.asyncProperty(fc.array(anyLine, { minLength: 1, maxLength: 8 }), async (texts) => {
      const log = Buffer.concat(texts.flatMap((text) => [text, Buffer.from('\n')]));
      const lines = await siftedLines([log], { needles: [], head: 8 });
      const came = lines.flatMap((line) => ('text' in line ? [line.text] : []));
      assert.deepEqual(
        came,
        texts.map((text) => text.toString('utf8')),
      );
    }),
    runs(300),
  );
});
