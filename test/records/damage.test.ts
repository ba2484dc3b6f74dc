import assert from 'node:assert/strict';
import { join } from 'node:path';
import { before, test } from 'node:test';
import fc from 'fast-check';
import type { Report } from '../../src/model/report.js';
import { runs } from '../laws/runs.js';
import { FIXTURES } from '../support/command.js';
import { linesIn, recordsOf, recordsOfRecords, reportOnRecords } from './recorded.js';

const INPUTS = ['esx-demo.tgz', 'logs/levels', 'guest/published'].map((name) => join(FIXTURES, name));

let whole = '';
let lines: readonly string[] = [];
let expected: Report;

before(async () => {
  whole = await recordsOf(INPUTS);
  lines = linesIn(whole);
  expected = await reportOnRecords(whole);
});

/** Checks that nobody can take the report on these records for the whole. */
async function checkIncomplete(records: string): Promise<void> {
  const { summary, stops } = await reportOnRecords(records);
  assert.equal(summary.complete, false);
  // What is told of them was in the whole.
  assert.ok(stops.every(({ line }) => whole.includes(JSON.stringify(line).slice(1, -1))));
}

test('the records are whole as they were written', () => {
  assert.equal(expected.summary.complete, true);
  assert.ok(expected.stops.length > 30 && expected.freezes.length > 0);
});

test('records that are cut anywhere are not whole', async () => {
  // Without their last newline they are.
  const anyLength = fc.integer({ min: 200, max: whole.length - 2 });
  await fc.assert(
    fc.asyncProperty(anyLength, (length) => checkIncomplete(whole.slice(0, length))),
    runs(60),
  );
  assert.deepEqual(await reportOnRecords(whole.slice(0, -1)), expected);
});

test('records that lack any line are not whole', async () => {
  await fc.assert(
    fc.asyncProperty(fc.nat(lines.length - 1), fc.integer({ min: 1, max: 30 }), (from, count) =>
      checkIncomplete(lines.toSpliced(from, count).join('\n')),
    ),
    runs(60),
  );
  for (const type of ['input', 'fact', 'log', 'message', 'guest-log', 'guest-message', 'end']) {
    const index = lines.findLastIndex((line) => line.includes(`"type":"${type}"`));
    assert.ok(index >= 0, type);
    await checkIncomplete(lines.toSpliced(index, 1).join('\n'));
  }
});

test('records of which a character was changed are not whole', async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 200, max: whole.length - 1 }), (at) => {
      const changed = whole[at] === '7' ? '8' : '7';
      return checkIncomplete(whole.slice(0, at) + changed + whole.slice(at + 1));
    }),
    runs(80),
  );
});

test('records with one line too many and one too few are not whole', async () => {
  const at = lines.findIndex((line) => line.includes('"type":"message"'));
  const [first = '', second = ''] = lines.slice(at);
  assert.equal(first.split(',', 1)[0], second.split(',', 1)[0]);
  await checkIncomplete([...lines.slice(0, at), first, first, ...lines.slice(at + 2)].join('\n'));
});

test('records that lack a VM as a whole are not whole, nor are records made of them', async () => {
  const [key = ''] = /^\{"vm":"[^"]+"/.exec(lines.find((line) => line.includes('"type":"log"')) ?? '') ?? [];
  const others = lines.filter((line) => !line.startsWith(key)).join('\n');
  assert.ok(key !== '' && others.length < whole.length);
  await checkIncomplete(others);
  await checkIncomplete(await recordsOfRecords(others));
  // Some other run does not make up for it, but what is missing does.
  const more = await reportOnRecords(`${others}\n${await recordsOf([join(FIXTURES, 'logs/rotated')])}`);
  assert.equal(more.summary.complete, false);
  const missing = lines.filter((line) => line.startsWith(key));
  assert.deepEqual(await reportOnRecords([...missing, others].join('\n')), expected);
  assert.deepEqual(await reportOnRecords(await recordsOfRecords(whole)), expected);
});

test('line ends of Windows and empty lines change nothing', async () => {
  assert.deepEqual(await reportOnRecords(lines.join('\r\n\r\n')), expected);
});

test('the records of any VM can be judged by themselves', async () => {
  const keyOf = (line: string) => /^\{"vm":"((?:[^"\\]|\\.)*)"/.exec(line)?.[1];
  const keys = new Set(lines.map(keyOf));
  assert.equal(keys.size, 6);
  const reports: Report[] = [];
  for (const key of keys)
    if (key !== '')
      reports.push(await reportOnRecords(lines.filter((line) => keyOf(line) === key).join('\n')));
  const sorted = (texts: readonly object[]) => texts.map((one) => JSON.stringify(one)).sort();
  const stops = (report: Report) => report.stops.map(({ eventId, ...stop }) => stop);
  assert.deepEqual(sorted(reports.flatMap(stops)), sorted(stops(expected)));
  assert.deepEqual(sorted(reports.flatMap(({ vms }) => vms)), sorted(expected.vms));
  assert.ok(reports.every(({ summary }) => summary.complete));
});
