import assert from 'node:assert/strict';
import { test } from 'node:test';
import { judge, relate } from '../../src/analyse.js';
import type { LogCollection } from '../../src/logs/collection.js';
import { checkAnalysis } from '../../src/settings/analysis.js';
import { headerLine, line, logText, unstunLine } from '../support/log-lines.js';
import { type TarMember, tarBytes } from '../support/tar-bytes.js';
import { collected } from './collected.js';

/** Four times as much takes 4 to 4.8 times the work, for sorting takes a little more than its share; a pair of loops, 16. */
const MOST = 5;
const [FEW, MANY] = [500, 2000];
const START = Date.UTC(2024, 0);

/** A log with one stop, and with what its header tells of its VM. */
function log(path: string, minute: number, told: readonly string[] = []): TarMember {
  const at = (second: number) => new Date(START + minute * 60_000 + second * 1000);
  const lines = [
    headerLine('esx8', at(0)),
    ...told.map((message) => line('esx8', { at: at(0), thread: 'vmx', message })),
    unstunLine('esx8', 1000 + minute, { at: at(30) }),
  ];
  return { name: `esx/vmfs/volumes/1/${path}`, content: logText(lines) };
}

const hex = (index: number) => index.toString(16).padStart(4, '0');
const named = (index: number) => `DICT displayName = "db${index}"`;
const identified = (index: number) =>
  `DICT uuid.bios = "56 4d 00 00 00 00 00 00-00 00 00 00 00 00 ${hex(index).replace(/..(?!$)/, '$& ')}"`;

/** Many of one kind: each may be compared with few others. */
const CROWDS: Readonly<Record<string, (index: number) => TarMember>> = {
  'VMs of other names': (i) => log(`vm${i}/vmware.log`, i, [named(i)]),
  'VMs of one name': (i) => log(`vm${i}/vmware.log`, i, [named(0)]),
  'folders of one VM': (i) => log(`vm${i}/vmware.log`, i, [named(i), identified(0)]),
  'copies of one log': (i) => log(`vm${i}/vmware.log`, 0),
  'rotated logs': (i) => log(`vm/vmware-${i}.log`, i),
  'logs of other VMs in one folder': (i) => log(`vm/vmware-${i}.log`, i, [named(i), identified(i)]),
  'logs whose names were changed by copying': (i) => log(`vm/vmware (${i}).log`, i),
  'logs of one time in one folder': (i) => log(`vm/vmware-${i}.log`, 0, [named(i)]),
  'configurations without a log': (i) => ({
    name: `esx/vmfs/volumes/1/vm${i}/vm.vmx`,
    content: `displayName = "db${i}"\n`,
  }),
  'logs that are cut off': (i) => {
    const { name, content = '' } = log(`vm${i}/vmware.log`, i);
    return { name, content: content.slice(0, -3) };
  },
};

for (const [name, make] of Object.entries(CROWDS)) {
  test(`work grows with the count of ${name}, not with its square`, async () => {
    const [few, many] = [await workOn(make, FEW), await workOn(make, MANY)];
    assert.ok(few > FEW, `${few} values looked at`);
    assert.ok(many < MOST * few, `${many} values looked at, and ${few} for a quarter`);
  });
}

/** How many values of what was read are looked at to relate and judge so many of a kind. */
async function workOn(make: (index: number) => TarMember, count: number): Promise<number> {
  const members = Array.from({ length: count }, (_, index) => make(index));
  const { bytes } = tarBytes([...members, log('other/vmware.log', 0)]);
  const counter = new Counter();
  const collection = counter.watch(await collected(bytes));
  await judge(relate(collection, ['-'], false), checkAnalysis({}, new Date(0)), '0');
  return counter.count;
}

/** Counts how often a value of some data is looked at. */
class Counter {
  count = 0;
  readonly #watched = new WeakMap<object, object>();

  /** The same data, each look at which is counted. */
  watch(collection: LogCollection): LogCollection {
    const { readings, facts, guests, problems, others, doubts, inputs } = collection;
    return {
      readings: this.#watch(readings),
      facts: this.#watch(facts),
      guests: this.#watch(guests),
      problems: this.#watch(problems),
      others: this.#watch(others),
      doubts: this.#watch(doubts),
      inputs: this.#watch(inputs),
    };
  }

  #watch<T extends object>(data: T): T {
    return new Proxy(data, {
      get: (target, key) => {
        this.count++;
        const value: unknown = Reflect.get(target, key);
        return typeof value === 'object' && value !== null ? this.#knownOf(value) : value;
      },
    });
  }

  /** The same value always gives the same watched one. */
  #knownOf(value: object): object {
    const known = this.#watched.get(value) ?? this.#watch(value);
    this.#watched.set(value, known);
    return known;
  }
}
