import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { visible } from '../../src/model/text.js';
import { csv } from '../../src/reporters/csv.js';
import { ROW_KINDS } from '../../src/reporters/reporter.js';
import { tsv } from '../../src/reporters/tsv.js';
import { anyReport, anyText } from './any-report.js';
import { textOf } from './rendering.js';
import { badNight, publishedNight, reportOf, stopAt } from './sample-report.js';

/** A CSV parser of its own: letter by letter, after RFC 4180. */
function parseCsv(text: string): string[][] {
  const rows: string[][] = [[]];
  let field = '';
  let quoted = false;
  for (let at = 0; at < text.length; at += 1) {
    const letter = text.charAt(at);
    if (quoted && letter === '"' && text.charAt(at + 1) === '"') {
      field += '"';
      at += 1;
    } else if (letter === '"') quoted = !quoted;
    else if (quoted || !/[,\r\n]/.test(letter)) field += letter;
    else if (letter !== '\r') {
      rows.at(-1)?.push(field);
      field = '';
      if (letter === '\n') rows.push([]);
    }
  }
  return rows.slice(0, -1);
}

function guarded(text: string): string {
  return /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
}

/** The cells of a JSON value as a table should hold them: nested keys with a dot, evidence counted. */
function flat(value: object, before = ''): [string, string][] {
  return Object.entries(value).flatMap(([key, cell]: [string, unknown]): [string, string][] => {
    const name = before + key;
    if (key === 'snapshot')
      return flat(Object(cell ?? { name: null, quiesced: null, memory: null }), 'snapshot.');
    if (key === 'takeover') return flat(Object(cell), 'takeover.');
    if (key === 'evidence') return [[name, String(Array.isArray(cell) ? cell.length : -1)]];
    if (cell === null) return [[name, '']];
    if (Array.isArray(cell)) return [[name, guarded(cell.join('; '))]];
    return [[name, typeof cell === 'string' ? guarded(cell) : String(cell)]];
  });
}

test('csv parses back to every key and value of the rows chosen', () => {
  fc.assert(
    fc.property(anyReport, fc.constantFrom(...ROW_KINDS), (report, rows) => {
      const [header = [], ...cells] = parseCsv(textOf(csv, report, { rows }));
      const found = cells.map((row) => row.map((text, index) => [header[index], text]));
      const expected = report[rows].map((value) => flat(value).map(([key, text]) => [key, visible(text)]));
      assert.deepEqual(found, expected);
    }),
  );
});

test('csv names the columns even where there is no row, and ends lines with CRLF', () => {
  for (const rows of ROW_KINDS) {
    const text = textOf(csv, reportOf({ vms: [] }), { rows });
    const whole = textOf(csv, badNight(), { rows });
    assert.ok(whole.startsWith(text));
    assert.equal(text.indexOf('\r\n'), text.length - 2);
  }
});

test('csv and tsv list every row whatever --top is', () => {
  assert.equal(textOf(csv, publishedNight(), { top: 1 }).split('\r\n').length, 9);
  assert.equal(textOf(tsv, publishedNight(), { top: 1 }).split('\n').length, 9);
});

test('a formula is no formula in csv and tsv, while a negative number stays a number', () => {
  for (const vm of ['=1+1', '+1', '-1', '@SUM(A1)']) {
    const report = reportOf({ stops: [stopAt('2020-01-01T00:00:00.000Z', -5, { vm })] });
    assert.ok(textOf(csv, report).includes(`\r\n'${vm},`));
    assert.ok(textOf(tsv, report).includes(`\n'${vm}\t`));
    assert.ok(textOf(csv, report).includes(',-5,'));
    assert.ok(textOf(tsv, report).includes('\t-5\t'));
  }
  for (const vm of ['\t=1', '\r=1']) {
    const report = reportOf({ stops: [stopAt('2020-01-01T00:00:00.000Z', 1, { vm })] });
    assert.ok(textOf(csv, report).includes("\r\n'\\x0"));
    assert.match(textOf(tsv, report), /\n'\\(t|x0d)=1\t/);
  }
});

test('tsv keeps its rows and cells whatever the text is', () => {
  fc.assert(
    fc.property(anyReport, fc.constantFrom(...ROW_KINDS), (report, rows) => {
      const lines = textOf(tsv, report, { rows }).split('\n').slice(0, -1);
      const counts = lines.map((line) => line.split('\t').length);
      assert.equal(lines.length, report[rows].length + 1);
      assert.equal(new Set(counts).size, 1);
    }),
  );
});

test('tsv writes backslash, tab and newline as two letters, from which the text can be had back', () => {
  fc.assert(
    fc.property(anyText, (line) => {
      const report = reportOf({ stops: [stopAt('2020-01-01T00:00:00.000Z', 1, { line })] });
      const [header = [], row = []] = textOf(tsv, report)
        .split('\n')
        .map((each) => each.split('\t'));
      const cell = row[header.indexOf('line')] ?? '';
      const back = cell.replace(
        /\\([\\tn])/g,
        (_, letter: string) => ({ t: '\t', n: '\n' })[letter] ?? letter,
      );
      const others = (text: string) =>
        text.split(/([\\\t\n])/).map((part) => (/^[\t\n]$/.test(part) ? part : visible(part)));
      assert.equal(back, others(guarded(line)).join(''));
    }),
  );
});
