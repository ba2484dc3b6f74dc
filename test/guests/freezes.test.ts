import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { DiagnosticKind } from '../../src/model/diagnostic.js';
import type { Freeze } from '../../src/model/report.js';
import { instant } from '../../src/model/units.js';
import { runs } from '../laws/runs.js';
import { storyOf } from './telling.js';

/** What a script writes for a step, at so many seconds after midnight. */
function script(second: number, text: string, instance = 'APP'): string {
  const time = new Date(Date.UTC(2020, 4, 6) + second * 1000).toISOString().slice(11, 19);
  const day = 6 + Math.floor(second / 86_400);
  const weekday = ['Wed', 'Thu', 'Fri', 'Sat'][Math.floor(second / 86_400)];
  return `${weekday} May  ${day} ${time} UTC 2020: ${text.replaceAll('@', instance)}\n`;
}

const ASK = 'Attempting to freeze @';
const FROZEN = '@ IS FROZEN';
const ASK_THAW = 'Attempting to thaw @';
const THAWED = '@ IS THAWED';

type Told = Pick<Freeze, 'outcome' | 'frozenUs' | 'windowUs'>;

async function toldBy(
  steps: readonly (readonly [number, string, string?])[],
): Promise<{ readonly freezes: readonly Told[]; readonly kinds: readonly DiagnosticKind[] }> {
  const text = steps.map(([second, what, instance]) => script(second, what, instance)).join('');
  const { freezes, diagnostics } = await storyOf({ 'a/snapshot.log': text });
  return {
    freezes: freezes.map(({ freeze: { outcome, frozenUs, windowUs } }) => ({ outcome, frozenUs, windowUs })),
    kinds: diagnostics.map(({ kind }) => kind).filter((kind) => kind !== 'guest-log'),
  };
}

const whole = (from: number) =>
  [
    [from, ASK],
    [from + 1, FROZEN],
    [from + 6, ASK_THAW],
    [from + 7, THAWED],
  ] as const;

test('a freeze lasts from frozen to thawed, its window to the request of the thaw', async () => {
  assert.deepEqual(await toldBy(whole(0)), {
    freezes: [{ outcome: 'thawed', frozenUs: 6_000_000, windowUs: 5_000_000 }],
    kinds: [],
  });
});

test('a freeze that fails, a status that nobody knows', async () => {
  const { freezes, kinds } = await toldBy([
    [0, ASK],
    [1, '@ FREEZE FAILED'],
    [90_000, ASK],
    [90_001, 'ERROR: Unknown status code: 7'],
  ]);
  assert.deepEqual(
    freezes.map(({ outcome }) => outcome),
    ['freeze-failed', 'unknown-status'],
  );
  assert.deepEqual(kinds, ['freeze-failed', 'freeze-status']);
});

test('a thaw that fails, and works when it is tried again', async () => {
  const failed = [
    [0, ASK],
    [1, FROZEN],
    [6, ASK_THAW],
    [8, '@ THAW FAILED'],
  ] as const;
  assert.deepEqual(await toldBy(failed), {
    freezes: [{ outcome: 'thaw-failed', frozenUs: null, windowUs: 5_000_000 }],
    kinds: ['thaw-failed'],
  });
  assert.deepEqual(await toldBy([...failed, [20, ASK_THAW], [21, THAWED]]), {
    freezes: [{ outcome: 'thawed', frozenUs: 20_000_000, windowUs: 5_000_000 }],
    kinds: [],
  });
  const { freezes, kinds } = await toldBy([...failed, ...whole(90_000)]);
  assert.deepEqual(
    freezes.map(({ outcome }) => outcome),
    ['thaw-failed', 'thawed'],
  );
  assert.deepEqual(kinds, ['thaw-failed']);
});

test('a freeze inside another is told, and the thaw ends both', async () => {
  const { freezes, kinds } = await toldBy([
    [0, ASK],
    [1, FROZEN],
    [100, ASK],
    [101, FROZEN],
    [110, ASK_THAW],
    [111, THAWED],
  ]);
  assert.deepEqual(
    freezes.map(({ outcome, frozenUs }) => [outcome, frozenUs]),
    [
      ['thawed', 110_000_000],
      ['thawed', 10_000_000],
    ],
  );
  assert.deepEqual(kinds, ['second-freeze']);
});

test('a freeze of what is frozen fails, and does not end the first', async () => {
  const { freezes, kinds } = await toldBy([
    [0, ASK],
    [1, FROZEN],
    [100, ASK],
    [101, 'ERROR: @ IS already FROZEN'],
    [110, ASK_THAW],
    [111, THAWED],
  ]);
  assert.deepEqual(
    freezes.map(({ outcome, frozenUs }) => [outcome, frozenUs]),
    [
      ['thawed', 110_000_000],
      ['freeze-failed', null],
    ],
  );
  assert.deepEqual(kinds, ['second-freeze']);
});

