// The queries of docs/fleet are run by DuckDB over the files of several nights, each loaded twice, and compared with what JSON says.
import assert from 'node:assert/strict';
import { copyFileSync, readdirSync, readFileSync } from 'node:fs';
import { chmod, mkdir, readdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { test } from 'node:test';
import { groupBy } from '../../src/model/lists.js';
import { compareText } from '../../src/model/order.js';
import type { Report, Stop } from '../../src/model/report.js';
import { CLI, FIXTURES, shell, stuntime } from '../support/command.js';
import { NO_DUCKDB, queried, type Row } from '../support/duckdb.js';
import { plant, tempFolder } from '../support/temp.js';

const skip = NO_DUCKDB;
const QUERIES = 'docs/fleet/queries';
const NIGHTLY = resolve('docs/fleet/nightly.sh');

/** What each night reads, in the order of time. The last one judges otherwise, and what it says counts. */
const NIGHTS: readonly (readonly [date: string, words: readonly string[]])[] = [
  [
    '2026-01-12',
    [at('esx-demo.tgz'), at('mirror/night'), at('logs/copied/no-stamp.txt'), at('logs/esx4-newyear')],
  ],
  ['2026-01-13', [at('bundles/cut-early.tgz')]],
  ['2026-02-01', [at('esx-demo.tgz')]],
  ['2026-03-02', ['--qos', '1s', at('demo'), at('logs/mixed'), at('unpacked'), at('guest/published')]],
];

function at(path: string): string {
  return join(FIXTURES, path);
}

/** What JSON says of all nights. */
interface Told {
  readonly stops: readonly Stop[];
  readonly incomplete: readonly string[];
}

/** Writes all nights with nightly.sh, each file twice, and gives what JSON says of them. */
async function lake(folder: string): Promise<Told> {
  await plantPrograms(folder);
  const stops = new Map<string, Stop>();
  const incomplete: string[] = [];
  for (const [date, words] of NIGHTS) {
    await nightly(folder, date, ['stops', ...words]);
    const { stdout } = await stuntime([...words, '-f', 'json']);
    const report: Report = JSON.parse(stdout);
    if (!report.summary.complete) incomplete.push(date);
    // Of two VMs of one name with the same stop the first by path counts.
    for (const stop of report.stops.toSorted((a, b) => compareText(b.vmPath, a.vmPath)))
      stops.set(stop.id, stop);
  }
  for (const name of await readdir(join(folder, 'stops')))
    copyFileSync(join(folder, 'stops', name), join(folder, 'stops', `${name}.again.parquet`));
  return { stops: [...stops.values()], incomplete };
}

/** The script calls `stuntime` and asks `date` for the day. */
async function plantPrograms(folder: string): Promise<void> {
  await plant(folder, {
    'bin/stuntime': `#!/bin/sh\nexec "${process.execPath}" "${CLI}" "$@"\n`,
    'bin/date': '#!/bin/sh\n[ "$*" = "-u +%Y-%m-%d" ] && echo "$NIGHT"\n',
  });
  for (const name of ['stuntime', 'date']) await chmod(join(folder, 'bin', name), 0o755);
}

function nightly(folder: string, night: string, words: readonly string[]) {
  const env = { PATH: `${join(folder, 'bin')}:/usr/bin:/bin`, NIGHT: night };
  return shell(`sh "${NIGHTLY}" ${words.map((word) => `'${word}'`).join(' ')}`, { cwd: folder, env });
}

function isOverHalf({ level }: Stop): boolean {
  return ['over-half', 'near-full', 'over-full'].includes(level);
}

function count(stops: readonly Stop[], isMeant: (stop: Stop) => boolean): number {
  return stops.filter(isMeant).length;
}

function sum(stops: readonly Stop[]): number {
  return stops.reduce((total, { durationUs }) => total + durationUs, 0);
}

function longest(stops: readonly Stop[]): number {
  return Math.max(...stops.map(({ durationUs }) => durationUs));
}

/** By nearest rank. */
function percentile(stops: readonly Stop[], percent: number): number | undefined {
  const us = stops.map(({ durationUs }) => durationUs).sort((a, b) => a - b);
  return us[Math.ceil((percent * us.length) / 100) - 1];
}

const DAY_MS = 86_400_000;

function mondayOf({ endedAt }: Stop): string {
  if (endedAt === null) return 'unknown';
  const days = Math.floor(Date.parse(endedAt) / DAY_MS);
  // 1970 began on a Thursday.
  return new Date((days - ((days + 3) % 7)) * DAY_MS).toISOString().slice(0, 10);
}

function datastoreOf({ vmPath }: Stop): string {
  const steps = vmPath.split('/');
  const index = steps.indexOf('volumes');
  return index > 0 && steps[index - 1] === 'vmfs' ? (steps[index + 1] ?? 'unknown') : 'unknown';
}

interface Ranked {
  readonly overHalf: number;
  readonly longestUs: number;
}

function worstFirst(a: Ranked, b: Ranked): number {
  return b.overHalf - a.overHalf || b.longestUs - a.longestUs;
}

type Figures = Readonly<Record<string, string | number | undefined>>;

/** What each query must give of the stops. */
const EXPECTED: Readonly<Record<string, (told: Told) => readonly Figures[]>> = {
  'worst-vms.sql': ({ stops: all }) =>
    [...groupBy(all, ({ vm }) => vm)]
      .map(([vm, stops]) => ({
        vm,
        stops: stops.length,
        overHalf: count(stops, isOverHalf),
        longestUs: longest(stops),
        totalUs: sum(stops),
        atLeast: count(stops, ({ atLeast }) => atLeast),
        unverified: count(stops, ({ verified }) => !verified),
      }))
      .sort((a, b) => worstFirst(a, b) || compareText(a.vm, b.vm)),
  'weekly-trend.sql': ({ stops: all }) =>
    [...groupBy(all, mondayOf)]
      .map(([week, stops]) => ({
        week,
        stops: stops.length,
        p50Us: percentile(stops, 50),
        p95Us: percentile(stops, 95),
        longestUs: longest(stops),
        overHalf: count(stops, isOverHalf),
      }))
      .sort((a, b) => compareText(a.week, b.week)),
  'datastores.sql': ({ stops: all }) =>
    [...groupBy(all, datastoreOf)]
      .map(([datastore, stops]) => ({
        datastore,
        vms: new Set(stops.map(({ vm }) => vm)).size,
        stops: stops.length,
        overHalf: count(stops, isOverHalf),
        p95Us: percentile(stops, 95),
        longestUs: longest(stops),
      }))
      .sort((a, b) => worstFirst(a, b) || compareText(a.datastore, b.datastore)),
  'consolidate-cost.sql': ({ stops: all }) =>
    [...groupBy(all, ({ vm }) => vm)]
      .map(([vm, stops]) => ({
        vm,
        whole: sum(stops),
        found: stops.filter(({ cause }) => cause === 'consolidate'),
      }))
      .filter(({ found }) => found.length > 0)
      .map(({ vm, whole, found }) => ({
        vm,
        stops: found.length,
        totalUs: sum(found),
        longestUs: longest(found),
        overHalf: count(found, isOverHalf),
        percent: Math.round((1000 * sum(found)) / whole) / 10,
      }))
      .sort((a, b) => b.totalUs - a.totalUs || compareText(a.vm, b.vm)),
  'incomplete-nights.sql': ({ incomplete }) =>
    incomplete
      .flatMap((date) => [`${date}.parquet`, `${date}.parquet.again.parquet`])
      .map((file) => ({ file, complete: 'false' })),
};

function plain(row: Row): Figures {
  return Object.fromEntries(
    Object.entries(row).map(([name, value]) => [
      name,
      typeof value === 'string' ? value.replace(/^.*\/stops\//, '') : Number(value),
    ]),
  );
}

test('each query gives what the JSON reports say, with every stop counted once', { skip }, async (t) => {
  const folder = await tempFolder(t);
  const told = await lake(folder);
  const names = readdirSync(QUERIES).sort();
  assert.deepEqual(names, Object.keys(EXPECTED).sort());
  for (const name of names) {
    const rows = await queried(readFileSync(join(QUERIES, name), 'utf8'), folder);
    assert.deepEqual(rows.map(plain), EXPECTED[name]?.(told), name);
  }
  // The nights hold what the queries tell apart.
  const { stops, incomplete } = told;
  assert.ok(incomplete.length > 0 && incomplete.length < NIGHTS.length);
  assert.ok(stops.some(({ endedAt }) => endedAt === null) && stops.some(isOverHalf));
  assert.ok(
    new Set(stops.map(datastoreOf)).size > 2 && stops.some((stop) => datastoreOf(stop) === 'unknown'),
  );
});

test('the statements for DuckDB load a folder of each format, and change nothing when they run again', {
  skip,
}, async (t) => {
  const folder = await tempFolder(t);
  await mkdir(join(folder, 'stops'));
  const files = ['parquet', 'ndjson', 'json'].flatMap((ending) => ['-o', join(folder, `stops/a.${ending}`)]);
  await stuntime([...files, 'demo', 'logs/copied/no-stamp.txt']);
  await stuntime([...files.map((word) => word.replace('/a.', '/b.')), 'demo']);
  const statements = statementsIn('DuckDB');
  const { stops } = JSON.parse(readFileSync(join(folder, 'stops/a.json'), 'utf8'));
  const expected = stops.map(({ id, vm, endedAt, durationUs }: Stop) => [id, vm, endedAt, durationUs]);
  for (const table of ['stops_of_parquet', 'stops_of_ndjson', 'stops_of_json']) {
    const rows = await queried(`${statements}\n${statements}\nFROM ${table}`, folder);
    const found = rows.map(({ id, vm, endedAt, durationUs }) => [
      id,
      vm,
      endedAt instanceof Date ? endedAt.toISOString() : endedAt,
      Number(durationUs),
    ]);
    assert.deepEqual(found.sort(), expected.toSorted(), table);
  }
});

/** Gives the statements that a section of the page on databases shows. */
function statementsIn(heading: string): string {
  const [, section = ''] = readFileSync('docs/fleet/databases.md', 'utf8').split(`\n## ${heading}\n`);
  const [, ...blocks] = (section.split(/^## /m)[0] ?? '').split('```sql\n');
  return blocks.map((block) => block.slice(0, block.indexOf('```'))).join('\n');
}

test('the statements for records load every message once', { skip }, async (t) => {
  const folder = await tempFolder(t);
  await mkdir(join(folder, 'records'));
  for (const name of ['a', 'b'])
    await stuntime(['-o', join(folder, 'records', `${name}.records`), 'esx-demo.tgz', 'guest/published']);
  const statements = statementsIn('Records in DuckDB');
  const rows = await queried(`${statements}\n${statements}\nFROM messages`, folder);
  const lines = readFileSync(join(folder, 'records/a.records'), 'utf8').trimEnd().split('\n');
  const messages = lines.map((line) => JSON.parse(line)).filter(({ type }) => type === 'message');
  assert.ok(messages.length > 100);
  const found = rows.map(({ log, index, figure, kind }) => [
    log,
    Number(index),
    kind,
    figure === null ? null : Number(figure),
  ]);
  const expected = messages.map(({ log, index, message }) => [
    log,
    index,
    message.kind,
    message.figure ?? null,
  ]);
  assert.deepEqual(found.sort(), expected.sort());
});

test('the nightly job names its file by the day, replaces it on the same day and exits as the run does', async (t) => {
  const folder = await tempFolder(t);
  await plantPrograms(folder);
  const run = await nightly(folder, '2026-02-03', ['lake/stops', at('demo')]);
  assert.deepEqual(run, { stdout: '', stderr: '', code: 1, signal: null });
  assert.equal((await nightly(folder, '2026-02-03', ['lake/stops', at('demo/web1')])).code, 0);
  assert.equal((await nightly(folder, '2026-02-04', ['lake/stops', at('bundles/cut-early.tgz')])).code, 2);
  assert.deepEqual(await readdir(join(folder, 'lake/stops')), ['2026-02-03.parquet', '2026-02-04.parquet']);
});

test('the nightly job without a path says how it is used, and writes nothing', async (t) => {
  const folder = await tempFolder(t);
  await plantPrograms(folder);
  const { code, stderr } = await nightly(folder, '2026-02-03', ['lake']);
  assert.deepEqual([code, stderr], [2, 'usage: nightly.sh FOLDER [OPTION...] PATH...\n']);
  assert.deepEqual(await readdir(folder), ['bin']);
});
