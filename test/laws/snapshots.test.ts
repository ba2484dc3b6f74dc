import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { FAMILIES, line, logText, unstunLine } from '../support/log-lines.js';
import { reportOn } from './one-log.js';
import { runs } from './runs.js';

const START = Date.UTC(2024, 2, 7, 22);
const at = (ms: number) => new Date(START + ms);

const anyName = fc
  .oneof(
    fc.constantFrom(
      "it's",
      "a', deviceState=1",
      "', quiesced=1",
      "x': 12",
      'VEEAM BACKUP TEMPORARY SNAPSHOT',
      '原始',
      'नमस्ते',
      'a, b',
      "'",
      "''",
      'a | b: c',
    ),
    fc.string({ unit: 'grapheme', maxLength: 12 }),
  )
  .filter((name) => !/[\p{C}\p{Default_Ignorable_Code_Point}\u2028\u2029]/u.test(name));

test('a snapshot’s name, memory and quiescing are read from any name and any family', async () => {
  await fc.assert(
    fc.asyncProperty(
      anyName,
      fc.constantFrom(...FAMILIES),
      fc.boolean(),
      fc.option(fc.boolean()),
      fc.constantFrom('', 'powerState=0, '),
      async (name, family, memory, quiesced, power) => {
        const flags = `${power}deviceState=${Number(memory)}, lazy=0${quiesced === null ? '' : `, quiesced=${Number(quiesced)}`}, tryNative=0, sibling=0 saveAllocMaps=0`;
        const log = logText([
          line(family, {
            at: at(0),
            thread: 'vmx',
            message: `SnapshotVMX_TakeSnapshot start: '${name}', ${flags}`,
          }),
          unstunLine(family, 1_000_000, { at: at(3000) }),
          line(family, {
            at: at(3001),
            message: `SnapshotVMXTakeSnapshotComplete: Done with snapshot '${name}': 12`,
          }),
        ]);
        const [event] = (await reportOn(log, { modifiedAt: at(0) })).events;
        assert.deepEqual(
          [event?.cause, event?.basis, event?.snapshot],
          ['snapshot-create', 'logged', { name, memory, quiesced }],
        );
        assert.equal(event?.quiesceUs, quiesced === true ? 2_000_000 : null);
        assert.equal(event?.evidence.length, 2);
      },
    ),
    runs(150),
  );
});

test('without the start line, the name is taken from the end, and nothing else is claimed', async () => {
  const log = logText([
    line('I125', { at: at(2500), message: 'SnapshotVMXTakeSnapshotWork: Transition to mode 0.' }),
    unstunLine('I125', 1_000_000, { at: at(3000) }),
    line('I125', { at: at(3001), message: "SnapshotVMXTakeSnapshotComplete: Done with snapshot 'it's': -1" }),
  ]);
  const [event] = (await reportOn(log)).events;
  assert.deepEqual(event?.snapshot, { name: "it's", memory: null, quiesced: null });
  assert.equal(event?.quiesceUs, null);
  assert.deepEqual(event?.evidence.map(({ offset }) => offset).length, 2);
});

test('the wait of a guest is the time from the request to the stun, to the microsecond, never below 0', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 0, max: 60_000 }),
      fc.integer({ min: 1, max: 20_000_000 }),
      async (ms, us) => {
        const log = logText([
          line('esx8', {
            at: at(0),
            message: "SnapshotVMX_TakeSnapshot start: 'x', deviceState=0, quiesced=1",
          }),
          line('esx8', { at: at(ms), message: 'SnapshotVMXTakeSnapshotWork: Transition to mode 0.' }),
          unstunLine('esx8', us, { at: at(ms + 1) }),
        ]);
        const [event] = (await reportOn(log)).events;
        assert.equal(event?.quiesceUs, Math.max(0, (ms + 1) * 1000 - us));
      },
    ),
    runs(60),
  );
});

test('evidence names the lines by text, log and byte', async () => {
  const lines = [
    line('esx8', { at: at(0), message: "SnapshotVMX_TakeSnapshot start: 'x', deviceState=0" }),
    unstunLine('esx8', 1000, { at: at(500) }),
    line('esx8', { at: at(501), message: "SnapshotVMXTakeSnapshotComplete: Done with snapshot 'x': 1" }),
  ];
  const [event] = (await reportOn(logText(lines))).events;
  const [first = '', second = '', third = ''] = lines;
  assert.deepEqual(event?.evidence, [
    { text: first, log: '-', offset: 0 },
    { text: third, log: '-', offset: first.length + second.length + 2 },
  ]);
});
