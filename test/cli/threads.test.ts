import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { analyseInput } from '../../src/analyse.js';
import { NO_PROGRESS } from '../../src/model/progress.js';
import { checkAnalysis } from '../../src/settings/analysis.js';
import { CLI, shell, stuntime } from '../support/command.js';
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

type Report = {
  readonly vms: readonly { readonly vm: string; readonly stops: number }[];
  readonly stops: readonly { readonly log: string; readonly offset: number }[];
  readonly diagnostics: readonly { readonly kind: string; readonly path: string }[];
};

async function reportOn(args: readonly string[], cwd: string): Promise<Report> {
  return JSON.parse((await stuntime(['-f', 'json', ...args], { cwd })).stdout);
}

/** What several reports tell, as one, without the numbers that tell the events of one report apart. */
function joined(reports: readonly Report[]): unknown {
  const stops = reports.flatMap((report) => report.stops.map((stop) => ({ ...stop, eventId: 0 })));
  const diagnostics = reports.flatMap((report) => report.diagnostics);
  return {
    stops: stops.sort((a, b) => (a.log < b.log ? -1 : a.log > b.log ? 1 : a.offset - b.offset)),
    diagnostics: diagnostics.map((one) => JSON.stringify(one)).sort(),
  };
}

test('large files that are read at the same time tell what they tell one by one', async (t) => {
  const { cwd, names } = await bundles(t);
  const oneByOne = await Promise.all(names.map((name) => reportOn([name], cwd)));
  const atOnce = await reportOn(names, cwd);
  assert.deepEqual(joined([atOnce]), joined(oneByOne));
  const stops = atOnce.vms.map(({ vm, stops: count }) => [vm, count]);
  assert.deepEqual(Object.fromEntries(stops), { 'The First': STOPS, two: STOPS, three: STOPS - 2, four: 0 });
  assert.ok(atOnce.diagnostics.some(({ kind }) => kind === 'cut-short'));
});

test('a folder of large files tells the same, byte for byte', async (t) => {
  const { cwd, names } = await bundles(t);
  await plant(cwd, {
    'in/readme.txt': 'no log',
    'in/five/vmware.log': logText(noisyLines({ start: START, stops: 1, noise: 2 })),
  });
  const named = await stuntime(['-f', 'json', ...names, 'in/five'], { cwd });
  const folder = await stuntime(['-f', 'json', 'in'], { cwd });
  assert.deepEqual(folder, named);
});

const ONE_PROCESSOR = `taskset -c 0 "${process.execPath}"`;
const skip = spawnSync('sh', ['-c', `${ONE_PROCESSOR} -e 0`]).status !== 0 && 'no taskset here';

test('one processor tells the same as several, byte for byte', { skip }, async (t) => {
  const { cwd, names } = await bundles(t);
  for (const paths of ['in', names.join(' ')]) {
    const several = await stuntime(['-f', 'json', ...paths.split(' ')], { cwd });
    assert.deepEqual(await shell(`${ONE_PROCESSOR} "${CLI}" -f json ${paths}`, { cwd }), several);
  }
});

test('each large file of a folder has limits of its own', async (t) => {
  const { cwd } = await bundles(t);
  const { diagnostics, vms } = await reportOn(['--max-logs', '2', 'in'], cwd);
  assert.deepEqual(
    diagnostics.filter(({ kind }) => kind === 'limit').map(({ path }) => path),
    ['in/one.tar!/esx/four/vmware.log'],
  );
  assert.ok(vms.length >= 3);
});

test('a folder of large files says that no log is in it only where none is in any of them', async (t) => {
  const cwd = await tempFolder(t);
  const other = { name: 'esx/vmkernel.log', content: Buffer.alloc(9 * FRAGMENT_BYTES, 'vmkernel\n') };
  await plant(cwd, { 'in/one.tar': tarBytes([other]).bytes, 'in/two.tar': tarBytes([other]).bytes });
  const none = await reportOn(['in'], cwd);
  assert.deepEqual(
    none.diagnostics.map(({ kind, path }) => [kind, path]),
    [['no-log', 'in']],
  );
  await plant(cwd, { 'in/three.tar': tarBytes([{ name: 'esx/vm/vmware.log', content: logOf(1) }]).bytes });
  const some = await reportOn(['in'], cwd);
  assert.deepEqual(some.diagnostics, []);
  assert.equal(some.stops.length, STOPS);
});

test('no large file of a folder is begun once the reading was stopped', async (t) => {
  const { cwd } = await bundles(t);
  await plant(cwd, { 'in/zero/vmware.log': logText(noisyLines({ start: START, stops: 1, noise: 2 })) });
  const stopping = new AbortController();
  let bytes = 0;
  const progress = {
    ...NO_PROGRESS,
    signal: stopping.signal,
    log: () => stopping.abort(),
    bytes: (count: number) => {
      bytes += count;
    },
  };
  const input = { paths: [join(cwd, 'in')], stdin: null };
  const { diagnostics } = await analyseInput(input, checkAnalysis({}, new Date(0)), '', progress);
  assert.ok(diagnostics.some(({ kind }) => kind === 'interrupted'));
  assert.ok(bytes < FRAGMENT_BYTES, `${bytes} bytes were read`);
});
