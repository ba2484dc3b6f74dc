import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { reportOn } from '../laws/one-log.js';
import { anyOrder, runs } from '../laws/runs.js';
import { logText } from '../support/log-lines.js';
import { spentSince } from '../support/spent.js';
import * as t from './telling.js';

const MANY = 10_000;
const many = (make: (index: number) => readonly t.Told[]) =>
  Array.from({ length: MANY }, (_, i) => make(i)).flat();
const H = 'Consolidate Helper-0';
const QUIESCED = 'deviceState=0, quiesced=1';

/** Ten thousand of a thing, before or among ten thousand stops: each must take a time that grows with their count only. */
const CROWDS: Readonly<Record<string, readonly t.Told[]>> = {
  'starts without a stop': many((i) => [t.take(i, `s${i % 7}`)]),
  'starts, then stops': [...many((i) => [t.take(i / 100)]), ...many((i) => [t.stop(101 + i, 0.5)])],
  'starts of one task, its lines, and stops': [
    ...many((i) => [t.take(i / 100, 'a', t.NO_FLAGS, 'job-1')]),
    ...many((i) => [t.closing(101.8 + i / 10, 'job-1'), t.stop(102 + i / 10, 0.05)]),
  ],
  'starts, then ends of other names': [
    ...many((i) => [t.take(i / 100, 'a')]),
    ...many((i) => [t.done(200 + i / 100, `b${i}`)]),
  ],
  'starts and ends of one name, nested': [
    ...many((i) => [t.take(i / 100)]),
    t.stop(150),
    ...many((i) => [t.done(200 + i / 100)]),
  ],
  'requests that quiesce, then failures, then stops': [
    ...many((i) => [t.take(i / 100, 'a', QUIESCED)]),
    ...many((i) => [t.timedOut(200 + i * 61)]),
    ...many((i) => [t.stop(700_000 + i, 0.5)]),
  ],
  'requests that fail': many((i) => [
    t.take(i, `s${i % 7}`, QUIESCED),
    t.asked(i + 0.1),
    t.timedOut(i + 0.3),
    t.done(i + 0.4, `s${i % 5}`),
  ]),
  'one request, then failures': [t.take(0, 'a', QUIESCED), ...many((i) => [t.timedOut(i / 10)])],
  'work without a start': many((i) => [t.mode(i + 0.5), t.stop(i + 0.9, 0.6)]),
  'ends of consolidates': many((i) => [t.stop(i, 0.5), t.ended(i + 0.1, 'Cancelled (34)')]),
  'ends of consolidates, after all stops': [
    ...many((i) => [t.stop(i, 0.5)]),
    ...many((i) => [t.ended(MANY + i / 100, 'Cancelled (34)')]),
  ],
  'rounds of one consolidate': [t.begun(0), ...many((i) => [t.another(i + 0.2), t.stop(i + 0.9, 0.5)])],
  helpers: many((i) => [t.take(i, H), t.mode(i + 0.4), t.stop(i + 0.8, 0.5), t.done(i + 0.9, H)]),
  'stuns, then stops': [...many((i) => [t.stunned(i / 100)]), ...many((i) => [t.stop(101 + i / 100, 0.001)])],
  'stuns and stops, then stops': [
    ...many((i) => [t.stunned(i / 100), t.stop(i / 100 + 0.005, 0.001)]),
    ...many((i) => [t.stop(101 + i / 100, 0.001)]),
  ],
  'arrivals of one migration': many((i) => [
    t.sent(i, '7'),
    t.stunned(i + 0.1),
    t.arrived(i + 0.2, '7'),
    t.stop(i + 0.5, 0.1),
  ]),
  'arrivals, then stops': [
    ...many((i) => [t.arrived(i / 100, `${i}`)]),
    ...many((i) => [t.stop(101 + i / 100, 0.001)]),
  ],
  'stuns about to be, then stops': [
    ...many((i) => [t.stunning(i / 100)]),
    ...many((i) => [t.stop(101 + i / 100, 0.001)]),
  ],
  'arrivals without a stop': many((i) => [t.arrived(i * 61, `${i}`)]),
  'requests between stuns and stops': many((i) => [
    t.stunned(i),
    t.take(i + 0.2, 'a'),
    t.restored(i + 0.3, '(null)'),
    t.stop(i + 0.5, 0.1),
  ]),
  'suspends that begin, then end': [
    ...many((i) => [t.vmx(i / 100, 'SUSPEND: Start suspend (flags=0)')]),
    ...many((i) => [t.stop(101 + i / 100, 0.001)]),
    ...many((i) => [t.vmx(300 + i / 100, "SUSPEND: Completed suspend: 'x' (0)")]),
  ],
  restores: [...many((i) => [t.restored(i / 1000, 'x.vmsn')]), ...many((i) => [t.stop(11 + i / 100, 0.001)])],
  removals: [
    ...many((i) => [t.remove(i / 1000), t.gone(i / 1000)]),
    ...many((i) => [t.stop(11 + i / 100, 0.001)]),
  ],
  'removals of cards': [t.off(0), ...many((i) => [t.removed(1 + i / 1000), t.stop(1 + i / 1000, 0.0001)])],
  phases: many((i) => [t.phase(i, i % 9000), t.stop(i + 0.5, 0.1)]),
  memory: many((i) => [
    t.take(i, `s${i}`, 'deviceState=1'),
    t.mode(i + 0.3),
    t.stop(i + 0.6, 0.5),
    t.ended(i + 0.7),
  ]),
};
for (const [name, told] of Object.entries(CROWDS)) {
  test(`ten thousand: ${name}`, async () => {
    const text = t.written(told, 'esx8');
    const spent = spentSince();
    const report = await reportOn(text);
    const took = spent();
    assert.ok(took < 2000, `${Math.round(took)} ms`);
    assert.equal(report.summary.stops, told.filter(({ message }) => message.startsWith('Checkpoint')).length);
    for (const { evidence } of [...report.events, ...report.findings]) assert.ok(evidence.length <= 20);
  });
}