test('a freeze without an end is told; the next one of another day is none inside it', async () => {
  const { freezes, kinds } = await toldBy([[0, ASK], [1, FROZEN], ...whole(90_000)]);
  assert.deepEqual(
    freezes.map(({ outcome }) => outcome),
    ['unfinished', 'thawed'],
  );
  assert.deepEqual(kinds, ['no-thaw']);
  assert.deepEqual((await toldBy([[0, ASK]])).kinds, ['no-thaw']);
});

test('a thaw whose freeze is not in the log', async () => {
  assert.deepEqual(
    await toldBy([
      [6, ASK_THAW],
      [7, THAWED],
    ]),
    {
      freezes: [{ outcome: 'thawed', frozenUs: null, windowUs: null }],
      kinds: ['no-freeze'],
    },
  );
});

test('instances in one log are told apart', async () => {
  const { freezes, kinds } = await toldBy([
    [0, ASK, 'A'],
    [1, FROZEN, 'A'],
    [2, ASK, 'B'],
    [3, FROZEN, 'B'],
    [6, ASK_THAW, 'A'],
    [7, THAWED, 'A'],
    [8, ASK_THAW, 'B'],
    [9, THAWED, 'B'],
  ]);
  assert.deepEqual(
    freezes.map(({ frozenUs }) => frozenUs),
    [6_000_000, 6_000_000],
  );
  assert.deepEqual(kinds, []);
});

test('a freeze near its limit is long: 600 s, or what the call says', async () => {
  const lasting = (seconds: number) =>
    [
      [0, ASK],
      [1, FROZEN],
      [seconds, ASK_THAW],
      [1 + seconds, THAWED],
    ] as const;
  assert.deepEqual((await toldBy(lasting(479))).kinds, []);
  assert.deepEqual((await toldBy(lasting(480))).kinds, ['long-freeze']);
  const call = 'csession @ "##Class(Backup.General).ExternalFreeze("/log",,,,,,30)" freeze';
  assert.deepEqual((await toldBy([[0, call], ...lasting(23)])).kinds, []);
  assert.deepEqual((await toldBy([[0, call], ...lasting(24)])).kinds, ['long-freeze']);
});

test('a log that goes on with a recovery is one of a restored snapshot', async () => {
  const frozen =
    '08/11/21-05:49:43:233 (18374) 0 [Utility.Event] Backup.General.ExternalFreeze: Suspending system\n' +
    '08/11/21-05:49:44:347 (18374) 0 [Utility.Event] Backup.General.ExternalFreeze: System suspended\n';
  const kindsOf = async (text: string) =>
    (await storyOf({ 'messages.log': text }, { zone: 'UTC' })).diagnostics.map(({ kind }) => kind);
  assert.deepEqual(await kindsOf(frozen), ['guest-log', 'no-thaw']);
  assert.deepEqual(await kindsOf(`${frozen}*** Recovery started at Wed Aug 11 06:12:30 2021\n`), [
    'guest-log',
    'restored-snapshot',
  ]);
});

test('a VSS writer is thawed by the word of Windows alone', async () => {
  const { freezes } = await storyOf({
    'messages.log':
      '03/13/22-02:30:00:000 (202) 0 [Utility.Event] VSS Writer: OnFreeze\n' +
      '03/13/22-02:30:09:000 (202) 0 [Utility.Event] VSS Writer: OnThaw\n',
  });
  assert.deepEqual(
    freezes.map(({ freeze: { outcome, requestedAt, resumingAt, frozenUs } }) => [
      outcome,
      requestedAt,
      resumingAt,
      frozenUs,
    ]),
    [['thawed', '2022-03-13T02:30:00.000', '2022-03-13T02:30:09.000', null]],
  );
});

test('a clock that is set back in a freeze tells no length, and is told', async () => {
  const { freezes, kinds } = await toldBy([
    [3700, ASK],
    [3701, FROZEN],
    [106, ASK_THAW],
    [107, THAWED],
  ]);
  assert.deepEqual(freezes, [{ outcome: 'thawed', frozenUs: null, windowUs: null }]);
  assert.deepEqual(kinds, ['guest-clock-back']);
});

/** A freeze as it happened: seconds from its request to each step, null where it ended before. */
interface Happened {
  readonly gap: number;
  readonly freezing: number;
  readonly window: number;
  readonly thawing: number;
  readonly fails: boolean;
}

