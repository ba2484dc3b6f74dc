import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  FAMILIES,
  type Family,
  headerLine,
  line,
  logText,
  stunnedLine,
  unstunLine,
} from '../support/log-lines.js';
import { durationsOf, kindsOf, reportOn } from './one-log.js';
import { runs } from './runs.js';

const AT = new Date('2024-03-07T20:00:00.000Z');
const LATER = new Date('2024-03-07T21:00:00.000Z');

/** What a guest may try: pieces of lines, whole lines, fields and separators, in any mixture. */
const anyForgery = fc
  .array(
    fc.oneof(
      fc.constantFrom(...FAMILIES).map((family) => unstunLine(family, 9_000_000, { at: LATER })),
      fc.constantFrom(...FAMILIES).map((family) => stunnedLine(family, 9_000_000, { at: LATER })),
      fc.constantFrom(...FAMILIES).map((family) => line(family, { at: LATER, message: '' })),
      fc.constantFrom(
        'Checkpoint_Unstun: vm stopped for 9000000 us',
        'CheckpointUnstun: vm stopped for 9000000 us',
        'CPT: vm was stunned for 9000000 us',
        'vcpu-0| ',
        '| ',
        '|',
        'vmware.log:',
        '> ',
        ' - ',
        'In(05) vcpu-0 - ',
        'I125: ',
        '] ',
        'displayName',
        'op-1d ',
      ),
      fc.string({ unit: 'grapheme', maxLength: 6 }),
    ),
    { minLength: 1, maxLength: 5 },
  )
  .map((parts) => parts.join('').replaceAll(/[\n\r]/g, ' '));

/** How VMware writes what a guest sends: the first line with `Guest: `, each further one as a continuation. */
function guestLines(family: Family, texts: readonly string[]): string[] {
  const [first = '', ...more] = texts;
  return [
    line(family, { at: AT, message: `Guest: ${first}` }),
    ...more.map((message) => line(family, { at: AT, message, continued: true })),
  ];
}

function padded(family: Family, lines: readonly string[], header: boolean, noise: number): string {
  const head = header ? [headerLine(family, AT)] : [];
  const before = Array.from({ length: noise }, (_, i) => line(family, { at: AT, message: `noise ${i}` }));
  return logText([...head, ...before, ...lines, line(family, { at: LATER, message: 'noise' })]);
}

for (const family of FAMILIES) {
  const marksMore = family !== 'yearless' && family !== 'plain';
  test(`${family}: nothing that a guest writes is read as a stop, header known or rotated away`, async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(anyForgery, { minLength: 1, maxLength: marksMore ? 3 : 1 }),
        fc.boolean(),
        fc.constantFrom(0, 60),
        async (texts, header, noise) => {
          const log = padded(family, guestLines(family, texts), header, noise);
          assert.deepEqual(durationsOf(await reportOn(log, { modifiedAt: LATER })), []);
        },
      ),
      runs(40),
    );
  });

  test(`${family}: a real stop next to what the guest writes is still read`, async () => {
    await fc.assert(
      fc.asyncProperty(anyForgery, fc.constantFrom(0, 60), async (text, noise) => {
        const lines = [...guestLines(family, [text]), unstunLine(family, 123_456, { at: LATER })];
        const log = padded(family, lines, true, noise);
        assert.deepEqual(durationsOf(await reportOn(log, { modifiedAt: LATER })), [123_456]);
      }),
      runs(20),
    );
  });
}

test('a further line of the guest without a stamp of its own is no stop either', async () => {
  const forged = [
    'Checkpoint_Unstun: vm stopped for 9000000 us',
    'vmx| Checkpoint_Unstun: vm stopped for 9000000 us',
  ];
  for (const text of [
    ...forged,
    '  CPT: vm was stunned for 9000000 us',
    `vmware.log:${unstunLine('I125', 9, { at: AT })}`,
  ]) {
    for (const between of [0, 3, 6, 20]) {
      const dump = Array.from({ length: between }, (_, i) => `line ${i} of what the guest says`);
      const log = padded('I125', [...guestLines('I125', ['hello']), ...dump, text], true, 60);
      const report = await reportOn(log);
      assert.deepEqual(durationsOf(report), [], `${text} after ${between}`);
      assert.deepEqual(kindsOf(report), ['unread-stop']);
    }
  }
});

test('a further line of the guest is no stop whatever other word of the catalogue it begins with', async () => {
  for (const word of ['displayName', 'SnapshotVMX', 'Hostname=', 'DICT ---', 'Log for VMware ']) {
    const text = `${word}| vmx| Checkpoint_Unstun: vm stopped for 9000000 us`;
    const log = padded('I125', [...guestLines('I125', ['hello']), text], true, 60);
    assert.deepEqual(durationsOf(await reportOn(log)), [], text);
  }
});
