import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { diagnostic } from '../../src/model/diagnostic.js';
import { gridLines } from '../../src/reporters/grid.js';
import { listings } from '../../src/reporters/listings.js';
import { table } from '../../src/reporters/table.js';
import { paintWith } from '../../src/reporters/text/paint.js';
import { anyReport } from './any-report.js';
import { columnsOf, textOf, uncolored } from './rendering.js';
import { badNight, eventOf, publishedNight, reportOf, stopAt, vmOf } from './sample-report.js';

/** Words of the names below a list are broken where there is less. */
const anyRoom = fc.integer({ min: 20, max: 200 });
const anyWidth = fc.integer({ min: 8, max: 200 });

const ESC = String.fromCharCode(27);

test('no line is wider than the terminal or ends in a space, whatever the report holds', () => {
  fc.assert(
    fc.property(anyReport, anyWidth, fc.boolean(), fc.boolean(), (report, width, color, explain) => {
      const lines = textOf(table, report, { width, color, explain }).split('\n');
      for (const line of lines) assert.ok(columnsOf(line) <= width, `${columnsOf(line)} > ${width}: ${line}`);
      for (const line of lines) assert.doesNotMatch(uncolored(line), / $/);
    }),
    { numRuns: 200 },
  );
});

test('each column is in the head of its list or named below it', () => {
  fc.assert(
    fc.property(
      fc.oneof(anyReport, fc.constantFrom(publishedNight(), badNight())),
      anyRoom,
      (report, width) => {
        for (const listing of listings(report, { zone: 'UTC', top: 20 }, false)) {
          const lines = [...gridLines(listing, width, paintWith(false))];
          const head = (lines[0] ?? '').trim().split(/ {2,}/);
          const below = lines.slice(lines.findIndex((line) => line.startsWith('Not shown'))).join(' ');
          const [, named = ''] = /^Not shown for want of room: (.*) \(a wider/.exec(below) ?? [];
          const hidden = named === '' ? [] : named.split(', ');
          const headers = listing.shapes.map(({ header }) => header);
          assert.deepEqual([...head, ...hidden].sort(), headers.toSorted());
        }
      },
    ),
    { numRuns: 200 },
  );
});

test('a column that does not fit is named with what shows it, and none where all fit', () => {
  const narrow = textOf(table, publishedNight(), { width: 80 });
  assert.ok(
    narrow.includes('\nNot shown for want of room: log (a wider terminal or --format json shows all).\n'),
  );
  for (const width of [200, null])
    assert.doesNotMatch(textOf(table, publishedNight(), { width }), /Not shown/);
});

test('what adds up within one timeout is a column where that is more than the longest stop', () => {
  const stops = [2_500_000, 2_400_000].map((us) => stopAt('2020-01-01T00:00:00.000Z', us));
  const together = textOf(table, reportOf({ stops }), { width: 100 });
  assert.ok(together.includes('  longest  within 8 s    total  '));
  assert.ok(together.includes('  2.500 s     4.900 s  4.900 s  '));
  const apart = eventOf(2, stops, { worstWindowUs: 2_500_000 });
  assert.doesNotMatch(textOf(table, reportOf({ stops, events: [apart] }), { width: 100 }), / within 8 s/);
});

test('a narrow course of a mirror keeps what its rows are, and a finding of a late event is told', () => {
  const course = textOf(table, badNight(), { width: 40, explain: true });
  assert.ok(course.includes('    the stop begins '));
  assert.ok(
    course.replaceAll(/\s+/g, ' ').includes('Not shown for want of room: middle case (a wider terminal'),
  );
  const finding = {
    kind: 'understated',
    vm: 'db1',
    vmPath: '',
    eventId: 1_234_567,
    at: null,
    message: 'It was longer.',
    waitedUs: null,
    evidence: [],
  } as const;
  assert.ok(textOf(table, reportOf({ findings: [finding] })).includes('\nevent 1234567 It was longer.\n'));
});

test('each list that --top cuts says how many more there are', () => {
  const report = publishedNight();
  const text = textOf(table, report, { width: 100, top: 2, explain: true });
  assert.ok(text.includes('\nStops (2 of 7; --top 0 lists all)\n'));
  assert.ok(text.includes('\nand 5 more; --top 0 lists all\n'));
  assert.doesNotMatch(textOf(table, report, { width: 100, top: 0, explain: true }), / more; --top/);
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

test('nothing but bold, red and magenta is used, and no background, so that it reads on light and dark', () => {
  const text = textOf(table, badNight(), { width: 100, color: true, explain: true });
  const codes = text
    .split(`${ESC}[`)
    .slice(1)
    .map((part) => part.slice(0, part.indexOf('m')));
  assert.deepEqual([...new Set(codes)].sort(), ['1', '22', '31', '35', '39']);
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
  assert.ok(lines.includes('id  cause             started (UTC)        stops  longest  within 8 s  level'));
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
  assert.ok(text.includes('\nand 3 more; --format json lists all\n'));
  const few = textOf(table, reportOf({ diagnostics: infos }), { width: 80 });
  assert.ok(few.includes('\nNotes\n1 remark; --format json lists all\n'));
});
