import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { stuntime } from '../support/command.js';
import { logText } from '../support/log-lines.js';
import { noisyLines } from '../support/noisy-log.js';
import { tarBytes } from '../support/tar-bytes.js';
import { plant, tempFolder } from '../support/temp.js';

const START = Date.UTC(2024, 2, 7, 20);
const STOPS = 40;
const DAY_MS = 86_400_000;

/** A log of a day of its own, larger than what makes a file large. */
function logOf(day: number): Buffer {
  return Buffer.from(logText(noisyLines({ start: START + day * DAY_MS, stops: STOPS, noise: 2500 })));
}

const FRAGMENT_BYTES = 1024 * 1024;

/** Three large bundles: one of a log with its configuration, one of fragments, one that is cut in its log. */
async function bundles(t: TestContext): Promise<{ readonly cwd: string; readonly names: readonly string[] }> {
  const [one, two, three, four] = [logOf(1), logOf(2), logOf(3), logOf(4).subarray(0, 5000)];
  assert.ok(one.length > 9 * FRAGMENT_BYTES, `${one.length}`);
  const fragments = Array.from({ length: Math.ceil(two.length / FRAGMENT_BYTES) }, (_, index) => ({
    name: `esx/two/vmware.log.FRAG-${String(index).padStart(5, '0')}`,
    content: two.subarray(index * FRAGMENT_BYTES, (index + 1) * FRAGMENT_BYTES),
  }));
  const cut = tarBytes([{ name: 'esx/three/vmware.log', content: three }]).bytes;
  const cwd = await tempFolder(t);
  await plant(cwd, {
    'in/one.tar': tarBytes([
      { name: 'esx/one/vmware.log', content: one },
      { name: 'esx/one/one.vmx', content: 'displayName = "The First"\n' },
      { name: 'esx/four/vmware.log', content: four },
    ]).bytes,
    'in/two.tar': tarBytes([...fragments.slice(1), ...fragments.slice(0, 1)]).bytes,
    'in/three.tar': cut.subarray(0, cut.length - 300_000),
  });
  return { cwd, names: ['in/one.tar', 'in/two.tar', 'in/three.tar'] };
}

test('large files that are read at the same time tell what they tell when they are read in turn', async (t) => {
  const { cwd, names } = await bundles(t);
  const inTurn = await stuntime(['-f', 'json', 'in'], { cwd });
  const atOnce = await stuntime(['-f', 'json', ...names], { cwd });
  assert.deepEqual(atOnce, inTurn);
  const report = JSON.parse(atOnce.stdout);
  const stops = report.vms.map(({ vm, stops: count }: { vm: string; stops: number }) => [vm, count]);
  assert.deepEqual(Object.fromEntries(stops), { 'The First': STOPS, two: STOPS, three: STOPS - 2, four: 0 });
  assert.ok(report.diagnostics.some(({ kind }: { kind: string }) => kind === 'cut-short'));
});
