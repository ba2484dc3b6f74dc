import assert from 'node:assert/strict';
import { test } from 'node:test';
import { deflateRawSync } from 'node:zlib';
import fc from 'fast-check';
import { Inflater } from '../../src/sources/inflate/inflater.js';
import { anyDeflated, anyOptions, byteByByte, inflated } from './deflated.js';
import { anyCuts, cutAt, runs } from './runs.js';

test('what was deflated comes out again, however it is cut, and what follows is not used', () => {
  fc.assert(
    fc.property(anyDeflated(200_000), anyCuts, fc.uint8Array(), ({ content, deflated }, cuts, more) => {
      const wanted = { state: 'done', output: content, used: deflated.length };
      assert.deepEqual(inflated([deflated]), wanted);
      assert.deepEqual(inflated(byteByByte(deflated)), wanted);
      assert.deepEqual(inflated(cutAt(Buffer.concat([deflated, more]), cuts)), wanted);
    }),
    runs(150),
  );
});

test('a stream of megabytes comes out again, and what is far back is still known', () => {
  const far = fc.uint8Array({ minLength: 32_400, maxLength: 33_000 });
  fc.assert(
    fc.property(far, anyOptions, fc.integer({ min: 40, max: 90 }), anyCuts, (block, options, times, cuts) => {
      const content = Buffer.concat(
        Array.from({ length: times }, (_, at) => Buffer.from(block).fill(at, 0, at * 40)),
      );
      const deflated = deflateRawSync(content, options);
      const { state, output, used } = inflated(cutAt(deflated, cuts));
      assert.deepEqual({ state, used }, { state: 'done', used: deflated.length });
      assert.ok(output.equals(content));
    }),
    runs(10),
  );
});

const TEXT = Buffer.from(Array.from({ length: 100_000 }, (_, at) => `line ${at} of a log\n`).join(''));

test('what is cut for want of room is cut between blocks of 512 bytes, wherever the stream begins', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 2000 }), anyOptions, (skipped, options) => {
      // No more than is inflated at once.
      const deflated = deflateRawSync(TEXT.subarray(skipped), options).subarray(0, 100_000);
      const lengths = [...new Inflater().inflate(deflated)].map(({ length }) => length);
      assert.deepEqual(
        lengths.slice(0, -1).filter((length) => length % 512 !== 0),
        [],
      );
    }),
    runs(20),
  );
});

test('each byte comes once, also where the input ends every time when the room is nearly full', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 40 }), anyOptions, (size, options) => {
      const deflated = deflateRawSync(TEXT, options);
      const count = Math.ceil(deflated.length / size);
      const parts = Array.from({ length: count }, (_, at) => deflated.subarray(at * size, (at + 1) * size));
      assert.ok(inflated(parts).output.equals(TEXT));
    }),
    runs(10),
  );
});

test('streams that are read at the same time do not disturb each other', () => {
  fc.assert(
    fc.property(fc.array(anyDeflated(60_000), { minLength: 2, maxLength: 5 }), anyCuts, (streams, cuts) => {
      const open = streams.map(({ deflated }) => {
        const pieces = cutAt(deflated, cuts);
        return { inflater: new Inflater(), pieces, output: [Buffer.of()] };
      });
      for (let turn = 0; turn <= cuts.length; turn++) {
        for (const { inflater, pieces, output } of open) {
          for (const bytes of inflater.inflate(pieces[turn] ?? Buffer.of())) output.push(Buffer.from(bytes));
        }
      }
      assert.deepEqual(
        open.map(({ inflater, output }) => [inflater.state, Buffer.concat(output)]),
        streams.map(({ content }) => ['done', content]),
      );
    }),
    runs(50),
  );
});

test('a hundred thousand streams, one after the other, need the memory of one', () => {
  const deflated = deflateRawSync(Buffer.alloc(2000, 'stunned '));
  const read = (count: number) => {
    for (let n = 0; n < count; n++) assert.equal(inflated([deflated]).output.length, 2000);
    return process.memoryUsage().rss;
  };
  const before = read(1000);
  assert.ok(read(100_000) - before < 64 * 1024 * 1024);
});

test('a stream that its reader leaves early is cut, and gives nothing more', () => {
  const deflated = deflateRawSync(Buffer.alloc(5_000_000, 'x'));
  const inflater = new Inflater();
  const output = inflater.inflate(deflated);
  assert.equal(output.next().done, false);
  inflater.finish();
  assert.equal(inflater.state, 'cut');
  assert.equal(output.next().done, true);
  assert.deepEqual([...inflater.inflate(deflated)], []);
  assert.equal(inflated([deflated]).output.length, 5_000_000);
});
