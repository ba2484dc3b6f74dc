import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { ROLES } from '../../src/model/mirror.js';
import type { Stop } from '../../src/model/report.js';
import { mirrorFindings } from '../../src/verdict/mirror-findings.js';
import { POLICY, stopAt, vmOf } from '../reporters/sample-report.js';

const START_MS = Date.parse('2026-02-03T00:00:00.000Z');
const VMS = ROLES.map((role) => vmOf([], { vm: role, vmPath: role, role }));
const ALONE = [vmOf([], { vm: 'a', vmPath: 'a' }), vmOf([], { vm: 'b', vmPath: 'b' })];

/** A stop that begins after so many milliseconds. */
function stop(vm: string, fromMs: number, ms: number, eventId: number): Stop {
  const endedAt = new Date(START_MS + fromMs + ms).toISOString();
  return stopAt(endedAt, ms * 1000, { vm, vmPath: vm, eventId });
}

const kindsIn = (stops: readonly Stop[], vms = VMS) =>
  mirrorFindings({ stops, vms, policy: POLICY }).map(({ kind, eventId }) => `${kind} ${eventId}`);

test('a stop is the second one where it begins within two timeouts after a long one', () => {
  const first = stop('primary', 0, 5000, 1);
  assert.deepEqual(kindsIn([first, stop('primary', 20_999, 4000, 2)]), ['second-stop 2']);
  assert.deepEqual(kindsIn([first, stop('primary', 21_000, 4000, 2)]), []);
  assert.deepEqual(kindsIn([first, stop('primary', 6000, 3999, 2)]), []);
  assert.deepEqual(kindsIn([stop('primary', 0, 3999, 1), stop('primary', 6000, 5000, 2)]), []);
});

test('VMs without a role are not of one mirror', () => {
  const stops = [stop('a', 0, 5000, 1), stop('b', 6000, 5000, 2)];
  assert.deepEqual(kindsIn(stops, ALONE), []);
  assert.deepEqual(kindsIn([...stops, stop('b', 12_000, 5000, 3)], ALONE), ['second-stop 3']);
});

test('an event has one finding of a kind, for the first of its stops', () => {
  const stops = [0, 6000, 12_000, 18_000].map((from) => stop('primary', from, 5000, 7));
  const findings = mirrorFindings({ stops, vms: VMS, policy: POLICY });
  assert.deepEqual(
    findings.map(({ kind, at }) => [kind, at]),
    [['second-stop', stops[1]?.startedAt]],
  );
});

test('what is said of two members depends on whether both lasted the whole timeout', () => {
  const message = (ms: number) =>
    mirrorFindings({
      stops: [stop('backup', 0, 9000, 1), stop('arbiter', 1000, ms, 2)],
      vms: VMS,
      policy: POLICY,
    })[0]?.message ?? '';
  assert.match(message(8000), /Both lasted the whole QoS timeout or longer: the primary hung/);
  assert.match(message(7999), /Had both lasted/);
});

test('backup and arbiter are found together exactly where two of their long stops overlap', () => {
  const anyStop = fc.record({
    vm: fc.constantFrom(...ROLES),
    from: fc.integer({ min: 0, max: 60_000 }),
    ms: fc.integer({ min: 1000, max: 12_000 }),
  });
  fc.assert(
    fc.property(fc.array(anyStop, { maxLength: 8 }), (drafts) => {
      const stops = drafts.map(({ vm, from, ms }, index) => stop(vm, from, ms, index));
      const long = drafts.filter(({ ms }) => ms >= 4000);
      const overlap = long.some((one) =>
        long.some(
          (other) =>
            one.vm === 'backup' &&
            other.vm === 'arbiter' &&
            one.from < other.from + other.ms &&
            other.from < one.from + one.ms,
        ),
      );
      const found = mirrorFindings({ stops, vms: VMS, policy: POLICY }).some(
        ({ kind }) => kind === 'members-together',
      );
      assert.equal(found, overlap);
    }),
    { numRuns: 500 },
  );
});

test('the order of the stops does not matter', () => {
  const stops = [
    stop('backup', 0, 9000, 1),
    stop('arbiter', 1000, 9000, 2),
    stop('primary', 12_000, 5000, 3),
    stop('primary', 19_000, 5000, 4),
  ];
  const found = kindsIn(stops).sort();
  assert.ok(found.length > 2);
  assert.deepEqual(kindsIn([...stops].reverse()).sort(), found);
});