test('ten thousand stuns and stops without a time, in turn or one after the other', async () => {
  const masked = (told: readonly t.Told[]) =>
    t.written(told, 'esx8').replaceAll(/^\d{4}-\d\d-\d\dT\d\d/gm, 'YYYY-MM-DDThh');
  const stuns = many((i) => [t.stunned(i)]);
  const stops = many((i) => [t.stop(i, 0.001 + i / 1e6)]);
  for (const told of [stuns.flatMap((stun, i) => [stun, ...stops.slice(i, i + 1)]), [...stuns, ...stops]]) {
    const text = masked(told);
    const spent = spentSince();
    const report = await reportOn(text);
    assert.ok(spent() < 2000);
    assert.equal(report.stops.length, MANY);
    assert.equal(report.summary.exitCode, 2);
  }
});

/** A log with one of everything, and what each of its stops is. */
const ALL = [
  t.header(0),
  ...[t.take(100, 'a'), t.mode(101.5), t.stop(102), t.done(102.1, 'a')],
  ...[t.begun(1000), t.stop(1010), t.another(1020), t.stop(1030), t.ended(1030.1)],
  ...[t.moreMemory(2000), t.stunning(2000.5), t.stunned(2000.6), t.stop(2003, 0.02)],
  ...[t.remove(3000), t.gone(3001.5), t.stop(3002)],
  ...[t.restored(4000, 'x.vmsn'), t.stop(4002)],
  ...[t.phase(5000, 1), t.phase(5100, 8), t.stunned(5200), t.stop(5202, 0.02)],
];
const CAUSES = [
  'snapshot-create logged 1',
  'consolidate logged 2',
  'hot-add logged 1',
  'hot-remove logged 1',
  'revert logged 1',
  'storage-migration logged 1',
];
const lines = t.written(ALL, 'esx8').trimEnd().split('\n');
const causesOf = async (text: readonly string[]) =>
  t.inShort(await reportOn(logText(text), { options: { sort: 'time' } }));

test('the order of the lines does not matter: backwards, or any other', async () => {
  assert.deepEqual(await causesOf(lines), CAUSES);
  assert.deepEqual(await causesOf(lines.toReversed()), CAUSES);
  await fc.assert(
    fc.asyncProperty(anyOrder(lines), async (mixed) => assert.deepEqual(await causesOf(mixed), CAUSES)),
    runs(60),
  );
});

test('lines that are repeated do not matter', async () => {
  assert.deepEqual(await causesOf([...lines, ...lines]), CAUSES);
  assert.deepEqual(await causesOf(lines.flatMap((one) => [one, one, one])), CAUSES);
});

test('a line that is cut anywhere takes its proof with it and gives none', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.nat(lines.length - 1),
      fc.double({ min: 0, max: 1, noNaN: true }),
      async (index, share) => {
        const cut = lines.map((one, i) => (i === index ? one.slice(0, Math.floor(one.length * share)) : one));
        const { events } = await reportOn(logText(cut), { options: { sort: 'time' } });
        for (const { cause, basis } of events)
          if (basis === 'logged')
            assert.ok(CAUSES.some((one) => one.startsWith(`${cause} `)) || cause === 'migration', cause);
      },
    ),
    runs(150),
  );
});

test('any lines in any order are read without an exception, each stop in one event', async () => {
  const anyTold = fc
    .tuple(fc.constantFrom(...ALL.filter(({ header }) => header === undefined)), fc.nat(20_000))
    .map(([one, at]) => ({ ...one, at }));
  await fc.assert(
    fc.asyncProperty(fc.array(anyTold, { maxLength: 40 }), async (told) => {
      const { stops, events } = await t.reportOnLines(told);
      assert.equal(
        events.reduce((sum, event) => sum + event.stops, 0),
        stops.length,
      );
      for (const { basis, evidence } of events) assert.equal(evidence.length > 0, basis === 'logged');
    }),
    runs(300),
  );
});

test('the first lines of a log run backwards', async () => {
  const told = [t.header(1.7), t.take(0.1, 'a'), t.mode(1.2), t.stop(1.6), t.done(1.65, 'a')];
  assert.deepEqual(t.inShort(await t.reportOnLines([t.vmx(3.3, 'x'), ...told])), [
    'snapshot-create logged 1',
  ]);
});
