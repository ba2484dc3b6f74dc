import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  FAMILIES,
  type Family,
  headerLine,
  line,
  logText,
  moment,
  stunnedLine,
  unstunLine,
} from './log-lines.js';
import { recordsOf } from './records.js';

const AT = moment('2026-02-06T19:11:34.369Z');

const EXPECTED: Readonly<Record<Family, string>> = {
  yearless: 'Feb 06 19:11:34.369: vcpu-0| ',
  plain: '2026-02-06T19:11:34.369Z| vcpu-0| ',
  I120: '2026-02-06T19:11:34.369Z| vcpu-0| I120: ',
  I125: '2026-02-06T19:11:34.369Z| vcpu-0| I125: ',
  I005: '2026-02-06T19:11:34.369Z| vcpu-0| I005: ',
  esx8: '2026-02-06T19:11:34.369Z In(05) vcpu-0 - ',
  hosted8: '2026-02-06T19:11:34.369Z In(05) vcpu-0 ',
  structured: '2026-02-06T19:11:34.369Z -INFO vmx 2101 [esx@4413 threadName="vcpu-0"] ',
  'hosted-structured': '2026-02-06T19:11:34.369Z -INFO vmware-vmx.exe 13416 [ws@4413 threadName="vcpu-0"] ',
};

for (const family of FAMILIES) {
  test(`a line of ${family} is what the product writes, and the program reads it`, () => {
    const text = unstunLine(family, 42, { at: AT });
    assert.equal(text, `${EXPECTED[family]}Checkpoint_Unstun: vm stopped for 42 us`);
    const records = recordsOf(text);
    const messages = records.map((record) => (record.kind === 'message' ? record.message : null));
    assert.deepEqual(messages.at(-1), { kind: 'unstun', figure: 42 });
  });

  test(`the header of ${family} tells the product`, () => {
    const text = headerLine(family, AT);
    const records = recordsOf(text);
    const message = records.map((record) => (record.kind === 'message' ? record.message : null)).at(-1);
    assert.ok(message?.kind === 'product');
    assert.equal(message.hosted, /hosted|I005/.test(family));
  });
}

test('offsets, opIDs, continuations and ends are written', () => {
  assert.equal(
    line('I005', { at: AT, offset: 330, message: 'x' }),
    '2026-02-07T00:41:34.369+05:30| vcpu-0| I005: x',
  );
  assert.equal(
    line('I125', { at: AT, offset: -240, message: 'x' }),
    '2026-02-06T15:11:34.369-04:00| vcpu-0| I125: x',
  );
  assert.equal(
    line('esx8', { at: AT, thread: 'vmx', opId: 'a-1', message: 'x' }),
    '2026-02-06T19:11:34.369Z In(05) vmx a-1 x',
  );
  assert.equal(
    line('structured', { at: AT, opId: 'a"]', message: 'x' }),
    '2026-02-06T19:11:34.369Z -INFO vmx 2101 [esx@4413 threadName="vcpu-0" opID="a\\"\\]"] x',
  );
  assert.equal(line('I125', { at: AT, continued: true, message: 'x' }).slice(25), ' vcpu-0| I125+ x');
  assert.equal(line('esx8', { at: AT, continued: true, message: 'x' }).slice(25), 'In(05)+ vcpu-0 - x');
  assert.equal(line('structured', { at: AT, continued: true, message: 'x' }).slice(25, 31), '+INFO ');
  assert.match(stunnedLine('esx8', 7, { at: AT }), /CPT: vm was stunned for 7 us$/);
  assert.equal(logText(['a', 'b'], '\r\n'), 'a\r\nb\r\n');
});
