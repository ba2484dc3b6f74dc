import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { json } from '../../src/reporters/json.js';
import { ndjson } from '../../src/reporters/ndjson.js';
import { anyReport } from './any-report.js';
import { textOf } from './rendering.js';
import { badNight, publishedNight, reportOf } from './sample-report.js';

test('json parses back to the very report, whatever it holds', () => {
  fc.assert(fc.property(anyReport, (report) => assert.deepEqual(JSON.parse(textOf(json, report)), report)));
});

test('json gives the top level keys in their declared order, each on a line of its own', () => {
  const { diagnostics, stops, ...others } = badNight();
  const text = textOf(json, { diagnostics, stops, ...others });
  const keys = text.split('\n').flatMap((line) => /^ {2}"(\w+)": /.exec(line)?.[1] ?? []);
  const order = [
    'schemaVersion',
    'tool',
    'redacted',
    'policy',
    'filters',
    'window',
    'summary',
    'baseline',
    'vms',
    'events',
    'stops',
    'findings',
    'freezes',
    'backups',
    'diagnostics',
  ];
  assert.deepEqual(keys, order);
});

test('json gives every element of a list on a line of its own', () => {
  const lines = textOf(json, publishedNight()).split('\n');
  assert.equal(lines.filter((line) => /^ {4}\{"vm":"db1".*"durationUs":\d+.*\},?$/.test(line)).length, 7);
});

test('json writes an empty list as such and ends with a newline', () => {
  assert.match(textOf(json, reportOf({})), /\n {2}"diagnostics": \[\]\n\}\n$/);
});

test('ndjson gives the values of the report one per line, the summary last', () => {
  fc.assert(
    fc.property(anyReport, (report) => {
      const { schemaVersion, tool, redacted, policy, filters, window, summary, baseline } = report;
      const typed = (type: string, values: readonly object[]) => values.map((value) => ({ type, ...value }));
      const expected = [
        ...typed('stop', report.stops),
        ...typed('event', report.events),
        ...typed('vm', report.vms),
        ...typed('finding', report.findings),
        ...typed('freeze', report.freezes),
        ...typed('backup', report.backups),
        ...typed('diagnostic', report.diagnostics),
        { type: 'summary', schemaVersion, tool, redacted, policy, filters, window, baseline, ...summary },
      ];
      const text = textOf(ndjson, report);
      assert.ok(text.endsWith('\n'));
      assert.deepEqual(
        text
          .trimEnd()
          .split('\n')
          .map((line): unknown => JSON.parse(line)),
        expected,
      );
    }),
  );
});
