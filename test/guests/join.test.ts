import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import fc from 'fast-check';
import { judge, relate } from '../../src/analyse.js';
import type { Report } from '../../src/model/report.js';
import { type AnalysisOptions, checkAnalysis } from '../../src/settings/analysis.js';
import { collected } from '../laws/collected.js';
import { runs } from '../laws/runs.js';
import { headerLine, line, logText, unstunLine } from '../support/log-lines.js';
import { plant, tempFolder } from '../support/temp.js';
import { guestReadings } from './telling.js';

/** A backup: when the VM was stopped, in milliseconds of UTC, and how its freeze lies around that, in whole seconds. */
interface Night {
  readonly stopMs: number;
  readonly stopUs: number;
  readonly before: number;
  readonly after: number;
}

const START = Date.UTC(2023, 0, 10, 1);

/** The log of a VM that takes a snapshot each night, and removes it an hour later. */
function vmLog(name: string, nights: readonly Night[], untilMs = 0): string {
  const lines = [
    headerLine('I125', new Date(START - 3_600_000)),
    line('I125', { at: new Date(START - 3_600_000), thread: 'vmx', message: `DICT displayName = "${name}"` }),
  ];
  for (const { stopMs, stopUs } of nights) {
    const at = (ms: number) => new Date(stopMs + ms);
    const take = `SnapshotVMX_TakeSnapshot start: 'n', deviceState=0, lazy=0, quiesced=0, forceNative=0, tryNative=1, saveAllocMaps=0`;
    lines.push(
      line('I125', { at: at(-stopUs / 1000 - 300), thread: 'vmx', message: take }),
      line('I125', {
        at: at(-stopUs / 1000 + 1),
        message: 'SnapshotVMXTakeSnapshotWork: Transition to mode 0.',
      }),
      unstunLine('I125', stopUs, { at: at(0) }),
      line('I125', { at: at(2), message: `SnapshotVMXTakeSnapshotComplete: Done with snapshot 'n': 7` }),
      unstunLine('I125', 40_000, { at: at(3_600_000) }),
      unstunLine('I125', 50_000, { at: at(3_601_000) }),
    );
  }
  const last = Math.max(untilMs, (nights.at(-1)?.stopMs ?? START) + 7_200_000);
  return logText([
    ...lines,
    line('I125', { at: new Date(last), thread: 'vmx', message: 'Tools: Changing running status: 1 => 2.' }),
  ]);
}

/** The log of its guest, whose clock is so many milliseconds ahead of UTC. */
function guestLog(nights: readonly Night[], aheadMs: number): string {
  const stamp = (ms: number) => {
    const iso = new Date(ms + aheadMs).toISOString();
    return `${iso.slice(5, 7)}/${iso.slice(8, 10)}/${iso.slice(0, 4)} ${iso.slice(11, 19)}: Backup.General.External`;
  };
  return nights
    .map(({ stopMs, stopUs, before, after }) => {
      const from = stopMs - stopUs / 1000 - before * 1000;
      const to = stopMs + after * 1000;
      return `${stamp(from - 1000)}Freeze: Suspending system\n${stamp(from)}Freeze: System suspended\n${stamp(to)}Thaw: Resuming system\n${stamp(to + 1000)}Thaw: System resumed\n`;
    })
    .join('');
}

/** Any nights, of which no two are equally far apart: else a clock could be a day off. */
const anyNights = fc
  .array(
    fc.record({
      minute: fc.integer({ min: 0, max: 240 }),
      stopUs: fc.integer({ min: 1, max: 3_000 }).map((ms) => ms * 1000),
      before: fc.integer({ min: 1, max: 10 }),
      after: fc.integer({ min: 1, max: 10 }),
    }),
    { minLength: 1, maxLength: 6 },
  )
  .map((nights) =>
    nights.map(({ minute, ...night }, index) => ({
      ...night,
      stopMs: START + index * 86_400_000 + (minute * 60 + index * index * 7) * 1000 + 17,
    })),
  );

async function reportOn(
  t: TestContext,
  vms: Readonly<Record<string, string>>,
  guests: Readonly<Record<string, string>>,
  options: AnalysisOptions = {},
): Promise<Report> {
  const folder = await tempFolder(t);
  await plant(folder, vms);
  const found = { ...(await collected([folder])), guests: await guestReadings(guests) };
  return judge(relate(found, [folder], false), checkAnalysis(options, new Date(0)), '0');
}

