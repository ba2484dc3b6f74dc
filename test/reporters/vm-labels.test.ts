import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { json } from '../../src/reporters/json.js';
import { markdown } from '../../src/reporters/markdown.js';
import { table } from '../../src/reporters/table.js';
import { labelsOf } from '../../src/reporters/vm-labels.js';
import { spentSince } from '../support/spent.js';
import { textOf } from './rendering.js';
import { eventOf, reportOf, stopAt, vmOf } from './sample-report.js';

/** Paths and hosts of VMs of one name, and what is added to it. */
const TWINS: Readonly<Record<string, readonly (readonly [string, readonly string[], string])[]>> = {
  'a step of the path': [
    ['/vmfs/volumes/ds1/db', [], ' (ds1)'],
    ['/vmfs/volumes/ds2/db', [], ' (ds2)'],
  ],
  'the last step that differs for all': [
    ['a/x/one', [], ' (one)'],
    ['a/y/two', [], ' (two)'],
    ['b/y/three', [], ' (three)'],
  ],
  'a step of Windows': [
    ['C:\\a\\db', [], ' (a)'],
    ['C:\\b\\db', [], ' (b)'],
  ],
  'the container': [
    ['a.tar!/vmfs/volumes/ds1/db', [], ' (a.tar)'],
    ['b.tar!/vmfs/volumes/ds1/db', [], ' (b.tar)'],
  ],
  'the host': [
    ['vmfs/volumes/ds1/db', ['esx1'], ' (esx1)'],
    ['vmfs/volumes/ds2/db', ['esx2'], ' (esx2)'],
  ],
  'the path where hosts do not differ': [
    ['vmfs/volumes/ds1/db', ['esx1'], ' (ds1)'],
    ['vmfs/volumes/ds2/db', ['esx1'], ' (ds2)'],
  ],
  'the path where one ran on two hosts': [
    ['vmfs/volumes/ds1/db', ['esx1', 'esx2'], ' (ds1)'],
    ['vmfs/volumes/ds2/db', ['esx3'], ' (ds2)'],
  ],
  'the whole path': [
    ['a/x', [], ' (a/x)'],
    ['a/y', [], ' (a/y)'],
    ['b/y', [], ' (b/y)'],
  ],
  'nothing where nothing differs': [
    ['a', [], ''],
    ['a', [], ''],
  ],
};
for (const [what, twins] of Object.entries(TWINS)) {
  test(`VMs of one name are told apart by ${what}`, () => {
    const vms = twins.map(([vmPath, hosts]) => vmOf([], { vm: 'db', vmPath, hosts }));
    const { of, longestMark } = labelsOf([...vms, vmOf([], { vm: 'alone' })]);
    assert.deepEqual(
      vms.map(of),
      twins.map(([, , mark]) => `db${mark}`),
    );
    assert.equal(of(vmOf([], { vm: 'alone' })), 'alone');
    assert.equal(longestMark.length, Math.max(...twins.map(([, , mark]) => mark.length)));
  });
}

test('no two VMs of other paths have one label', () => {
  const anyVm = fc.record({
    vm: fc.constantFrom('a', 'b'),
    vmPath: fc.string({ unit: fc.constantFrom('a', 'b', '/', '\\'), maxLength: 5 }),
    hosts: fc.array(fc.constantFrom('x', 'y'), { maxLength: 2 }),
  });
  fc.assert(
    fc.property(fc.uniqueArray(anyVm, { selector: ({ vm, vmPath }) => `${vm} ${vmPath}` }), (all) => {
      const vms = all.map((one) => vmOf([], one));
      assert.equal(new Set(vms.map(labelsOf(vms).of)).size, vms.length);
    }),
  );
});

const NAME = 'a name as long as somebody typed it into the wizard';
const [LEFT, RIGHT] = ['/vmfs/volumes/first-store/x', '/vmfs/volumes/second-store/x'];

function twinReport() {
  const stops = [LEFT, RIGHT].map((vmPath, i) =>
    stopAt('2017-01-04T22:16:06.471Z', 9_000_000 - i, { vm: NAME, vmPath, eventId: i + 1 }),
  );
  const others = (vmPath: string) => ({ vm: NAME, vmPath, hosts: [] });
  return reportOf({
    stops,
    events: stops.map((stop) => eventOf(stop.eventId, [stop], others(stop.vmPath))),
    vms: stops.map((stop) => vmOf([stop], others(stop.vmPath))),
    findings: stops.map(({ vmPath, eventId }) => ({
      kind: 'memory-snapshot',
      vm: NAME,
      vmPath,
      eventId,
      at: null,
      waitedUs: null,
      message: 'Look.',
      evidence: [],
    })),
  });
}

test('every list, finding, explanation and the verdict tell VMs of one name apart, however narrow the lines', () => {
  const report = twinReport();
  for (const width of [70, 80, 120, null]) {
    const text = textOf(table, report, { width, explain: true }).replaceAll(/\s+/g, ' ');
    // The headline, the facts, three lists, findings and explanations; the verdict and its list name the longest.
    assert.ok((text.match(/\(first-store\)/g) ?? []).length >= 7, `${width}: ${text}`);
    assert.ok((text.match(/\(second-store\)/g) ?? []).length >= 6, `${width}: ${text}`);
  }
  const text = textOf(markdown, report, { explain: true });
  assert.equal((text.match(/\(first-store\)/g) ?? []).length, 8);
});

test('in JSON a VM is called what it is called', () => {
  assert.ok(!textOf(json, twinReport()).includes('(first-store)'));
});

test('a hundred thousand VMs of one name and three hundred thousand of others are told apart in a short time', () => {
  const spent = spentSince();
  const vms = Array.from({ length: 100_000 }, (_, i) => vmOf([], { vmPath: `a/${i}/db1`, hosts: [] }));
  const others = Array.from({ length: 300_000 }, (_, i) => ({ ...(vms[0] ?? vmOf([])), vm: `vm${i}` }));
  assert.equal(labelsOf([...vms, ...others]).longestMark, ' (10000)');
  assert.ok(spent() < 10_000);
});
