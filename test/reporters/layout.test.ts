import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import stringWidth from 'string-width';
import { visible } from '../../src/model/text.js';
import { fit } from '../../src/reporters/fit.js';
import { cut } from '../../src/reporters/text/cut.js';
import { wrap } from '../../src/reporters/text/wrap.js';
import { anyText } from './any-report.js';

const anyWant = fc
  .record({ least: fc.integer({ min: 1, max: 30 }), more: fc.nat(40), keep: fc.nat(9) })
  .map(({ least, more, keep }) => ({ least, need: least + more, keep }));
const anySide = fc.constantFrom<'start' | 'end'>('start', 'end');
const anyWants = fc.array(anyWant, { minLength: 1, maxLength: 9 });

test('columns fit the room, none below its least or above its need', () => {
  fc.assert(
    fc.property(anyWants, fc.integer({ min: 1, max: 200 }), (wants, room) => {
      const widths = fit(wants, room);
      const staying = widths.filter((width) => width !== null);
      assert.ok(staying.reduce((sum, width) => sum + width + 2, -2) <= room);
      wants.forEach(({ least, need }, index) => {
        const width = widths[index] ?? null;
        assert.ok(width === null || (width >= Math.min(least, room) && width <= need));
      });
    }),
  );
});

test('the least important column goes first, and the room that is left goes to the most important', () => {
  const wants = [
    { least: 10, need: 30, keep: 1 },
    { least: 10, need: 30, keep: 3 },
    { least: 10, need: 10, keep: 2 },
  ];
  assert.deepEqual(fit(wants, 22), [null, 10, 10]);
  assert.deepEqual(fit(wants, 36), [10, 12, 10]);
  assert.deepEqual(fit(wants, 58), [14, 30, 10]);
  assert.deepEqual(fit(wants, 400), [30, 30, 10]);
  assert.deepEqual(fit(wants, null), [30, 30, 10]);
  assert.deepEqual(fit(wants, 3), [null, 3, null]);
});

test('wide letters take two columns, marks none, and no letter is cut in two', () => {
  assert.equal(cut('数据库数据库', 6, 'end'), '数据…');
  assert.equal(cut('数据库数据库', 6, 'start'), '…据库');
  assert.equal(cut('𠮷𠮷𠮷', 4, 'end'), '𠮷…');
  assert.equal(cut('e\u0301e\u0301e\u0301', 2, 'end'), 'e\u0301…');
  assert.equal(cut('vmware.log', 10, 'end'), 'vmware.log');
  assert.equal(cut('x/vmware.log', 11, 'start'), '…vmware.log');
});

test('a text is cut to the room, and one that fits is left alone', () => {
  fc.assert(
    fc.property(anyText.map(visible), fc.integer({ min: 1, max: 40 }), anySide, (text, room, side) => {
      const short = cut(text, room, side);
      assert.ok(stringWidth(short) <= room);
      assert.ok(stringWidth(short) >= Math.min(room, stringWidth(text)) - 1);
      assert.equal(short === text, stringWidth(text) <= room);
    }),
  );
});

test('wrapping loses no letter but spaces and keeps to the room', () => {
  fc.assert(
    fc.property(anyText.map(visible), fc.integer({ min: 4, max: 60 }), (text, room) => {
      const lines = wrap(text, room);
      for (const line of lines) assert.ok(stringWidth(line) <= room);
      assert.equal(lettersOf(lines.join('')), lettersOf(text));
    }),
  );
  assert.deepEqual(wrap('one two three', 7), ['one two', 'three']);
  assert.deepEqual(wrap('abcd \u0301', 4), ['abcd\u0301']);
  assert.deepEqual(wrap('one  two', 5), ['one', 'two']);
  assert.deepEqual(wrap('one two', null), ['one two']);
});

/** A text without its spaces; a letter and its mark are one where there is one letter for both. */
function lettersOf(text: string): string {
  return text.replaceAll(' ', '').normalize();
}