const anyHappened: fc.Arbitrary<Happened> = fc.record({
  gap: fc.integer({ min: 120, max: 90_000 }),
  freezing: fc.integer({ min: 0, max: 8 }),
  window: fc.integer({ min: 0, max: 400 }),
  thawing: fc.integer({ min: 0, max: 8 }),
  fails: fc.boolean(),
});

/** Writes the same freezes as each kind of log has them, in one zone. */
function written(happened: readonly Happened[]): Readonly<Record<string, string>> {
  const logs = { script: '', freeze: '', messages: '' };
  let at = Date.UTC(2021, 7, 11);
  const step = (seconds: number, phrase: string | null, general: string | null) => {
    at += seconds * 1000;
    const iso = new Date(at).toISOString();
    const [year, month, day] = iso.slice(0, 10).split('-');
    const time = iso.slice(11, 19);
    if (phrase !== null) logs.script += `${iso.slice(0, 10)} ${time} +00:00: ${phrase}\n`;
    if (general === null) return;
    logs.freeze += `${month}/${day}/${year} ${time}: Backup.General.External${general}\n`;
    logs.messages += `${month}/${day}/${year?.slice(2)}-${time}:000 (7) 0 [Utility.Event] Backup.General.External${general}\n`;
  };
  for (const { gap, freezing, window, thawing, fails } of happened) {
    step(gap, 'Attempting to freeze APP', fails ? null : 'Freeze: Suspending system');
    step(freezing, fails ? 'APP FREEZE FAILED' : 'APP IS FROZEN', fails ? null : 'Freeze: System suspended');
    if (fails) continue;
    step(window, 'Attempting to thaw APP', 'Thaw: Resuming system');
    step(thawing, 'APP IS THAWED', 'Thaw: System resumed');
  }
  return {
    'g/snapshot.log': logs.script,
    'g/APP-pre_post.log': logs.freeze,
    'g/messages.log': logs.messages,
  };
}

test('freezes that any of the logs tell are those that happened, once each, however many logs tell them', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(anyHappened, { minLength: 1, maxLength: 12 }),
      fc.subarray(['g/snapshot.log', 'g/APP-pre_post.log', 'g/messages.log'], { minLength: 1 }),
      async (happened, names) => {
        const texts = written(happened);
        const { freezes } = await storyOf(
          Object.fromEntries(names.map((name) => [name, texts[name] ?? ''])),
          { zone: 'UTC' },
        );
        const hasScript = names.includes('g/snapshot.log');
        const expected = happened
          .filter(({ fails }) => hasScript || !fails)
          .map(({ window, thawing, fails }) =>
            fails ? [null, null, 'freeze-failed'] : [(window + thawing) * 1e6, window * 1e6, 'thawed'],
          );
        assert.deepEqual(
          freezes.map(({ freeze: { frozenUs, windowUs, outcome } }) => [frozenUs, windowUs, outcome]),
          expected,
        );
        for (const { freeze } of freezes) assert.match(freeze.requestedAt ?? '', /Z$/);
      },
    ),
    runs(60),
  );
});

test('two logs of one guest tell one freeze where their steps are at most 2 s apart', async () => {
  const general = (second: number, text: string) =>
    `05/06/2020 00:00:${String(second).padStart(2, '0')}: Backup.General.External${text}\n`;
  const log = (late: number) =>
    general(10 + late, 'Freeze: System suspended') +
    general(16, 'Thaw: Resuming system') +
    general(17, 'Thaw: System resumed');
  const own = [script(10, FROZEN), script(16, ASK_THAW), script(17, THAWED)].join('');
  for (const [late, count] of [
    [0, 1],
    [2, 1],
    [3, 2],
  ] as const) {
    const { freezes } = await storyOf({ 'g/snapshot.log': own, 'g/APP-pre_post.log': log(late) });
    assert.equal(freezes.length, count);
    assert.ok(freezes.every(({ freeze }) => freeze.instance === 'APP'));
  }
});

test('freezes of two guests stay two, whatever their logs are called', async () => {
  const text = written([{ gap: 200, freezing: 1, window: 5, thawing: 1, fails: false }]);
  const both = {
    'db1/snapshot.log': text['g/snapshot.log'] ?? '',
    'db2/messages.log': text['g/messages.log'] ?? '',
  };
  assert.equal((await storyOf(both, { zone: 'UTC' })).freezes.length, 2);
});

