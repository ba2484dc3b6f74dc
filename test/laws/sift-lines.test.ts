import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { SievedLine } from '../../src/model/line.js';
import { siftInto, siftLines } from '../../src/sieve/lines.js';
import { Packer, unpack } from '../../src/sieve/parcel.js';
import { naiveSieve } from './naive-sieve.js';
import { anyCuts, cutAt, runs } from './runs.js';

const PLAN = { needles: [{ text: 'Unstun:', before: 2 }], head: 2 };

async function sift(pieces: readonly Buffer[]): Promise<SievedLine[]> {
  const lines: SievedLine[] = [];
  for await (const batch of siftLines(source(pieces), PLAN)) lines.push(...batch);
  return lines;
}

async function siftAndPack(pieces: readonly Buffer[]): Promise<SievedLine[]> {
  const lines: SievedLine[] = [];
  for await (const parcel of siftInto(new Packer(), source(pieces), PLAN)) lines.push(...unpack(parcel));
  return lines;
}

async function* source(pieces: readonly Buffer[]): AsyncGenerator<Buffer> {
  yield* pieces;
}

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
      const lines = await sift(cutAt(log, cuts));
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

test('lines that are packed for another thread are the same when they are unpacked', async () => {
  await fc.assert(
    fc.asyncProperty(anyText, anyCuts, async (log, cuts) => {
      const pieces = cutAt(log, cuts);
      assert.deepEqual(await siftAndPack(pieces), await sift(pieces));
    }),
    runs(150),
  );
});

test('many lines and lines of every length are packed into parcels that hold them all', async () => {
  const lengths = [0, 1, 4000, 65_536, 65_537, 200_000];
  const lines = Array.from({ length: 4000 }, (_, i) => `Unstun: ${i}`.padEnd(lengths[i % 997] ?? 90, 'x'));
  const pieces = [Buffer.from(`${lines.join('\n')}\nUnstun:`)];
  const packed = await siftAndPack(pieces);
  assert.deepEqual(packed, await sift(pieces));
  assert.ok(packed.some(({ kind }) => kind === 'long'));
  assert.deepEqual(packed.at(-1), { kind: 'end', offset: pieces[0]?.length, cut: true });
});

test('broken UTF-8 becomes the replacement character and disturbs no other line', async () => {
  const log = Buffer.concat([Buffer.from('a\nb\nc\n'), Buffer.of(0xc3, 10), Buffer.from('Unstun: \u00e9\n')]);
  const texts = (await sift([log])).map((line) => ('text' in line ? line.text : line.kind));
  assert.deepEqual(texts, ['a', 'b', 'c', '\ufffd', 'Unstun: \u00e9', 'end']);
});

test('an error of the source is thrown to the reader', async () => {
  const source = (async function* () {
    yield Buffer.from('a\n');
    throw new Error('disk gone');
  })();
  await assert.rejects(async () => {
    for await (const _ of siftLines(source, PLAN));
  }, /disk gone/);
});