/** The flags that a diagnostic proposes, as options. */
function proposedBy({ diagnostics }: Report): AnalysisOptions | null {
  const message = diagnostics.find(({ kind }) => kind === 'guest-clock')?.message;
  if (message === undefined) return null;
  return {
    guestTz: /--guest-tz with the zone \(or ([^,]+),/.exec(message)?.[1] ?? assert.fail(message),
    guestOffset: /--guest-offset ([-\d]+m?s)/.exec(message)?.[1] ?? '0',
  };
}

test('freezes of a clock that agrees are joined with their snapshots, each once', async (t) => {
  await fc.assert(
    fc.asyncProperty(anyNights, async (nights) => {
      const vms = { 'db1/vmware.log': vmLog('db1', nights) };
      const { backups, freezes } = await reportOn(
        t,
        vms,
        { 'g/x.log': guestLog(nights, 0) },
        { guestTz: 'UTC' },
      );
      assert.equal(freezes.length, nights.length);
      assert.deepEqual(
        backups.map(({ freezeIndexes, frozenUs, createEventId, consolidateEventId }) => [
          freezeIndexes,
          frozenUs,
          createEventId !== null && consolidateEventId !== null,
        ]),
        freezes.map(({ frozenUs }, index) => [[index], frozenUs, true]),
      );
    }),
    runs(20),
  );
});

test('what is proposed for a clock of any zone and any error joins them all; until then none is joined', async (t) => {
  let proposed = 0;
  await fc.assert(
    fc.asyncProperty(
      anyNights,
      fc.integer({ min: -11, max: 12 }),
      fc.oneof(fc.constant(0), fc.integer({ min: -300, max: 300 })),
      async (nights, hours, error) => {
        const vms = { 'db1/vmware.log': vmLog('db1', nights) };
        const guests = { 'g/x.log': guestLog(nights, hours * 3_600_000 + error * 1000) };
        const before = await reportOn(t, vms, guests);
        assert.ok(before.backups.every(({ freezeIndexes }) => freezeIndexes.length === 0));
        const options = proposedBy(before);
        if (options === null) return;
        proposed++;
        const { backups } = await reportOn(t, vms, guests, options);
        assert.deepEqual(
          backups.map(({ freezeIndexes }) => freezeIndexes),
          nights.map((_, index) => [index]),
        );
      },
    ),
    runs(40),
  );
  assert.ok(proposed > 20, `${proposed} of 40`);
});

const NIGHTS: readonly Night[] = [
  { stopMs: START + 17, stopUs: 900_000, before: 3, after: 2 },
  { stopMs: START + 86_400_000 + 900_000, stopUs: 700_000, before: 3, after: 2 },
];

test('freezes that match several VMs are joined with none, unless a log shows that its VM had no snapshot then', async (t) => {
  const guests = { 'g/x.log': guestLog(NIGHTS, 0) };
  const twins = { 'db1/vmware.log': vmLog('db1', NIGHTS), 'db2/vmware.log': vmLog('db2', NIGHTS) };
  const unsure = await reportOn(t, twins, guests, { guestTz: 'UTC' });
  assert.ok(unsure.diagnostics.some(({ kind }) => kind === 'unsure-freeze'));
  assert.ok(unsure.backups.every(({ freezeIndexes }) => freezeIndexes.length === 0));
  // A log that ends before the second night does not contradict it.
  const shorter = { ...twins, 'db2/vmware.log': vmLog('db2', NIGHTS.slice(0, 1)) };
  const unknown = await reportOn(t, shorter, guests, { guestTz: 'UTC' });
  assert.ok(unknown.diagnostics.some(({ kind }) => kind === 'unsure-freeze'));
  const others = { ...twins, 'db2/vmware.log': vmLog('db2', NIGHTS.slice(0, 1), START + 200_000_000) };
  const sure = await reportOn(t, others, guests, { guestTz: 'UTC' });
  assert.deepEqual(
    sure.backups.map(({ vm, freezeIndexes }) => [vm, freezeIndexes]),
    [
      ['db1', [0]],
      ['db2', []],
      ['db1', [1]],
    ],
  );
});

test('the time without writes of two instances counts once where they share it', async (t) => {
  const log = (instance: string, from: string, to: string) =>
    `2023-01-10 ${from}+00:00: ${instance} IS FROZEN\n2023-01-10 ${to}+00:00: Attempting to thaw ${instance}\n2023-01-10 ${to}+00:00: ${instance} IS THAWED\n`;
  const text = log('A', '00:59:50', '01:00:05') + log('B', '00:59:55', '01:00:10');
  const { backups } = await reportOn(
    t,
    { 'db1/vmware.log': vmLog('db1', NIGHTS) },
    { 'g/snapshot.log': text },
  );
  assert.deepEqual(
    backups.map(({ freezeIndexes, frozenUs }) => [freezeIndexes, frozenUs]),
    [
      [[0, 1], 20_000_000],
      [[], null],
    ],
  );
});

test('a window of time keeps the freezes in it and those without a known time', async (t) => {
  const vms = { 'db1/vmware.log': vmLog('db1', NIGHTS) };
  const guests = { 'g/x.log': guestLog(NIGHTS, 0) };
  const counts = await Promise.all(
    (
      [
        { guestTz: 'UTC', since: '2023-01-11' },
        { guestTz: 'UTC', until: '2023-01-10' },
        { since: '2024-01-01' },
      ] as const
    ).map(async (options) => (await reportOn(t, vms, guests, options)).freezes.length),
  );
  assert.deepEqual(counts, [1, 1, 2]);
});

test('every event of a snapshot is in one backup, whose sums are those of its events', async (t) => {
  await fc.assert(
    fc.asyncProperty(anyNights, anyNights, async (nights, others) => {
      const vms = { 'db1/vmware.log': vmLog('db1', nights), 'db2/vmware.log': vmLog('db2', others) };
      const { backups, events } = await reportOn(t, vms, {});
      const ids = backups.flatMap(({ createEventId, consolidateEventId }) =>
        [createEventId, consolidateEventId].filter((id) => id !== null),
      );
      const ofSnapshots = events.filter(
        ({ cause }) => cause === 'snapshot-create' || cause === 'consolidate',
      );
      assert.deepEqual([...ids].sort(), ofSnapshots.map(({ id }) => id).sort());
      const sum = (list: readonly number[]) => list.reduce((a, b) => a + b, 0);
      assert.equal(
        sum(backups.map(({ stoppedUs }) => stoppedUs)),
        sum(ofSnapshots.map(({ totalUs }) => totalUs)),
      );
      for (const { vm, createEventId, consolidateEventId, startedAt, endedAt } of backups) {
        const own = events.filter(({ id }) => id === createEventId || id === consolidateEventId);
        assert.ok(own.every((event) => event.vm === vm));
        assert.ok((startedAt ?? '') <= (endedAt ?? ''));
      }
    }),
    runs(15),
  );
});

test('filters neither join a guest with another VM nor propose an offset for one', async (t) => {
  const later = NIGHTS.map((night) => ({ ...night, stopMs: night.stopMs + 200_000 }));
  const vms = { 'db1/vmware.log': vmLog('db1', NIGHTS), 'db2/vmware.log': vmLog('db2', later) };
  const guests = { 'g/x.log': guestLog(NIGHTS, 0) };
  for (const options of [{ vm: 'db2' }, { cause: 'consolidate' }, { min: '100s' }] as const) {
    const { diagnostics, backups } = await reportOn(t, vms, guests, { guestTz: 'UTC', ...options });
    assert.ok(!diagnostics.some(({ kind }) => kind === 'guest-clock'));
    assert.ok(backups.every(({ freezeIndexes }) => freezeIndexes.length === 0));
  }
});

test('an offset is proposed that takes the place of the one given, and one for all seasons of a zone', async (t) => {
  const vms = { 'db1/vmware.log': vmLog('db1', NIGHTS) };
  const fast = { 'g/x.log': guestLog(NIGHTS, 20_000) };
  for (const guestOffset of ['0', '5s', '-100s']) {
    const before = await reportOn(t, vms, fast, { guestTz: 'UTC', guestOffset });
    const message = before.diagnostics.find(({ kind }) => kind === 'guest-clock')?.message ?? '';
    const proposed = /--guest-offset ([-\d]+s)/.exec(message)?.[1] ?? assert.fail(guestOffset);
    const { backups } = await reportOn(t, vms, fast, { guestTz: 'UTC', guestOffset: proposed });
    assert.deepEqual(
      backups.map(({ freezeIndexes }) => freezeIndexes),
      [[0], [1]],
    );
  }
  const summer = Date.UTC(2023, 5, 10, 1);
  const seasons = [...NIGHTS, { stopMs: summer, stopUs: 800_000, before: 3, after: 2 }];
  const log =
    guestLog(NIGHTS, -5 * 3_600_000 + 30_000) + guestLog(seasons.slice(-1), -4 * 3_600_000 + 30_000);
  const { diagnostics } = await reportOn(
    t,
    { 'db1/vmware.log': vmLog('db1', seasons) },
    { 'g/x.log': log },
    { guestTz: 'America/New_York' },
  );
  assert.match(
    diagnostics.find(({ kind }) => kind === 'guest-clock')?.message ?? '',
    /--guest-offset -[23]\ds/,
  );
});

test('freezes outside the time that the VM logs cover are told', async (t) => {
  const vms = { 'db1/vmware.log': vmLog('db1', NIGHTS) };
  const earlier = NIGHTS.map((night) => ({ ...night, stopMs: night.stopMs - 400 * 86_400_000 }));
  const { diagnostics } = await reportOn(t, vms, { 'g/x.log': guestLog(earlier, 0) }, { guestTz: 'UTC' });
  assert.match(
    diagnostics.find(({ kind }) => kind === 'freeze-outside')?.message ?? '',
    /^2 freezes lie outside/,
  );
});
