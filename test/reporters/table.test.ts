import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { diagnostic } from '../../src/model/diagnostic.js';
import { table } from '../../src/reporters/table.js';
import { anyReport } from './any-report.js';
import { columnsOf, textOf, uncolored } from './rendering.js';
import { badNight, publishedNight, reportOf, stopAt, vmOf } from './sample-report.js';

const ESC = String.fromCharCode(27);

test('no line is wider than the terminal or ends in a space, whatever the report holds', () => {
  fc.assert(
    fc.property(anyReport, fc.integer({ min: 40, max: 200 }), fc.boolean(), (report, width, color) => {
      const lines = textOf(table, report, { width, color }).split('\n');
      for (const line of lines) assert.ok(columnsOf(line) <= width, `${columnsOf(line)} > ${width}: ${line}`);
      for (const line of lines) assert.doesNotMatch(uncolored(line), / $/);
    }),
    { numRuns: 200 },
  );
});

test('without a terminal nothing is cut or wrapped', () => {
  const vm = `${'long'.repeat(80)}-db`;
  const log = `${'folder/'.repeat(60)}vmware.log`;
  const stop = stopAt('2020-01-01T00:00:00.000Z', 5_000_000, { vm, log });
  const text = textOf(table, reportOf({ stops: [stop], vms: [vmOf([stop], { vm }), vmOf([])] }));
  assert.doesNotMatch(text, /…/);
  assert.ok(text.split('\n').some((line) => line.includes(`  ${vm}  `) && line.endsWith(`  ${log}`)));
  assert.ok(
    text
      .split('\n')
      .some((line) => line.startsWith('Possibly: ') && line.includes(' a takeover was possible. ')),
  );
});

test('colours only add to the text', () => {
  for (const report of [publishedNight(), badNight()]) {
    const plain = textOf(table, report, { width: 100 });
    assert.ok(!plain.includes(ESC));
    assert.equal(uncolored(textOf(table, report, { width: 100, color: true })), plain);
  }
});

test('each level has its colour, ok none', () => {
  const text = textOf(table, badNight(), { width: 100, color: true });
  assert.ok(text.includes(`${ESC}[31m${ESC}[1mover-full${ESC}[22m${ESC}[39m`));
  assert.ok(text.includes(`${ESC}[31mnear-full${ESC}[39m`));
  assert.ok(text.includes(`${ESC}[31mover-half${ESC}[39m`));
  assert.ok(text.includes(`${ESC}[35mnear-half${ESC}[39m`));
  assert.match(text, /385 us +0\.0% {2}ok/);
});

test('at 80 columns a list of one VM shows all but the log', () => {
  const lines = textOf(table, publishedNight(), { width: 80 }).split('\n');
  assert.ok(lines.includes('duration  % QoS  level  ended (UTC)          cause             event'));
  assert.ok(lines.includes(' 1.091 s  13.6%  ok     2017-01-04 21:30:19  snapshot-create?      1'));
  assert.ok(lines.includes('id  cause             started (UTC)        stops  longest    total  level'));
});

test('at 40 columns the least important columns are left out, the others whole', () => {
  const lines = textOf(table, publishedNight(), { width: 40 }).split('\n');
  assert.ok(lines.includes(' 1.091 s  ok     2017-01-04 21:30:19'));
  assert.ok(lines.includes(' 1  snapshot-create?  1.091 s  ok'));
});

test('a log is cut at its start, a name at its end', () => {
  const log = `${'folder/'.repeat(30)}vmware.log`;
  const stops = [stopAt('2020-01-01T00:00:00.000Z', 5_000, { log, vm: 'v'.repeat(99) })];
  const text = textOf(table, reportOf({ stops, vms: [vmOf([]), vmOf([])] }), { width: 120 });
  assert.match(text, / {2}v{15,}… {2}/);
  assert.match(text, / {2}….*\/vmware\.log\n/);
});

