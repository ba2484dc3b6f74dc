import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { runs } from '../laws/runs.js';
import * as t from './telling.js';

const H = 'Consolidate Helper-0';

/** A backup: one stop, then a cluster; `name` tells its operations apart. */
const backup = (at: number, name: string) => ({
  create: [t.take(at, name), t.mode(at + 1.2), t.done(at + 2.1, name)],
  consolidate: [t.begun(at + 2000), t.take(at + 2001, H), t.done(at + 2003.1, H), t.ended(at + 2020.1)],
  stops: [t.stop(at + 2), t.stop(at + 2003), t.stop(at + 2012), t.stop(at + 2020)],
});

const causesOf = async (told: readonly t.Told[]) =>
  (await t.reportOnLines(told)).stops.map(({ cause }) => cause);
const BACKUP = ['snapshot-create', 'consolidate', 'consolidate', 'consolidate'];

test('of backups, whatever lines are lost, every stop keeps its cause: logged, or by the pattern', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(fc.boolean(), fc.boolean()), { minLength: 1, maxLength: 6 }),
      async (kept) => {
        const told = kept.flatMap(([create, consolidate], day) => {
          const lines = backup(day * 86_400, `night ${day}`);
          return [...(create ? lines.create : []), ...(consolidate ? lines.consolidate : []), ...lines.stops];
        });
        assert.deepEqual(
          await causesOf(told),
          kept.flatMap(() => BACKUP),
        );
      },
    ),
    runs(60),
  );
});

test('the basis says which: only the backups whose lines were kept are logged', async () => {
  const [first, second] = [backup(0, 'a'), backup(86_400, 'b')];
  const report = await t.reportOnLines([
    ...first.create,
    ...first.consolidate,
    ...first.stops,
    ...second.stops,
  ]);
  assert.deepEqual(t.inShort(report), [
    'snapshot-create logged 1',
    'consolidate logged 3',
    'snapshot-create inferred 1',
    'consolidate inferred 3',
  ]);
});

test('lines of a stop that is far from the others never change what those are', async () => {
  const others: readonly (readonly t.Told[])[] = [
    [],
    [t.stunned(50_000)],
    [t.remove(49_999), t.gone(50_000.5)],
    [t.moreMemory(49_999), t.stunned(50_000)],
    [t.restored(50_000, 'x.vmsn')],
    [t.take(49_999), t.mode(50_000.5), t.done(50_001.1)],
  ];
  const { stops } = backup(0, 'a');
  for (const lines of others) {
    const causes = await causesOf([...stops, ...lines, t.stop(50_001)]);
    assert.deepEqual(causes.slice(0, 4), BACKUP);
  }
});

test('a stop in the middle of a cluster that is something else does not join what is left to it', async () => {
  const lines = [
    t.stop(100),
    t.stop(110),
    t.remove(114),
    t.gone(118.5),
    t.stop(119),
    t.stop(125),
    t.stop(130),
  ];
  assert.deepEqual(t.inShort(await t.reportOnLines(lines)), [
    'consolidate inferred 2',
    'hot-remove logged 1',
    'consolidate inferred 2',
  ]);
});

test('what is open when the log ends changes nothing before it', async () => {
  const { stops } = backup(0, 'a');
  for (const line of [
    t.take(9000, 'b'),
    t.begun(9000),
    t.remove(9000),
    t.moreMemory(9000),
    t.sent(9000, '7'),
  ])
    assert.deepEqual(await causesOf([...stops, line]), BACKUP);
});
