// What is written is read back by DuckDB, which shares no code with the writer.
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import fc from 'fast-check';
import { analyseInput } from '../../src/analyse.js';
import type { Report } from '../../src/model/report.js';
import { json } from '../../src/reporters/json.js';
import { parquet } from '../../src/reporters/parquet.js';
import { ROW_KINDS, type RowKind } from '../../src/reporters/reporter.js';
import { checkAnalysis } from '../../src/settings/analysis.js';
import { FIXTURES } from '../support/command.js';
import { NO_DUCKDB, queried, type Row, type Value } from '../support/duckdb.js';
import { tempFolder } from '../support/temp.js';
import { anyReport } from './any-report.js';
import { bytesOf, textOf } from './rendering.js';
import { badNight, reportOf, stopAt } from './sample-report.js';

const skip = NO_DUCKDB;
const SCHEMA = 'test/reporters/parquet-schema.txt';

/** One folder for all that a test writes: DuckDB reads files. */
function readerIn(folder: string) {
  return async (report: Report, rows: RowKind): Promise<readonly Row[]> => {
    await writeFile(join(folder, 'rows.parquet'), bytesOf(parquet, report, { rows }));
    return queried("FROM 'rows.parquet'", folder);
  };
}

async function reader(t: TestContext) {
  return readerIn(await tempFolder(t));
}

/** The cells of a JSON value by the names of their columns: nested keys with a dot, evidence counted. */
function flat(value: object, before = ''): [string, unknown][] {
  return Object.entries(value).flatMap(([key, cell]: [string, unknown]): [string, unknown][] => {
    const name = before + key;
    if (key === 'snapshot')
      return flat(Object(cell ?? { name: null, quiesced: null, memory: null }), 'snapshot.');
    if (key === 'takeover') return flat(Object(cell), 'takeover.');
    if (key === 'evidence') return [[name, Array.isArray(cell) ? cell.length : -1]];
    return [[name, expected(name, cell)]];
  });
}

/**
 * A lone surrogate has no bytes in UTF-8, and what gives DuckDB's texts to JavaScript drops a leading byte order mark. A time of an
 * unknown zone is read back as if it were UTC.
 */
function expected(name: string, cell: unknown): unknown {
  if (Array.isArray(cell)) return cell.map((each) => expected('', each));
  if (typeof cell !== 'string') return cell;
  if (name.endsWith('At')) return cell.endsWith('Z') ? cell : `${cell}Z`;
  return new TextDecoder().decode(Buffer.from(cell));
}

function plain(value: Value): unknown {
  if (value instanceof Date) return value.toISOString();
  if (typeof value === 'bigint') return Number(value);
  return Array.isArray(value) ? value.map(plain) : value;
}

async function assertSame(report: Report, rows: RowKind, read: ReturnType<typeof readerIn>): Promise<void> {
  const found = (await read(report, rows)).map((row) =>
    Object.entries(row).map(([name, value]) => [name, plain(value)]),
  );
  const values: readonly object[] = JSON.parse(textOf(json, report))[rows];
  assert.deepEqual(
    found,
    values.map((value) => flat(value)),
  );
}

test('every key and value of JSON is read back from parquet, in its order', { skip }, async (t) => {
  const read = await reader(t);
  await fc.assert(
    fc.asyncProperty(anyReport, fc.constantFrom(...ROW_KINDS), (report, rows) =>
      assertSame(report, rows, read),
    ),
  );
});

for (const name of ['esx-demo.tgz', 'guest', 'logs', 'mirror/night', 'bundles/cut-early.tgz', 'unpacked']) {
  test(`the report on ${name} is read back from parquet as JSON has it`, { skip }, async (t) => {
    const read = await reader(t);
    const guest = [join(FIXTURES, 'guest/published')];
    const input = { paths: [join(FIXTURES, name)], stdin: null };
    const report = await analyseInput(input, checkAnalysis({ guest }, new Date()), '0');
    for (const rows of ROW_KINDS) await assertSame(report, rows, read);
  });
}

test('the columns have the types that the schema states, with rows and without', { skip }, async (t) => {
  const folder = await tempFolder(t);
  for (const report of [reportOf({ vms: [] }), badNight()]) {
    const lines: string[] = [];
    for (const rows of ROW_KINDS) {
      await writeFile(join(folder, 'rows.parquet'), bytesOf(parquet, report, { rows }));
      lines.push(`# ${rows}`);
      for (const { column_name, column_type } of await queried("DESCRIBE FROM 'rows.parquet'", folder))
        lines.push(`${column_name} ${column_type}`);
    }
    const text = `${lines.join('\n')}\n`;
    if (process.env.UPDATE_GOLDEN === '1') writeFileSync(SCHEMA, text);
    else assert.equal(text, readFileSync(SCHEMA, 'utf8'));
  }
});

test('a report without rows is a file without rows', { skip }, async (t) => {
  const read = await reader(t);
  for (const rows of ROW_KINDS) assert.deepEqual(await read(reportOf({ vms: [] }), rows), []);
});

test('what is unknown is null, and neither 0 nor an empty text', { skip }, async (t) => {
  const read = await reader(t);
  const unknown = { startedAt: null, endedAt: null, stoppedUs: null, elapsedUs: null };
  const [row] = await read(
    reportOf({ stops: [stopAt('2020-01-01T00:00:00.000Z', 5, { ...unknown, line: '' })] }),
    'stops',
  );
  for (const key of Object.keys(unknown)) assert.equal(row?.[key], null, key);
  assert.equal(row?.line, '');
});

test('many rows are written in groups, and all of them are there', { skip }, async (t) => {
  const read = await reader(t);
  const stops = Array.from({ length: 4_501 }, (_, at) =>
    stopAt(new Date(Date.UTC(2020, 0) + at * 60_000).toISOString(), at + 1),
  );
  const rows = await read(reportOf({ stops }), 'stops');
  assert.deepEqual(
    rows.map(({ id, durationUs }) => [id, durationUs]),
    stops.map(({ id, durationUs }) => [id, BigInt(durationUs)]),
  );
  const pieces = [...parquet.render(reportOf({ stops }), { ...OPTIONS, rows: 'stops' })];
  assert.ok(pieces.length > 3, `${pieces.length} pieces`);
});

const OPTIONS = { top: 0, zone: 'UTC', width: null, color: false, explain: false, summary: false } as const;

test('the file says of which report it is', { skip }, async (t) => {
  const folder = await tempFolder(t);
  const report = reportOf({ redacted: true, summary: { complete: false, exitCode: 2 } });
  await writeFile(join(folder, 'rows.parquet'), bytesOf(parquet, report, { rows: 'vms' }));
  const found = await queried(
    "SELECT decode(key) AS key, decode(value) AS value FROM parquet_kv_metadata('rows.parquet')",
    folder,
  );
  assert.deepEqual(
    found.map(({ key, value }) => `${key}=${value}`),
    [
      `stuntime.version=${report.tool.version}`,
      'stuntime.schemaVersion=1',
      'stuntime.rows=vms',
      'stuntime.redacted=true',
      'stuntime.complete=false',
      'stuntime.exitCode=2',
    ],
  );
});
