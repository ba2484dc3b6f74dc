import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { matchesVm } from '../../src/verdict/filter.js';
import { spentSince } from '../support/spent.js';
import { anyLog } from './any-log.js';
import { reportOn } from './one-log.js';
import { runs } from './runs.js';

test('--min, --since and --until list exactly the stops that they ask for, and nothing else changes', async () => {
  await fc.assert(
    fc.asyncProperty(anyLog, fc.nat(9_000_000), fc.nat(20_000), fc.nat(20_000), async (log, min, a, b) => {
      const start = Date.UTC(2024, 2, 7, 20);
      const [since, until] = [Math.min(a, b), Math.max(a, b)].map((s) =>
        new Date(start + s * 1000).toISOString(),
      );
      const all = await reportOn(log.text);
      const some = await reportOn(log.text, { options: { min: `${min}us`, since, until } });
      const expected = all.stops.filter(
        ({ durationUs, endedAt, startedAt }) =>
          durationUs >= min && (endedAt ?? '') >= (since ?? '') && (startedAt ?? '') <= (until ?? ''),
      );
      assert.deepEqual(some.stops, expected);
      assert.deepEqual(some.filters, { min: `${min}us`, since, until });
      assert.equal(some.summary.stops, expected.length);
      assert.deepEqual(
        new Set(some.events.map(({ id }) => id)),
        new Set(expected.map(({ eventId }) => eventId)),
      );
    }),
    runs(80),
  );
});

test('--cause lists the stops of those causes', async () => {
  await fc.assert(
    fc.asyncProperty(
      anyLog,
      fc.subarray(['consolidate', 'snapshot-create', 'unknown'], { minLength: 1 }),
      async (log, cause) => {
        const all = await reportOn(log.text);
        const some = await reportOn(log.text, { options: { cause } });
        assert.deepEqual(
          some.stops,
          all.stops.filter((stop) => cause.includes(stop.cause)),
        );
      },
    ),
    runs(40),
  );
});

test('a stop that ends with --since, or begins with --until, is still asked for', async () => {
  const log = '2024-03-07T20:00:05.000Z| vcpu-0| I125: Checkpoint_Unstun: vm stopped for 2000000 us\n';
  const count = async (options: object) => (await reportOn(log, { options })).stops.length;
  assert.equal(await count({ since: '2024-03-07T20:00:05Z' }), 1);
  assert.equal(await count({ since: '2024-03-07T20:00:05.001Z' }), 0);
  assert.equal(await count({ until: '2024-03-07T20:00:03Z' }), 1);
  assert.equal(await count({ until: '2024-03-07T20:00:02.999Z' }), 0);
});

/** The oracle: a wildcard match by recursion. */
function globMatches(glob: string, name: string): boolean {
  const [first, ...rest] = [...glob];
  if (first === undefined) return name === '';
  const characters = [...name];
  if (first === '*')
    return Array.from({ length: characters.length + 1 }, (_, i) => characters.slice(i).join('')).some(
      (tail) => globMatches(rest.join(''), tail),
    );
  const [head] = characters;
  if (head === undefined) return false;
  const same = first === '?' || first.toLowerCase() === head.toLowerCase();
  return same && globMatches(rest.join(''), characters.slice(1).join(''));
}

test('a glob is matched as the shell does, upper and lower case alike', () => {
  const unit = fc.constantFrom(...'abAB*?.[]()\\^$+|{}-/ 😀\n'.split(''), '😀');
  const anyText = fc.string({
    unit: unit.filter((character) => !/[\ud800-\udfff]/.test(character) || character.length === 2),
    maxLength: 6,
  });
  fc.assert(
    fc.property(anyText, anyText, (glob, name) => {
      assert.equal(matchesVm(glob, [name]), globMatches(glob, name));
      assert.equal(matchesVm(name.replaceAll(/[*?]/g, '?'), [name]), true);
    }),
    runs(800),
  );
});

test('a name with many wildcards takes no time to match', {}, () => {
  const spent = spentSince();
  assert.equal(matchesVm(`${'*a'.repeat(6)}b`, ['a'.repeat(60)]), false);
  assert.ok(spent() < 100);
});

test('a VM that is not there leaves the report unproved, and says which are', async () => {
  const log = '2024-03-07T20:00:00.000Z| vmx| I125: DICT displayName = "db1"\n';
  const report = await reportOn(log, { options: { vm: ['db1', 'db2*'] } });
  assert.equal(report.summary.exitCode, 2);
  assert.match(report.diagnostics[0]?.message ?? '', /db2\*.*found: db1\./);
});
