import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { sortByVm } from '../../src/timeline/same-vm.js';
import { IDENTIFIERS, type VmIdentifiers } from '../../src/timeline/vm-identifiers.js';
import { spentSince } from '../support/spent.js';
import { anyOrder, runs } from './runs.js';

interface Thing {
  readonly id: number;
  readonly identifiers: VmIdentifiers;
}

const values = (prefix: string, most: number) =>
  fc.uniqueArray(
    fc.nat(3).map((value) => `${prefix}${value}`),
    { maxLength: most },
  );

const anyTold: fc.Arbitrary<VmIdentifiers> = fc.record({
  bios: values('b', 1),
  vmx: values('v', 2),
  location: values('l', 1),
  folders: values('f', 2),
  names: values('n', 2),
  isRenamed: fc.constant(false),
});

const anyThings = fc
  .array(anyTold, { minLength: 1, maxLength: 8 })
  .map((all) => all.map((identifiers, id): Thing => ({ id, identifiers })));

function sorted(things: readonly Thing[]): readonly (readonly Thing[])[] {
  const [first, ...others] = things;
  return first === undefined ? [] : sortByVm([first, ...others], ({ identifiers }) => identifiers);
}

/** The sets of numbers, in an order that does not depend on that of the things. */
function idsOf(vms: readonly (readonly Thing[])[]): number[][] {
  const sets = vms.map((vm) => vm.map(({ id }) => id).sort((a, b) => a - b));
  return sets.sort((a, b) => (a[0] ?? 0) - (b[0] ?? 0));
}

const overlap = (a: readonly string[], b: readonly string[]) => a.some((value) => b.includes(value));

test('each thing is in one set, and the order in which things come decides nothing', () => {
  fc.assert(
    fc.property(
      anyThings.chain((things) => fc.tuple(fc.constant(things), anyOrder(things))),
      ([things, mixed]) => {
        const ids = idsOf(sorted(things));
        assert.deepEqual(idsOf(sorted(mixed)), ids);
        assert.deepEqual(
          ids.flat().sort((a, b) => a - b),
          things.map(({ id }) => id),
        );
      },
    ),
    runs(500),
  );
});

test('what tells the same identifier is one VM, what tells two is two', () => {
  fc.assert(
    fc.property(anyThings, (things) => {
      for (const vm of sorted(things))
        assert.ok(new Set(vm.flatMap(({ identifiers }) => identifiers.bios)).size <= 1);
      const ofOne = things.filter(({ identifiers }) => identifiers.bios.includes('b1'));
      assert.ok(sorted(things).filter((vm) => vm.some((thing) => ofOne.includes(thing))).length <= 1);
    }),
    runs(500),
  );
});

test('all of one VM that tell a kind of evidence are linked by that kind or a surer one', () => {
  fc.assert(
    fc.property(anyThings, (things) => {
      for (const vm of sorted(things)) {
        for (const [rank, kind] of IDENTIFIERS.entries()) {
          const [first, ...others] = vm.filter(({ identifiers }) => identifiers[kind].length > 0);
          if (first === undefined) continue;
          // Those that tell a surer kind link as well.
          const reached = new Set([first]);
          for (const thing of reached)
            for (const other of vm)
              if (
                IDENTIFIERS.slice(0, rank + 1).some((each) =>
                  overlap(thing.identifiers[each], other.identifiers[each]),
                )
              )
                reached.add(other);
          assert.ok(
            others.every((other) => reached.has(other)),
            kind,
          );
        }
      }
    }),
    runs(500),
  );
});

test('what tells nothing joins where nobody else contradicts, and nothing where somebody does', () => {
  const silent: VmIdentifiers = { bios: [], vmx: [], location: [], folders: [], names: [], isRenamed: false };
  fc.assert(
    fc.property(anyThings, (things) => {
      const vms = sorted(things);
      const with2 = sorted([...things, { id: 100, identifiers: silent }, { id: 101, identifiers: silent }]);
      const isSplit =
        sorted(things.filter(({ identifiers }) => IDENTIFIERS.some((kind) => identifiers[kind].length > 0)))
          .length > 1;
      assert.equal(with2.length, isSplit ? vms.length + 2 : 1);
    }),
    runs(300),
  );
});

test('a hundred thousand logs are sorted in a time that their number deserves', () => {
  const spent = spentSince();
  const identifiers = (id: number): VmIdentifiers => ({
    bios: id % 3 === 0 ? [`b${id % 50_000}`] : [],
    vmx: [`v${id % 40_000}`],
    location: [],
    folders: [`f${id % 10}`],
    names: ['n', `n${id % 1000}`],
    isRenamed: false,
  });
  const vms = sorted(Array.from({ length: 100_000 }, (_, id) => ({ id, identifiers: identifiers(id) })));
  assert.ok(vms.length > 10_000);
  assert.ok(spent() < 10_000);
});
