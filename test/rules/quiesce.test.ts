import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Report } from '../../src/model/report.js';
import { reportOn } from '../laws/one-log.js';
import { FAMILIES, logText } from '../support/log-lines.js';
import * as t from './telling.js';

const QUIESCED = 'deviceState=0, lazy=0, logging=0, quiesced=1';
const ask = (at: number, name = 'nightly', opId: string | null = null) => t.take(at, name, QUIESCED, opId);
const state = (at: number, to: string) => t.vcpu(at, `ToolsBackup: changing quiesce state: STARTED -> ${to}`);
const answer = (at: number) => t.vmx(at, '[msg.snapshot.error-QUIESCINGERROR] Failed to quiesce.');
const posted = (at: number) => t.vmx(at, 'Msg_Post: Warning');

const NONE = ['unknown inferred 1'];
const ONE = ['snapshot-create logged 1'];
const GUESS = ['snapshot-create inferred 1'];

/** The seconds that the guest was waited for, of each failure; null where that is not known. */
const waits = ({ findings }: Report) =>
  findings
    .filter(({ kind }) => kind === 'quiesce-failed')
    .map(({ waitedUs }) => (waitedUs === null ? null : waitedUs / t.SECOND));

/** Lines, the events that they are, and how long the guest was waited for. */
const CASES: readonly (readonly [
  string,
  readonly t.Told[],
  readonly string[],
  readonly (number | null)[],
])[] = [
  ['request, asked, timed out', [ask(100), t.asked(100.1), posted(1000), t.timedOut(1000)], [], [900]],
  [
    'a stop within seconds of the failure',
    [ask(100), t.asked(100.1), t.timedOut(104), t.stop(107)],
    NONE,
    [4],
  ],
  ['a stop before the failure', [ask(100), t.asked(100.1), t.stop(103), t.timedOut(107)], GUESS, [7]],
  ['the guest reports an error', [ask(100), t.asked(100.1), t.guestError(103), t.stop(106)], NONE, [3]],
  [
    'the state turns to an error',
    [ask(100), t.asked(100.1), state(103, 'ERROR_WAIT'), t.stop(106)],
    NONE,
    [3],
  ],
  ['the answer of the client', [ask(100), t.asked(100.1), answer(103), t.stop(106)], NONE, [3]],
  [
    'all signs of one failure are one',
    [ask(100), t.asked(100.1), state(103, 'ERROR_WAIT'), t.guestError(104), answer(104.2), t.stop(106)],
    NONE,
    [3],
  ],
  ['the request was rotated away', [t.asked(100), t.timedOut(1000)], [], [900]],
  ['the failure alone', [t.timedOut(1000)], [], [null]],
  ['the failure alone, then a stop', [t.timedOut(1000), t.stop(1003)], NONE, [null]],
  ['no line says that the guest was asked', [ask(100), t.timedOut(1000)], [], [900]],
  ['the same, hours after the request', [ask(100), t.timedOut(9000)], [], [null]],
  ['asked to wait for two hours', [ask(100), t.asked(100.1), t.timedOut(7300)], [], [7200]],
  ['asked for another request', [ask(100), t.asked(5000), t.timedOut(5900)], [], [900]],
  ['a new process between', [ask(100), t.asked(100.1), t.header(200), t.timedOut(1000)], [], [null]],
  [
    'a retry that does not quiesce',
    [ask(100), t.asked(100.1), t.timedOut(1000), t.take(1005), t.mode(1006.5), t.stop(1007), t.done(1007.1)],
    ONE,
    [900],
  ],
  [
    'a retry of the same name, bracketed',
    [ask(100), t.asked(100.1), t.timedOut(1000), t.take(1005), t.stop(1040), t.done(1040.1)],
    ONE,
    [900],
  ],
  [
    'a retry that fails as well',
    [ask(100), t.asked(100.1), t.timedOut(110), ask(120), t.asked(120.1), t.guestError(125), t.stop(128)],
    NONE,
    [10, 5],
  ],
  [
    'the next night’s request is another one',
    [ask(100), t.timedOut(1000), ask(86_500), t.stop(86_510), t.done(86_510.1)],
    ONE,
    [900],
  ],
  [
    'work of an unseen request is not that of the failed one',
    [ask(100, 'a'), t.asked(100.1), t.timedOut(1000), t.mode(1006.5), t.stop(1007)],
    ONE,
    [900],
  ],
  [
    'the end of a failed request is none',
    [ask(100), t.timedOut(1000), t.done(1000.1), t.stop(1005)],
    NONE,
    [900],
  ],
  [
    'an older request of that name is not ended by it',
    [ask(100, 'a'), t.timedOut(500), t.stop(900), t.done(900.1, 'a')],
    NONE,
    [400],
  ],
  [
    'a request that does not quiesce cannot fail so',
    [t.take(100), t.timedOut(104), t.stop(107)],
    GUESS,
    [null],
  ],
  [
    'a snapshot that was taken',
    [ask(100), t.asked(100.1), t.stop(105), t.done(105.1), t.guestError(900)],
    ONE,
    [null],
  ],
  ['quiesced well', [ask(100), t.asked(100.1), state(103, 'DONE'), t.stop(105), t.done(105.1)], ONE, []],
];
for (const [name, told, events, seconds] of CASES) {
  test(`quiesce: ${name}`, async () => {
    for (const family of FAMILIES) {
      const report = await t.reportOnLines(told, family);
      assert.deepEqual(t.inShort(report), events, family);
      assert.deepEqual(waits(report), seconds, family);
      for (const { message, eventId } of report.findings) {
        assert.match(message, /^[A-Z][^\n]+\.$/);
        assert.equal(eventId, null);
      }
    }
  });
}