test('a log that freezes again and again, or thaws so, takes no more time and room than its lines', async () => {
  const again = `${script(0, ASK)}${script(1, FROZEN)}`.repeat(10_000) + script(9, ASK_THAW).repeat(10_000);
  const { freezes } = await storyOf({ 'a/snapshot.log': again.replaceAll('Wed May  6', '06.05.') });
  assert.equal(freezes.length, 10_000);
  assert.ok(freezes.reduce((sum, { freeze }) => sum + freeze.evidence.length, 0) < 30_000);
});

test('any lines at all are told of without an error', async () => {
  const anyLine = fc.oneof(
    fc.constantFrom(
      ...Object.values(written([{ gap: 1, freezing: 1, window: 1, thawing: 1, fails: false }])),
    ),
    fc.constantFrom(
      'Logs:\n',
      'SYSTEM IS FROZEN\n',
      'SYSTEM IS UNFROZEN\n',
      '*** Recovery started at x\n',
      '\n',
    ),
    fc.string({ unit: 'binary', maxLength: 60 }).map((text) => `${text}\n`),
    fc
      .constantFrom('@ IS FROZEN', '@ THAW FAILED', ASK_THAW, '@ is not frozen')
      .map((what) => script(5, what)),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(anyLine, { maxLength: 20 }), fc.boolean(), async (lines, isUtc) => {
      const { freezes } = await storyOf({ 'a/x.log': lines.join('') }, { zone: isUtc ? 'UTC' : null });
      for (const { freeze } of freezes) {
        assert.ok(freeze.evidence.length > 0);
        assert.ok((freeze.frozenUs ?? 0) >= 0 && (freeze.windowUs ?? 0) >= 0);
      }
    }),
    runs(300),
  );
});

test('a log in UTC and one in local time tell one freeze', async () => {
  const local =
    '11/03/2021 18:30:09: Backup.General.ExternalFreeze: System suspended\n11/03/2021 18:30:14: Backup.General.ExternalThaw: Resuming system\n11/03/2021 18:30:15: Backup.General.ExternalThaw: System resumed\n';
  const utc =
    '2021-11-03T22:30:09Z: APP IS FROZEN\n2021-11-03T22:30:14Z: Attempting to thaw APP\n2021-11-03T22:30:15Z: APP IS THAWED\n';
  const { freezes } = await storyOf(
    { 'g/APP-pre_post.log': local, 'g/snapshot.log': utc },
    { zone: 'America/New_York' },
  );
  assert.deepEqual(
    freezes.map(({ freeze }) => [freeze.suspendedAt, freeze.frozenUs]),
    [['2021-11-03T22:30:09.000Z', 6_000_000]],
  );
});

test('a freeze across a change to daylight saving time lasts as long as it lasted, or as nobody knows', async () => {
  const over = (day: string, from: string, to: string) =>
    storyOf(
      {
        'messages.log': `${day}-${from}:000 (7) 0 [Utility.Event] Backup.General.ExternalFreeze: System suspended\n${day}-${to}:000 (7) 0 [Utility.Event] Backup.General.ExternalThaw: System resumed\n`,
      },
      { zone: 'America/New_York' },
    );
  assert.equal((await over('03/13/22', '01:59:58', '03:00:04')).freezes[0]?.freeze.frozenUs, 6_000_000);
  assert.equal((await over('11/07/21', '00:59:58', '01:00:04')).freezes[0]?.freeze.frozenUs, null);
});

test('a thaw of another month ends no freeze', async () => {
  const line = (day: string, text: string) =>
    `${day}/21-01:00:00:000 (7) 0 [Utility.Event] Backup.General.External${text}\n`;
  const { freezes, diagnostics } = await storyOf({
    'messages.log': line('06/01', 'Freeze: System suspended') + line('07/31', 'Thaw: System resumed'),
  });
  assert.deepEqual(
    freezes.map(({ freeze }) => [freeze.outcome, freeze.frozenUs]),
    [
      ['unfinished', null],
      ['thawed', null],
    ],
  );
  const kinds = diagnostics.map(({ kind }) => kind);
  assert.ok(kinds.includes('no-thaw') && kinds.includes('no-freeze'));
});

