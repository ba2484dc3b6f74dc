import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { readPrefix } from '../../src/messages/prefix.js';
import { FAMILIES, unstunLine } from '../support/log-lines.js';
import { spentSince } from '../support/spent.js';
import { runs } from './runs.js';

const AT = new Date('2017-01-04T21:30:19.662Z');
const TEXT = 'Checkpoint_Unstun: vm stopped for 1091706 us';

/** What stood before the line, and the file that it names. */
const BEFORE: readonly (readonly [string, string | null])[] = [
  ['vmware.log:', 'vmware.log'],
  ['vmware-3.log:', 'vmware-3.log'],
  ['vmware-3.log:12:', 'vmware-3.log'],
  ['vmware-3.log:12:34567:', 'vmware-3.log'],
  ['vmware-3.log-12-', 'vmware-3.log'],
  ['/vmfs/volumes/ds1/db 1/vmware.log:', '/vmfs/volumes/ds1/db 1/vmware.log'],
  ['/a: b/vmware.log:7:', '/a: b/vmware.log'],
  ['C:\\logs\\vmware.log:', 'C:\\logs\\vmware.log'],
  ['1091706 ---vmware-3.log:', 'vmware-3.log'],
  ['1091706 --- vmware-3.log:', 'vmware-3.log'],
  ['> ', null],
  ['> > ', null],
  ['  ', null],
  ['\t', null],
  ['12:', null],
  ['12:345:', null],
  ['> vmware.log:', 'vmware.log'],
];

for (const family of FAMILIES) {
  for (const [before, origin] of BEFORE) {
    test(`${family} after ${JSON.stringify(before)} is a copied line of ${origin}`, () => {
      const prefix = readPrefix(before + unstunLine(family, 1_091_706, { at: AT }), null);
      assert.ok(prefix !== null);
      assert.equal(prefix.shape, 'copied');
      assert.equal(prefix.origin, origin);
      assert.equal(prefix.thread, 'vcpu-0');
      assert.equal(prefix.message, TEXT);
      assert.notEqual(prefix.stamp, null);
    });
  }
}

for (const text of [
  `2017-01-04T21:30:19.662Z | vcpu-0 | I125: ${TEXT}`,
  `2017-01-04T21:30:19.662Z|vcpu-0|I125:${TEXT}`,
  `2017-01-04T21:30:19.662Z |vcpu-0 | ${TEXT}`,
  `Jan 04 21:30:19.662: vcpu-0 | ${TEXT}`,
]) {
  test(`the spaces around the bars do not matter: ${text.slice(0, 40)}`, () => {
    for (const before of ['', 'vmware-3.log:'])
      assert.deepEqual(
        [readPrefix(before + text, null)?.thread, readPrefix(before + text, null)?.message],
        ['vcpu-0', TEXT],
      );
  });
}

test('any file name that grep can print is read back', () => {
  const step = fc.string({ unit: fc.constantFrom(...'ab .-_é|('), minLength: 1, maxLength: 8 });
  fc.assert(
    fc.property(
      fc.array(
        step.filter((text) => !text.includes(' ---')),
        { maxLength: 3 },
      ),
      fc.option(fc.nat(99_999)),
      (steps, number) => {
        const name = [...steps.map((one) => `x${one}y`), 'vmware-3.log'].join('/');
        const before = `${name}:${number === null ? '' : `${number}:`}`;
        const prefix = readPrefix(before + unstunLine('I125', 5, { at: AT }), null);
        assert.deepEqual([prefix?.origin, prefix?.shape], [name, 'copied']);
      },
    ),
    runs(200),
  );
});

test('whatever stands before a stamp, reading the line takes no longer than its length deserves', () => {
  const spent = spentSince();
  for (const unit of ['a', ' ---a', '1:', ':1', ' -A b 1 [a@1', '> ', '| ', 'In(05) '])
    readPrefix(`a${unit.repeat(4000 / unit.length)} ${unstunLine('I125', 5, { at: AT })}`, null);
  assert.ok(spent() < 500);
});
