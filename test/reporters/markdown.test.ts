import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { durationsOf } from '../../src/reporters/durations.js';
import { markdown } from '../../src/reporters/markdown.js';
import { verdict } from '../../src/reporters/sentence.js';
import { markdownText } from '../../src/reporters/text/escape.js';
import { anyReport, anyText } from './any-report.js';
import { textOf } from './rendering.js';
import { badNight, publishedNight, stopAt } from './sample-report.js';

/** The bars of a line that Markdown takes for borders of cells: those without a backslash before them. */
function bars(line: string): number {
  return line.replace(/\\./gsu, '').split('|').length - 1;
}

test('every row of a table has as many cells as its header, whatever the text is', () => {
  fc.assert(
    fc.property(anyReport, (report) => {
      const lines = textOf(markdown, report, { top: 0 }).split('\n');
      const tables = lines
        .join('\n')
        .split(/\n### /)
        .slice(1)
        .map((part) => part.split('\n').filter((line) => line.startsWith('|')));
      for (const table of tables) assert.ok(new Set(table.map(bars)).size <= 1);
      const rows = tables.reduce((sum, table) => sum + Math.max(0, table.length - 2), 0);
      const many = report.vms.length > 1 || report.vms.some(({ recordsStops }) => !recordsStops);
      const ofGuests = report.freezes.length === 0 ? 0 : report.freezes.length + report.backups.length;
      const ofVms = many ? report.vms.length : 0;
      const ofStops = report.stops.length + durationsOf(report.stops).length;
      assert.equal(rows, ofStops + report.events.length + ofGuests + ofVms);
    }),
  );
});

test('text keeps no letter that Markdown or HTML would read as its own', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      const bare = markdownText(text)
        .replace(/\\[!-/:-@[-`{-~]/g, '')
        .replace(/&(amp|lt|gt|#8203);/g, '');
      assert.doesNotMatch(bare, /[\\`*_{}[\]<>|~$#!&\p{Cc}]/u);
    }),
  );
});

test('nobody is mentioned and no issue is linked', () => {
  assert.equal(markdownText('@all #12 !3 &4'), '@&#8203;all \\#&#8203;12 \\!&#8203;3 &amp;&#8203;4');
});

test('it has a heading, facts, lists, all notes and the answer in bold', () => {
  const report = badNight();
  const text = textOf(markdown, report);
  for (const part of [
    '## Stops of virtual machines\n',
    '### Stops (5)\n',
    '### Events (2)\n',
    '### VMs (3)\n',
    '### Notes\n',
  ])
    assert.ok(text.includes(part), part);
  assert.ok(text.includes('- Filters: --vm db\\* --vm web\\* --since 2017-01-05\n'));
  assert.ok(text.includes('- info: db1/vmware-1.log: The log gives no year; 2017 is assumed.\n'));
  const [answer, ...others] = verdict(report, 'UTC').map(markdownText);
  assert.ok(text.endsWith([...others.map((other) => `\n${other}\n`), `\n**${answer}**\n`].join('')));
});

test('--top limits the rows and says so', () => {
  const text = textOf(markdown, publishedNight(), { top: 2 });
  assert.ok(text.includes('### Stops (2 of 7; --top 0 lists all)\n'));
  assert.equal(text.split('\n').filter((line) => / s \| \d+\.\d% \|/.test(line)).length, 2);
});

test('numbers are aligned right', () => {
  const lines = textOf(markdown, publishedNight()).split('\n');
  const header = lines.findIndex((line) => line.startsWith('| duration'));
  assert.equal(lines[header], '| duration | % QoS | level | ended (UTC) | VM | cause | event | log |');
  assert.equal(lines[header + 1], '| ---: | ---: | --- | --- | --- | --- | ---: | --- |');
  assert.ok(
    lines[header + 2]?.startsWith(
      '| 1.091 s | 13.6% | ok | 2017-01-04 21:30:19 | db1 | snapshot-create? | 1 | ',
    ),
  );
});

test('a bar in the name of a log stays inside its cell', () => {
  const report = {
    ...publishedNight(),
    stops: [stopAt('2020-01-01T00:00:00.000Z', 5000, { log: 'a|b\\|c' })],
  };
  assert.ok(textOf(markdown, report).includes('| a\\|b\\\\\\|c |\n'));
});