test('copies and older states of a log change nothing, rotated parts are one log, logs of one time are two', async () => {
  const texts = written([
    { gap: 200, freezing: 1, window: 5, thawing: 1, fails: false },
    { gap: 90_000, freezing: 1, window: 7, thawing: 1, fails: false },
  ]);
  const whole = texts['g/messages.log'] ?? '';
  const lines = whole
    .trimEnd()
    .split('\n')
    .map((one) => `${one}\n`);
  const told = async (logs: Readonly<Record<string, string>>) =>
    (await storyOf(logs, { zone: 'UTC' })).freezes.map(({ freeze }) => [freeze.outcome, freeze.frozenUs]);
  const expected = [
    ['thawed', 6_000_000],
    ['thawed', 8_000_000],
  ];
  assert.deepEqual(await told({ 'g/messages.log': whole }), expected);
  assert.deepEqual(await told({ 'g/messages.log': whole, 'g/messages (1).log': whole }), expected);
  assert.deepEqual(await told({ 'g/messages.log': whole, 'old/messages.log': whole }), expected);
  assert.deepEqual(
    await told({ 'g/messages.log': whole, 'g/messages.old': lines.slice(0, 6).join('') }),
    expected,
  );
  const cut = { 'g/messages.old': lines.slice(0, 2).join(''), 'g/messages.log': lines.slice(2).join('') };
  assert.deepEqual(await told(cut), expected);
  const later =
    written([{ gap: 202, freezing: 1, window: 9, thawing: 1, fails: false }])['g/messages.log'] ?? '';
  assert.deepEqual(await told({ 'g/db1-messages.log': whole, 'g/db2-messages.log': later }), [
    ['thawed', 6_000_000],
    ['thawed', 10_000_000],
    ['thawed', 8_000_000],
  ]);
});

test('of two instances that are frozen within a second, each has the lines that are nearest', async () => {
  const script = (instance: string, from: number) =>
    [
      ['IS FROZEN', from],
      ['IS THAWED', from + 5],
    ]
      .map(([what, second]) => `2021-11-03 18:30:${String(second).padStart(2, '0')}: ${instance} ${what}\n`)
      .join('');
  const messages =
    '11/03/21-18:30:11:400 (7) 0 [Utility.Event] Backup.General.ExternalFreeze: System suspended\n11/03/21-18:30:16:400 (7) 0 [Utility.Event] Backup.General.ExternalThaw: System resumed\n';
  const { freezes } = await storyOf({
    'g/snapshot.log': script('AAA', 10) + script('BBB', 11),
    'g/messages.log': messages,
  });
  assert.deepEqual(
    freezes.map(({ freeze }) => [freeze.instance, freeze.source]),
    [
      ['AAA', 'g/snapshot.log'],
      ['BBB', 'g/messages.log'],
    ],
  );
});

test('what is already frozen holds a frozen database, and what is not frozen needs no thaw', async () => {
  const first = await toldBy([
    [0, ASK],
    [1, 'ERROR: @ IS already FROZEN'],
  ]);
  assert.deepEqual(first.kinds, ['second-freeze']);
  const again = await toldBy([...whole(0), [20, ASK_THAW], [21, 'ERROR: @ IS already THAWED']]);
  assert.deepEqual(again, {
    freezes: [{ outcome: 'thawed', frozenUs: 6_000_000, windowUs: 5_000_000 }],
    kinds: [],
  });
  const gone = await toldBy([
    [0, ASK],
    [1, FROZEN],
    [400, ASK_THAW],
    [401, '@ is not frozen'],
  ]);
  assert.deepEqual(gone, {
    freezes: [{ outcome: 'thawed', frozenUs: null, windowUs: 399_000_000 }],
    kinds: [],
  });
});

test('freezes outside the time asked for are neither listed nor told of', async () => {
  const since = instant(Date.UTC(2021, 0) * 1000);
  const text = `${script(0, ASK)}${script(1, '@ FREEZE FAILED')}${script(2000, ASK)}${script(2001, FROZEN)}`;
  const { freezes, diagnostics } = await storyOf({ 'a/snapshot.log': text }, { since });
  assert.deepEqual(freezes, []);
  assert.deepEqual(
    diagnostics.map(({ kind }) => kind),
    ['guest-log'],
  );
});

test('a thousand freezes of one second, and a line that repeats its names, take no longer than others', async () => {
  const begin = process.hrtime.bigint();
  const general = (what: string) => `05/06/2020 00:00:10: Backup.General.External${what}\n`;
  const one = [
    'Freeze: Suspending system',
    'Freeze: System suspended',
    'Thaw: Resuming system',
    'Thaw: System resumed',
  ];
  const log = one.map(general).join('').repeat(5000);
  const messages = log.replaceAll('05/06/2020 00:00:10: ', '05/06/20-00:00:10:000 (7) 0 [Utility.Event] ');
  await storyOf({ 'g/X-pre_post.log': log, 'g/messages.log': messages });
  const when = 'when="2019-08-01 18:43:02.216" ';
  await storyOf({
    'f.log': `${when}pid=1 level=INFO text="x"\n${when}${'level=a '.repeat(4000)}${'text="'.repeat(4000)}x\n`,
  });
  assert.ok(Number(process.hrtime.bigint() - begin) / 1e9 < 8);
});
