import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { analyseInput } from '../../src/analyse.js';
import { HEAD_LINES } from '../../src/messages/record.js';
import { NO_PROGRESS } from '../../src/model/progress.js';
import { noWork } from '../../src/model/work.js';
import { checkAnalysis } from '../../src/settings/analysis.js';
import { gzipBytes } from '../support/gzip-bytes.js';
import { logText } from '../support/log-lines.js';
import { hostText, noisyLines } from '../support/noisy-log.js';
import { tarBytes } from '../support/tar-bytes.js';
import { plant, tempFolder } from '../support/temp.js';

const ROOT = 'esx-host1-2024-03-07--20.00-2107676';
const VMS = ['db', 'app', 'web'];
const NAMES = ['vmware-1.log', 'vmware.log'];
const STOPS = 10;
const BEFORE_STOP = 8;
const DAY = 86_400_000;

/** Six logs of ten stops each, by their paths. */
const LOGS = VMS.flatMap((vm, at) =>
  NAMES.map((name, turn) => {
    const start = Date.UTC(2024, 2, 7 + at) + turn * DAY * 10;
    const text = logText(noisyLines({ start, stops: STOPS, noise: 400 }));
    return { name: `${ROOT}/vmfs/volumes/1/${vm}/${name}`, content: text };
  }),
);
const LOG_BYTES = LOGS.reduce((sum, { content }) => sum + content.length, 0);

async function workOf(path: string) {
  const work = noWork();
  let taken = 0;
  const progress = {
    ...NO_PROGRESS,
    bytes: (count: number) => {
      taken += count;
    },
  };
  const report = await analyseInput(
    { paths: [path], stdin: null },
    checkAnalysis({}, new Date(0)),
    '',
    progress,
    work,
  );
  assert.deepEqual(report.diagnostics, []);
  return { work, taken };
}

function checkSifting(work: ReturnType<typeof noWork>): void {
  assert.equal(work.bytes, LOG_BYTES);
  assert.equal(work.lines, LOGS.length * (HEAD_LINES + STOPS * (1 + BEFORE_STOP)));
  // That is 780 lines of about a hundred bytes: a thirty-second part of all.
  assert.ok(work.lineBytes < LOG_BYTES / 30, `${work.lineBytes} bytes decoded`);
  // Today only the stops look like a needle; what is allowed besides is one place in 100 kB.
  const stops = LOGS.length * STOPS;
  assert.ok(work.candidates >= stops, `${work.candidates} places compared`);
  // With vectors a stop is found twice, by two pieces of its words, in case one of them is painted.
  assert.ok(work.candidates < 2 * stops + LOG_BYTES / 100_000, `${work.candidates} places compared`);
}

test('a bundle is read once, and in it only the logs of VMs are looked through, each byte once', async (t) => {
  const host = { name: `${ROOT}/var/run/log/vmkernel.log`, content: hostText(2e6) };
  const folder = await tempFolder(t);
  const { bytes } = gzipBytes(tarBytes([host, ...LOGS]).bytes, '', 6);
  await plant(folder, { 'bundle.tgz': bytes });
  const { work, taken } = await workOf(join(folder, 'bundle.tgz'));
  assert.equal(taken, bytes.length);
  checkSifting(work);
});

test('logs in a folder take the same work as in a bundle', async (t) => {
  const folder = await tempFolder(t);
  await plant(folder, Object.fromEntries(LOGS.map(({ name, content }) => [name, content])));
  const { work, taken } = await workOf(folder);
  assert.equal(taken, LOG_BYTES);
  checkSifting(work);
});
