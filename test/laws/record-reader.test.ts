import assert from 'node:assert/strict';
import { test } from 'node:test';
import { line, logText, unstunLine } from '../support/log-lines.js';
import { recordsOf } from '../support/records.js';
import { durationsOf, kindsOf, reportOn } from './one-log.js';

const AT = new Date('2024-03-07T20:00:00.000Z');
const STOP = 'Checkpoint_Unstun: vm stopped for 123456 us';
const plain = line('I125', { at: AT, message: 'DISK: OPEN' });
const many = Array.from({ length: 12 }, (_, i) => `Checkpoint_Unstun: vm stopped for ${i + 1} us`);
const guest = line('I125', { at: AT, message: 'Guest: hello' });
const real = unstunLine('I125', 777, { at: AT });

/** Lines, and the durations that they tell. */
const CASES: readonly (readonly [string, readonly string[], readonly number[]])[] = [
  ['a stop without a stamp after a line that is not the guest’s', [plain, STOP], [123_456]],
  ['a stop with a thread alone after a plain line', [plain, `vcpu-0| I125: ${STOP}`], [123_456]],
  ['a stop a few lines without stamps after a plain line', [plain, 'a', 'b', 'c', STOP], [123_456]],
  ['a stop whose stamp is damaged', [plain, `2024-99-07T20:00:00Z| vcpu-0| I125: ${STOP}`], [123_456]],
  ['a damaged stamp in form D', [plain, `2024-99-07T20:00:00Z In(05) vcpu-0 - ${STOP}`], [123_456]],
  ['a damaged stamp in form E', [plain, `20x4 -INFO vmx 1 [esx@4413 threadName="vmx"] ${STOP}`], [123_456]],
  ['a stop without a stamp after a guest line', [plain, guest, STOP], []],
  ['the same further down in the guest’s text', [plain, guest, 'a', 'b', 'c', STOP], []],
  ['a dump of the guest longer than what is remembered', [plain, guest, ...'abcdefghijkl', STOP], []],
  ['many stops without stamps after a plain line', [plain, ...many], many.map((_, i) => i + 1)],
  ['many forged lines', [plain, guest, ...many], []],
  ['two forged lines', [plain, guest, STOP, STOP], []],
  ['a stop with its stamp after all that', [plain, guest, STOP, real], [777]],
  ['a stop without a stamp after a real stop', [plain, guest, 'x', real, STOP], [777, 123_456]],
  ['a whole file without stamps', [STOP, `vcpu-0| ${STOP.replace('123456', '5')}`], [5, 123_456]],
  ['a file without stamps and other lines between', [STOP, 'a', ...'bcdefghijklm', STOP], [123_456, 123_456]],
  ['a grepped stop after a grepped guest line', [`v.log:${guest}`, `v.log:${real}`], [777]],
  ['a stop in the guest’s own line', [plain, line('I125', { at: AT, message: `Guest: ${STOP}` })], []],
  ['a continuation', [plain, line('I125', { at: AT, message: STOP, continued: true })], []],
  ['a continuation in form D', [line('esx8', { at: AT, message: STOP, continued: true })], []],
];

for (const [name, lines, expected] of CASES) {
  for (const noise of [0, 80]) {
    const before = Array.from({ length: noise }, () => 'x');
    const isUnstamped = !lines.some((text) => text.startsWith(AT.toISOString()));
    test(`${name}, ${noise} lines into the log: ${expected.length} stops`, async () => {
      const start = isUnstamped ? before : before.map(() => plain);
      const report = await reportOn(logText([...start, ...lines], noise > 0 ? '\r\n' : '\n'));
      assert.deepEqual(
        durationsOf(report),
        [...expected].sort((a, b) => a - b),
      );
    });
  }
}

test('a stop without a readable stamp has no times, stands alone in its event, and is named', async () => {
  const report = await reportOn(logText([plain, STOP, STOP.replace('123456', '5'), real]));
  const untimed = report.stops.filter(({ timeBasis }) => timeBasis === 'unknown');
  assert.deepEqual(
    untimed.map(({ startedAt, endedAt }) => [startedAt, endedAt]),
    [
      [null, null],
      [null, null],
    ],
  );
  assert.equal(new Set(report.stops.map(({ eventId }) => eventId)).size, 3);
  assert.deepEqual(kindsOf(report), ['no-time']);
});

test('a stop that a guest may have forged is told with its text and its place, and nothing is proved then', async () => {
  const report = await reportOn(logText([plain, guest, STOP, STOP]));
  assert.deepEqual(kindsOf(report), ['unread-stop', 'unread-stop']);
  assert.equal(report.summary.exitCode, 2);
  const first = Buffer.byteLength(logText([plain, guest]));
  for (const [index, offset] of [first, first + STOP.length + 1].entries()) {
    const { message = '' } = report.diagnostics[index] ?? {};
    assert.ok(message.includes(STOP) && message.includes(`at byte ${offset})`), message);
  }
});

test('of many such texts the first ones are told and the others counted', async () => {
  const report = await reportOn(logText([plain, guest, ...Array.from({ length: 25 }, () => STOP)]));
  assert.equal(report.diagnostics.length, 11);
  assert.match(
    report.diagnostics.map(({ message }) => message).join('\n'),
    /^15 more texts read like a stop, the first at byte \d+\.$/m,
  );
});

test('the line is given as found, without its end, control characters escaped', async () => {
  const [stop] = (await reportOn(`${plain}\r\n${real} \u001b[31m\u202e\r\n`)).stops;
  assert.equal(stop?.line, `${real} \\x1b[31m\\u202e`);
  assert.equal(stop?.offset, plain.length + 2);
});

test('in a log rotated away from its header whose lines have the dash of ESX, any word is an opID', async () => {
  const noise = Array.from({ length: 60 }, () => line('esx8', { at: AT, message: 'noise' }));
  const log = logText([...noise, unstunLine('esx8', 5, { at: AT, opId: 'deadbeef' })]);
  assert.deepEqual(durationsOf(await reportOn(log)), [5]);
});

test('of the lines within a stun only those are kept that bear a task or say that the VM stands still', () => {
  const closing = 'Closing all the disks of the VM.';
  const lines = [
    line('esx8', { at: AT, message: closing }),
    line('esx8', { at: AT, message: closing, opId: '5df670d8-d8' }),
    ...[0, 1, 2].map((mode) =>
      line('esx8', { at: AT, message: `SnapshotVMXTakeSnapshotWork: Transition to mode ${mode}.` }),
    ),
  ];
  const kept = lines.flatMap((text, at) =>
    recordsOf(text).flatMap((record) => (record.kind === 'message' ? [[at, record.opId]] : [])),
  );
  assert.deepEqual(kept, [
    [1, '5df670d8-d8'],
    [2, null],
  ]);
});
