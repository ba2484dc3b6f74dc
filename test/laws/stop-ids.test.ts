import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import { analyseInput } from '../../src/analyse.js';
import type { Report, Stop } from '../../src/model/report.js';
import { redact } from '../../src/redaction/redact.js';
import { checkAnalysis } from '../../src/settings/analysis.js';
import type { Unchecked } from '../../src/settings/values.js';
import { stopIdOf } from '../../src/verdict/stop-id.js';
import { anyReport, anyText } from '../reporters/any-report.js';
import { reportOf, stopAt } from '../reporters/sample-report.js';
import { FIXTURES } from '../support/command.js';
import { logText, unstunLine } from '../support/log-lines.js';
import { plant, tempFolder } from '../support/temp.js';
import { anyLog } from './any-log.js';
import { tarOf } from './archives.js';
import { reportOn } from './one-log.js';
import { anyShare, runs } from './runs.js';

const anyFigure = fc.option(fc.integer({ min: -(2 ** 53) + 1, max: 2 ** 53 - 1 }));
const anyIdentity = fc.record({
  vm: anyText,
  endedAt: fc.option(fc.integer({ min: 0, max: 4_000_000_000_000_000 })),
  stoppedUs: anyFigure,
  stunnedUs: anyFigure,
  offset: fc.nat(),
  line: fc.constantFrom('', 'a', 'vm stopped for 5 us'),
});

type Identity = typeof anyIdentity extends fc.Arbitrary<infer T> ? T : never;

/** What counts: the place in the log only where no time tells stops apart. Lone surrogates have no bytes of their own. */
function partsOf({ vm, endedAt, stoppedUs, stunnedUs, offset, line }: Identity): string {
  const place = endedAt === null ? [offset, line] : [];
  return JSON.stringify([Buffer.from(vm).toString(), endedAt, stoppedUs, stunnedUs, ...place]);
}

test('an id is 16 hexadecimal digits, the same for the same stop and another for any other', () => {
  fc.assert(
    fc.property(anyIdentity, anyIdentity, fc.subarray(Object.keys(stopAtNoon())), (one, other, keys) => {
      const changed = {
        ...one,
        ...Object.fromEntries(Object.entries(other).filter(([key]) => keys.includes(key))),
      };
      assert.match(stopIdOf(one.vm, one), /^[0-9a-f]{16}$/);
      assert.equal(
        stopIdOf(one.vm, one) === stopIdOf(changed.vm, changed),
        partsOf(one) === partsOf(changed),
      );
    }),
    runs(1000),
  );
});

/** The keys that a stop is told by. */
function stopAtNoon(): Identity {
  return { vm: 'db1', endedAt: 0, stoppedUs: 1, stunnedUs: 1, offset: 0, line: '' };
}

test('an id never changes: databases hold it', () => {
  assert.equal(stopIdOf('db1', stopAtNoon()), '3db0849abfd7567e');
  assert.equal(stopIdOf('db1', { ...stopAtNoon(), endedAt: null }), '0f6329d00ad49b60');
});

/** The ids of a report's stops with what they are of, in the order of the alphabet. */
function idsOf({ stops }: Pick<Report, 'stops'>): readonly string[] {
  return stops.map(({ id, vm, endedAt, durationUs }) => `${id} ${vm} ${endedAt} ${durationUs}`).sort();
}

async function reportAt(path: string, options: Unchecked = {}): Promise<Report> {
  return analyseInput({ paths: [path], stdin: null }, checkAnalysis(options, new Date()), '0');
}

test('the timeout, the order and the filters change no id', async () => {
  await fc.assert(
    fc.asyncProperty(
      anyLog,
      fc.constantFrom('100ms', '2s', '300s'),
      fc.constantFrom('time', 'duration', 'vm'),
      fc.constantFrom('0', '500ms', '5s'),
      async ({ text }, qos, sort, min) => {
        const all = idsOf(await reportOn(text));
        const some = idsOf(await reportOn(text, { options: { qos, sort, min, gap: '0' } }));
        assert.deepEqual(
          some,
          all.filter((each) => some.includes(each)),
        );
        if (min === '0') assert.deepEqual(some, all);
      },
    ),
    runs(100),
  );
});

test('the number in a rotation, the bundle and the place in the log change no id', async (t) => {
  await fc.assert(
    fc.asyncProperty(anyLog, anyShare, async ({ lines }, share) => {
      const folder = await tempFolder(t);
      const at = 1 + Math.floor(share * (lines.length - 1));
      const halves = [logText(lines.slice(0, at)), logText(lines.slice(at))] as const;
      await plant(folder, {
        'a/db1/vmware.log': logText(lines),
        'b/db1/vmware-7.log': halves[0],
        'b/db1/vmware.log': halves[1],
        'c.tar': await tarOf([
          ['esx/vmfs/volumes/ds1/db1/vmware-8.log', halves[0]],
          ['esx/vmfs/volumes/ds1/db1/vmware-9.log', halves[1]],
        ]),
      });
      const [whole, rotated, bundled] = await Promise.all(
        ['a', 'b', 'c.tar'].map(async (name) => idsOf(await reportAt(join(folder, name)))),
      );
      assert.deepEqual(rotated, whole);
      assert.deepEqual(bundled, whole);
    }),
    runs(30),
  );
});

test('stops without a time are told apart by where they stand', async () => {
  const at = new Date('2024-03-07T20:00:00Z');
  const line = unstunLine('I125', 300_000, { at }).replace(/^[^|]+\| /, '');
  const { stops } = await reportOn(`${line}\nnoise\n${line}\n`);
  assert.equal(stops.length, 2);
  assert.ok(stops.every(({ endedAt }) => endedAt === null));
  assert.equal(new Set(stops.map(({ id }) => id)).size, 2);
});

const FOLDERS = ['logs', 'bundles', 'mirror', 'guest', 'unpacked'].flatMap((name) =>
  readdirSync(join(FIXTURES, name)).map((each) => join(name, each)),
);

for (const path of ['demo', 'esx-demo.tgz', ...FOLDERS]) {
  test(`the ids of the stops in ${path} are unique`, async () => {
    const { stops } = await reportAt(join(FIXTURES, path));
    assert.equal(new Set(stops.map(({ id }) => id)).size, new Set(stops.map(toldApart)).size);
  });
}

/** Two VMs of one name may have the same stop. */
function toldApart({ vm, endedAt, stoppedUs, stunnedUs, log, offset }: Stop): string {
  return JSON.stringify([vm, stoppedUs, stunnedUs, ...(endedAt === null ? [log, offset] : [endedAt])]);
}

test('a redacted id is made of what the redacted report shows, so that no name can be tried on it', () => {
  const named = (vm: string) => reportOf({ stops: [stopAt('2020-01-01T00:00:00.000Z', 5, { vm, id: vm })] });
  const [one, other] = [redact(named('zaphod')).report, redact(named('trillian')).report];
  assert.deepEqual(one.stops, other.stops);
});

test('ids of a redacted report are the same again, and as unique as before', () => {
  fc.assert(
    fc.property(anyReport, (report) => {
      const [first, again] = [redact(report).report, redact(report).report];
      assert.deepEqual(idsOf(first), idsOf(again));
      for (const { id } of first.stops) assert.match(id, /^[0-9a-f]{16}$/);
      const clear = new Set(report.stops.map(({ id }) => id));
      assert.ok(first.stops.every(({ id }) => !clear.has(id)));
    }),
  );
});
