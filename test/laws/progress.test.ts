import assert from 'node:assert/strict';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { analyseInput } from '../../src/analyse.js';
import { NO_PROGRESS, type Progress } from '../../src/model/progress.js';
import type { Report } from '../../src/model/report.js';
import { checkAnalysis } from '../../src/settings/analysis.js';
import { FIXTURES } from '../support/command.js';
import { headerLine, logText } from '../support/log-lines.js';
import { plant, tempFolder } from '../support/temp.js';

interface Seen {
  readonly report: Report;
  readonly bytes: number;
  readonly stops: number;
  readonly logs: readonly string[];
}

/** Reads fixtures, stops where asked for, and gives what the progress was told. */
async function watched(
  paths: readonly string[],
  isEnough: (seen: Omit<Seen, 'report'>) => boolean,
): Promise<Seen> {
  const stopping = new AbortController();
  const seen = { bytes: 0, stops: 0, logs: Array.of<string>() };
  const look = () => {
    if (isEnough(seen)) stopping.abort();
  };
  const progress: Progress = {
    signal: stopping.signal,
    bytes: (count) => {
      seen.bytes += count;
      look();
    },
    stop: () => {
      seen.stops++;
      look();
    },
    log: (log) => {
      seen.logs.push(log);
      look();
    },
  };
  const input = { paths: paths.map((path) => join(FIXTURES, path)), stdin: null };
  const report = await analyseInput(input, checkAnalysis({}, new Date(0)), '0', progress);
  return { report, ...seen };
}

for (const path of ['esx-demo.tgz', 'logs/esxi8-pairs/vmware.log', 'logs/crlf/vmware.log']) {
  test(`the progress of ${path} is told each byte of the file, each log and each stop`, async () => {
    const { report, bytes, stops, logs } = await watched([path], () => false);
    assert.equal(bytes, (await stat(join(FIXTURES, path))).size);
    assert.equal(stops, report.summary.stops);
    assert.deepEqual(logs.toSorted(), report.vms.flatMap((vm) => vm.logs).toSorted());
    assert.ok(stops > 0);
  });
}

for (const paths of [
  ['esx-demo.tgz'],
  ['logs/rotated'],
  ['logs'],
  ['logs/crlf/vmware.log', 'logs/esxi8-pairs/vmware.log'],
]) {
  test(`aborting the reading of ${paths.join(' and ')} gives a report that is not complete`, async () => {
    const whole = (await watched(paths, () => false)).report;
    const enough: readonly ((seen: Omit<Seen, 'report'>) => boolean)[] = [
      () => true,
      ({ stops }) => stops > 0,
      ({ logs }) => logs.length > 1,
    ];
    for (const isEnough of enough) {
      const { report } = await watched(paths, isEnough);
      assert.deepEqual(
        report.diagnostics.filter(({ severity }) => severity === 'error').map(({ kind }) => kind),
        ['interrupted'],
      );
      assert.equal(report.summary.complete, false);
      assert.ok(report.summary.stops <= whole.summary.stops);
      assert.ok(report.summary.logs <= whole.summary.logs);
    }
  });
}

test('while many files of a folder are read, signals and timers get their turn', async (t) => {
  const folder = await tempFolder(t);
  const log = logText([
    headerLine('I125', new Date('2024-03-07T20:00:00.000Z')),
    ' '.repeat(6 * 1024 * 1024),
  ]);
  const names = Array.from({ length: 12 }, (_, at) => `vm${at}/vmware.log`);
  await plant(folder, Object.fromEntries(names.map((name) => [name, log])));
  let turns = 0;
  const turn = () => {
    turns++;
    timer = setImmediate(turn);
  };
  let timer = setImmediate(turn);
  const seen = new Set<number>();
  const progress = { ...NO_PROGRESS, bytes: () => seen.add(turns) };
  await analyseInput({ paths: [folder], stdin: null }, checkAnalysis({}, new Date(0)), '', progress);
  clearImmediate(timer);
  // Once for each 32 of the 72 MiB, and before the first.
  assert.ok(seen.size >= 3, `${seen.size} turns`);
});