test('long lists stay aligned, name their rows and list all with --top 0', () => {
  const stops = Array.from({ length: 120 }, (_, index) =>
    stopAt('2020-01-01T00:00:00.000Z', 500_000_000 - index * 4_100_000),
  );
  const all = textOf(table, reportOf({ stops, events: [] }), { width: 80, top: 0 });
  const rows = all.split('\n').filter((line) => line.includes('2020-01-01 00:00:00  consolidate?'));
  assert.equal(rows.length, 120);
  assert.equal(new Set(rows.map((row) => row.indexOf(' s '))).size, 1);
  assert.equal(all.split('\n').filter((line) => line.trimStart().startsWith('duration')).length, 1);
  assert.ok(all.includes('\nStops (120)\n'));
  const some = textOf(table, reportOf({ stops, events: [] }), { width: 80, top: 3 });
  assert.ok(some.includes('\nStops (3 of 120; --top 0 lists all)\n'));
  assert.equal(some.split('\n').filter((line) => line.includes('  consolidate?')).length, 3);
});

test('a VM that records no stops is never shown with 0 stops', () => {
  const text = textOf(table, reportOf({ vms: [vmOf([], { vm: 'laptop', recordsStops: false })] }), {
    width: 100,
  });
  assert.match(text, /\nlaptop {2}not recorded +- {2}- +/);
  assert.doesNotMatch(text, /\b0 stops/);
});

test('the head names the default timeout, the filters, and times in the zone', () => {
  const text = textOf(table, badNight(), { width: 100, zone: 'Europe/Berlin' });
  assert.ok(text.includes('\nQoS timeout  8 s (default; set yours with --qos); half of it is 4 s\n'));
  assert.ok(
    text.includes('\nLevels       near-half from 3.2 s, over-half 4 s, near-full 6.4 s, over-full 8 s\n'),
  );
  assert.ok(text.includes('\nFilters      --vm db* --vm web* --since 2017-01-05\n'));
  assert.ok(text.includes('\nCovers       2017-01-04 22:30:00 to 2017-01-04 23:16:30 (Europe/Berlin)\n'));
  assert.ok(text.includes('  ended (Europe/Berlin)  '));
  const own = reportOf({ policy: { ...badNight().policy, qosSource: 'flag' } });
  assert.doesNotMatch(textOf(table, own), /default|Filters/);
});

test('marks are explained where they stand, and only there', () => {
  const marked = textOf(table, badNight(), { width: 100 });
  assert.ok(marked.includes('\n? after a cause: ') && marked.includes('\n? after a time: '));
  assert.match(marked, /02:30:00\? .* consolidate\? /);
  const logged = stopAt('2020-01-01T00:00:00.000Z', 5, { basis: 'logged' });
  assert.doesNotMatch(textOf(table, reportOf({ stops: [logged], events: [] })), /\?/);
});

test('notes are the errors, then the warnings, at most ten, and the rest is counted', () => {
  const warnings = Array.from({ length: 8 }, (_, index) => diagnostic('no-time', `w${index}`, 'No time.'));
  const errors = Array.from({ length: 4 }, (_, index) => diagnostic('corrupt', `e${index}`, 'Broken.'));
  const infos = [diagnostic('busy-stop', 'i', 'Busy.')];
  const text = textOf(table, reportOf({ diagnostics: [...infos, ...warnings, ...errors] }), { width: 80 });
  const notes = text.split('\n').filter((line) => /^(error|warning|info) /.test(line));
  assert.equal(notes[0], 'error    e0: Broken.');
  assert.equal(notes[4], 'warning  w0: No time.');
  assert.equal(notes.length, 10);
  assert.ok(text.includes('\nand 3 more: see --format json\n'));
  const few = textOf(table, reportOf({ diagnostics: infos }), { width: 80 });
  assert.ok(few.includes('\nNotes\n1 remark: see --format json\n'));
});
