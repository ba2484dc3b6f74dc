import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { readPrefix } from '../../src/messages/prefix.js';
import { FAMILIES, type Family, line } from '../support/log-lines.js';
import { runs } from './runs.js';

const HOSTED: Readonly<Record<Family, boolean>> = {
  yearless: false,
  plain: false,
  I120: false,
  I125: false,
  I005: true,
  esx8: false,
  hosted8: true,
  structured: false,
  'hosted-structured': true,
};
const HAS_OP_ID: readonly Family[] = ['esx8', 'structured', 'hosted-structured'];

const anyThread = fc.constantFrom('vmx', 'vcpu-0', 'vcpu-127', 'Worker#0', 'mks', 'vmx-vthread-7', 'svga');

/** opIDs as the format reference has them: letters, digits, `-`, `:`, at most 128 characters on ESX. */
export const anyOpId = fc.oneof(
  fc.constantFrom(
    'vim-cmd-09-a45d',
    'e0ada929',
    '5df670d8-d8-2afb',
    'lnx6ehce-42910-auto-x40-h5:70004075-b2-a9-003a',
    `${'a1-:'.repeat(31)}-x-9`,
  ),
  fc
    .string({ unit: fc.constantFrom(...'abcXYZ019-:'), minLength: 1, maxLength: 127 })
    .map((text) => `${text}7`),
);
const anyMessage = fc.oneof(
  fc.constantFrom('Checkpoint_Unstun: vm stopped for 5 us', 'CPT: vm was stunned for 5 us', 'a|b| c', ''),
  fc.string({ unit: 'grapheme', maxLength: 30 }).filter((text) => !/^\s|[\n\r]/.test(text)),
);
const anyAt = fc.integer({ min: 864e5, max: 4e12 }).map((ms) => new Date(ms));

for (const family of FAMILIES) {
  test(`${family}: thread, opId, time and message come back as they were written`, () => {
    const law = fc.property(
      anyAt,
      anyThread,
      fc.option(anyOpId),
      fc.constantFrom(0, 330, -420),
      anyMessage,
      fc.boolean(),
      (at, thread, opId, offset, message, continued) => {
        const text = line(family, { at, thread, opId, offset, message, continued });
        const prefix = readPrefix(text, HOSTED[family]);
        assert.ok(prefix !== null, text);
        assert.equal(prefix.shape, 'plain');
        assert.equal(prefix.message, message);
        assert.equal(prefix.thread, thread);
        assert.equal(prefix.opId, HAS_OP_ID.includes(family) ? opId : null);
        assert.equal(prefix.origin, null);
        assert.equal(prefix.continuation, continued && !['yearless', 'plain'].includes(family));
        if (family === 'yearless') assert.equal(prefix.stamp?.kind, 'yearless');
        else assert.ok(prefix.stamp?.kind === 'full' && prefix.stamp.at === at.getTime() * 1000);
      },
    );
    fc.assert(law, runs(80));
  });
}

test('in form E the values of the brackets may hold escaped quotes, brackets and backslashes', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom(...'ab "\\][='), minLength: 1, maxLength: 12 }),
      fc.string({ unit: fc.constantFrom(...'ab1 "\\]'), minLength: 1, maxLength: 12 }),
      (thread, opId) => {
        const text = line('structured', { at: new Date(0), thread, opId, message: 'text] "x' });
        const prefix = readPrefix(text, null);
        assert.deepEqual([prefix?.thread, prefix?.opId, prefix?.message], [thread, opId, 'text] "x']);
      },
    ),
    runs(200),
  );
});

test('the header was rotated away: an opID with a digit is still told from the message', () => {
  fc.assert(
    fc.property(
      anyOpId.filter((opId) => !opId.endsWith(':')),
      (opId) => {
        const message = 'Checkpoint_Unstun: vm stopped for 5 us';
        const prefix = readPrefix(line('esx8', { at: new Date(0), opId, message }), null);
        assert.deepEqual([prefix?.opId, prefix?.message], [opId, message]);
      },
    ),
    runs(100),
  );
});

test('only the lone dash, and the id in the brackets, tell the product by the form of a line', () => {
  const at = new Date(0);
  const told = FAMILIES.map((family) => readPrefix(line(family, { at, message: 'x' }), null)?.hosted);
  assert.deepEqual(told, [null, null, null, null, null, false, null, false, true]);
});

for (const level of ['In(05)', 'No(00)', 'Wa(03)', 'Er(02)', 'Cr(01)']) {
  test(`${level} is a level of form D`, () => {
    assert.equal(readPrefix(`2025-10-28T13:33:06.256Z ${level} vmx - text`, false)?.message, 'text');
  });
}

test('the number of a level is not fixed: two digits of any value', () => {
  assert.equal(readPrefix('2025-10-28T13:33:06.256Z In(10) vmx - text', false)?.message, 'text');
});

for (const level of ['I103', 'I120', 'W110', 'A115', 'E105', 'A000', 'I005']) {
  test(`${level} is a level of form C`, () => {
    assert.equal(readPrefix(`2015-10-27T22:01:42.149Z| vmx| ${level}: text`, null)?.message, 'text');
    assert.equal(readPrefix(`2015-10-27T22:01:42.149Z| vmx| ${level}+ text`, null)?.continuation, true);
  });
}

test('a first word that ends with a colon is the message’s, not an opID', () => {
  for (const word of ['Guest:', 'scsi0:', 'nvme0:4:', 'X1:']) {
    const text = line('hosted8', {
      at: new Date(0),
      message: `${word} Checkpoint_Unstun: vm stopped for 5 us`,
    });
    assert.deepEqual(
      [readPrefix(text, null)?.opId, readPrefix(text, null)?.message.split(' ')[0]],
      [null, word],
    );
  }
});