test('quiesce: work after a failed request does not bear its name', async () => {
  const work = [t.mode(1006.5), t.stop(1007)];
  const nameOf = async (told: readonly t.Told[]) => (await t.reportOnLines(told)).events[0]?.snapshot?.name;
  assert.equal(await nameOf([ask(100, 'a'), ...work]), 'a');
  assert.equal(await nameOf([ask(100, 'a'), t.timedOut(1000), ...work]), null);
});

test('quiesce: no later stop is bound to a failed request by its opID', async () => {
  const stopped = [t.closing(1010.1, 'job-1'), t.stop(1010.5)];
  const told = [ask(100, 'a', 'job-1'), t.asked(100.1), t.timedOut(1000), ...stopped];
  assert.deepEqual(t.inShort(await t.reportOnLines(told)), NONE);
  assert.deepEqual(t.inShort(await t.reportOnLines([ask(100, 'a', 'job-1'), ...stopped])), ONE);
});

test('quiesce: name of the snapshot, time waited, reason and lines are told, though the VM has no stop', async () => {
  const told = [ask(100, "it's"), t.asked(100.1), posted(1000.003), t.guestError(1000.003)];
  const why = [
    t.further(1000.003, 'The error code was: 3'),
    t.further(1000.003, 'The error message was: Error when enabling the sync provider.'),
  ];
  for (const family of ['I125', 'esx8', 'structured'] as const) {
    const { findings, summary } = await t.reportOnLines([...told, ...why, t.vmx(1001, 'x')], family);
    const [finding] = findings;
    assert.deepEqual([summary.stops, summary.exitCode, findings.length], [0, 0, 1], family);
    assert.match(
      finding?.message ?? '',
      /waited 900\.003 s for .* the snapshot 'it's', and that failed: The guest OS has reported an error during quiescing; error code 3; Error when enabling the sync provider\. /,
      family,
    );
    assert.deepEqual([finding?.at, finding?.waitedUs], [t.when(100).toISOString(), 900_003_000]);
    assert.equal(finding?.evidence.length, 5);
  }
});

/** What may stand between the failure and a line that looks like its reason, and make it somebody else's. */
const STRANGERS: Readonly<Record<string, readonly t.Told[]>> = {
  'an entry of the guest': [t.vmx(1000, 'Guest: hello'), t.further(1000, 'The error code was: 66')],
  'another entry': [t.vmx(1000, 'DISK: OPEN'), t.further(1000, 'The error code was: 66')],
  'a further line that nobody knows': [t.further(1000, 'x'), t.further(1000, 'The error code was: 66')],
  'another thread': [{ ...t.further(1000, 'The error code was: 66'), thread: 'vcpu-1' }],
};
for (const [name, lines] of Object.entries(STRANGERS)) {
  test(`quiesce: behind ${name} nothing is taken for the reason`, async () => {
    const told = [ask(100), t.asked(100.1), t.guestError(1000), ...lines, t.vmx(1001, 'x')];
    for (const noise of [[], Array.from({ length: 60 }, (_, at) => t.vmx(at, 'noise'))]) {
      const { findings } = await t.reportOnLines([...noise, ...told], 'I125');
      assert.equal(findings.length, 1);
      assert.doesNotMatch(findings[0]?.message ?? '', /66/);
      assert.equal(findings[0]?.evidence.length, 3);
    }
  });
}

test('quiesce: a reason without the failure before it is nothing', async () => {
  const noise = Array.from({ length: 60 }, (_, at) => t.vmx(at, 'noise'));
  const told = [...noise, t.further(100, 'The error code was: 3'), t.vmx(101, 'The error code was: 3')];
  assert.deepEqual((await t.reportOnLines(told, 'I125')).findings, []);
});

test('quiesce: what the guest writes is neither a failure nor the end of a request', async () => {
  for (const text of [t.timedOut(0).message, t.guestError(0).message, t.asked(0).message]) {
    const told = [ask(100), t.vmx(101, 'Guest: hello'), t.further(101, text), t.vcpu(101, `Guest: ${text}`)];
    const report = await reportOn(logText([t.written([...told, t.stop(106)], 'I125'), text]));
    assert.deepEqual(report.findings, [], text);
    assert.deepEqual(t.inShort(report), GUESS, text);
  }
});

test('quiesce: a reason of any length and any characters is cut and escaped', async () => {
  const words = `The error message was: \u001b[31m${'x'.repeat(4000)}`;
  const told = [ask(100), t.guestError(103), t.further(103, words), t.vmx(104, 'x')];
  const [finding] = (await t.reportOnLines(told, 'I125')).findings;
  assert.ok((finding?.message.length ?? 0) < 800);
  assert.match(finding?.message ?? '', /\\x1b\[31mxxx.*x…/);
});

test('quiesce: a failure outside the time asked for is not listed', async () => {
  const log = t.written([ask(100), t.asked(100.1), t.timedOut(1000), t.vmx(9000, 'x')], 'I125');
  const count = async (options: { since?: string; until?: string }) =>
    (await reportOn(log, { options })).findings.length;
  assert.equal(await count({ since: t.when(999).toISOString() }), 1);
  assert.equal(await count({ since: t.when(1001).toISOString() }), 0);
  assert.equal(await count({ until: t.when(101).toISOString() }), 1);
  assert.equal(await count({ until: t.when(99).toISOString() }), 0);
});
