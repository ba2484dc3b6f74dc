import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { reportOn } from '../laws/one-log.js';
import { runs } from '../laws/runs.js';
import { type Family, line } from '../support/log-lines.js';
import * as t from './telling.js';

/** Lines of one operation that begins at 0; what was kept of them tells the cause of its stops, or null. */
interface Operation {
  /** Each with the share of operations that lack it; lines of one share are lost together. */
  readonly told: readonly (readonly [t.Told, Loss])[];
  readonly stops: readonly number[];
  readonly causeBy: (kept: (loss: Loss) => boolean) => string | null;
}

type Loss = 'a' | 'b' | 'c';

const completed = (at: number) =>
  t.vmx(at, "SUSPEND: Completed suspend: 'Operation completed successfully' (0)");

const anyName = fc.nat(999_999).map((n) => `it's snap-${n}, deviceState=1`);

const anyOperation: fc.Arbitrary<Operation> = fc.oneof(
  fc.record({ name: anyName, wait: fc.integer({ min: 2, max: 900 }) }).map(
    ({ name, wait }): Operation => ({
      told: [
        [t.take(0, name), 'a'],
        [t.mode(wait + 0.5), 'b'],
        [t.done(wait + 1.1, name), 'c'],
      ],
      stops: [wait + 1],
      causeBy: (kept) => (kept('b') || (kept('a') && kept('c')) ? 'snapshot-create' : null),
    }),
  ),
  fc.array(fc.integer({ min: 2, max: 7000 }), { minLength: 1, maxLength: 4 }).map((waits): Operation => {
    const stops = waits.map((_, index) => waits.slice(0, index + 1).reduce((sum, wait) => sum + wait));
    const last = stops.at(-1) ?? 0;
    return {
      told: [
        [t.begun(0), 'a'],
        ...stops.slice(0, -1).map((at): readonly [t.Told, Loss] => [t.another(at + 0.5), 'a']),
        [t.ended(last + 0.1), 'b'],
      ],
      stops,
      // Without its begin the end tells of the last stop only, and the test asks for all of them.
      causeBy: (kept) => (kept('b') && (kept('a') || stops.length === 1) ? 'consolidate' : null),
    };
  }),
  fc.constant<Operation>({
    told: [
      [t.stunning(0), 'a'],
      [t.stunned(0.2), 'b'],
    ],
    stops: [3],
    causeBy: (kept) => (kept('a') || kept('b') ? 'migration' : null),
  }),
  fc.constant<Operation>({
    told: [
      [t.phase(0, 1), 'a'],
      [t.phase(500, 8), 'a'],
      [t.stunned(600), 'b'],
    ],
    stops: [602],
    causeBy: (kept) => (kept('b') ? (kept('a') ? 'storage-migration' : 'migration') : null),
  }),
  fc.constant<Operation>({
    told: [
      [t.moreMemory(0), 'a'],
      [t.stunned(0.5), 'b'],
    ],
    stops: [3],
    causeBy: (kept) => (kept('b') ? (kept('a') ? 'hot-add' : 'migration') : null),
  }),
  fc.constant<Operation>({
    told: [
      [t.remove(0), 'a'],
      [t.gone(1.5), 'b'],
    ],
    stops: [2],
    causeBy: (kept) => (kept('a') && kept('b') ? 'hot-remove' : null),
  }),
  fc.constant<Operation>({
    told: [
      [t.vmx(0, 'SUSPEND: Start suspend (flags=0)'), 'a'],
      [completed(3), 'a'],
    ],
    stops: [2],
    causeBy: (kept) => (kept('a') ? 'suspend' : null),
  }),
  fc.constant<Operation>({
    told: [[t.restored(0, '/vmfs/volumes/ds1/db1/db1-Snapshot2.vmsn'), 'a']],
    stops: [2],
    causeBy: (kept) => (kept('a') ? 'revert' : null),
  }),
  fc.constant<Operation>({ told: [], stops: [2], causeBy: () => null }),
);

const anyStep = fc.record({
  operation: anyOperation,
  /** The VM runs so long before; closer stops are one cluster, which the tables of each rule test. */
  pause: fc.integer({ min: 62, max: 90_000 }),
  lost: fc.uniqueArray(fc.constantFrom<Loss>('a', 'b', 'c'), { maxLength: 3 }),
});

/** What must be said of the stop that ends at a time: a cause that lines tell, or null for none. */
type Truth = Map<string, string | null>;

const anyVm = fc.tuple(
  fc.constantFrom<Family>('plain', 'I120', 'I125', 'esx8', 'structured'),
  fc.array(anyStep, { maxLength: 8 }),
);

function write(vm: string, [family, steps]: readonly [Family, readonly StepOf[]], truth: Truth) {
  const lines: (readonly [number, string])[] = [];
  let now = 0;
  for (const { operation, pause, lost } of steps) {
    now += pause;
    // A consolidate whose end is lost is tested elsewhere: what follows could be its own.
    const kept = (loss: Loss) =>
      !lost.includes(loss) && !(loss === 'a' && lost.includes('b') && isLong(operation));
    const told = [
      ...operation.told.filter(([, loss]) => kept(loss)).map(([one]) => one),
      ...operation.stops.map((at) => t.stop(at)),
    ];
    for (const { at, message, thread } of told) {
      const text = line(family, { at: t.when(now + at), message, thread });
      lines.push([now + at, `${vm}/vmware.log:${text}`]);
    }
    const cause = operation.causeBy(kept);
    for (const at of operation.stops) truth.set(`${vm} ${t.when(now + at).toISOString()}`, cause);
    now += operation.stops.at(-1) ?? 0;
  }
  return lines;
}

type StepOf = typeof anyStep extends fc.Arbitrary<infer Step> ? Step : never;

function isLong({ told }: Operation): boolean {
  return told.some(([{ message }]) => message.startsWith('ConsolidateEnd'));
}

test('whatever the operations of several VMs, a cause is told where lines are left that tell it, and only there', async () => {
  let logged = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(anyVm, { minLength: 1, maxLength: 4 }), async (vms) => {
      const truth: Truth = new Map();
      const lines = vms.flatMap((vm, index) => write(`db${index}`, vm, truth));
      lines.sort(([a], [b]) => a - b);
      const { stops } = await reportOn(lines.map(([, text]) => `${text}\n`).join(''));
      assert.equal(stops.length, truth.size);
      for (const { vm, endedAt, cause, basis } of stops) {
        const expected = truth.get(`${vm} ${endedAt}`);
        assert.ok(expected !== undefined);
        if (expected !== null) assert.deepEqual([cause, basis], [expected, 'logged'], `${vm} ${endedAt}`);
        // Of a consolidate whose begin is lost the end may still prove some stops.
        else assert.ok(basis === 'inferred' || cause === 'consolidate', `${cause} ${vm} ${endedAt}`);
        if (expected !== null) logged++;
      }
    }),
    runs(300),
  );
  assert.ok(logged > 100);
});
