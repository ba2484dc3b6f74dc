import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import fc from 'fast-check';
import { ADVICE_FORMATS, FORMATS, loadAdviceReporter, loadReporter } from '../../src/reporters/index.js';
import { ROW_KINDS } from '../../src/reporters/reporter.js';
import { adviceOn } from '../../src/verdict/advice.js';
import { anyReport } from './any-report.js';
import { bytesOf, everyReporter, textOf, uncolored } from './rendering.js';
import { eventOf, reportOf, stopAt } from './sample-report.js';

const UNSEEN =
  /[\p{Cc}\u2028\u2029\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}]/u;

const FOLDER = new URL('../../src/reporters/', import.meta.url);

test('every file that makes a reporter is in the registry, under its own name', async () => {
  const files = readdirSync(FOLDER).filter((file) => /\.[jt]s$/.test(file) && !file.endsWith('.d.ts'));
  const made = files.filter((file) =>
    /showsDiagnostics: (true|false)/.test(readFileSync(new URL(file, FOLDER), 'utf8')),
  );
  const names = [...FORMATS.map(({ name }) => name), ...ADVICE_FORMATS.map((name) => `advice-${name}`)];
  assert.deepEqual(made.map((file) => file.slice(0, -3)).sort(), names.toSorted());
  for (const { name, load } of FORMATS) assert.equal(await loadReporter(name), await load());
  const all = await Promise.all(FORMATS.map(({ name }) => loadReporter(name)));
  assert.equal(new Set(all).size, FORMATS.length);
});

test('a name that is no format is an error', async () => {
  await assert.rejects(loadReporter(JSON.parse('"yaml"')), /no such format: yaml/);
});

test('the formats that people read list the diagnostics themselves', async () => {
  const shows = (await everyReporter())
    .filter(({ reporter }) => reporter.showsDiagnostics)
    .map(({ name }) => name);
  assert.deepEqual(shows, ['table', 'markdown', 'jira', 'html']);
});

test('no control character and no direction override is ever written, whatever the report holds', async () => {
  const reporters = (await everyReporter()).filter(({ name }) => name !== 'parquet');
  fc.assert(
    fc.property(anyReport, fc.constantFrom(...ROW_KINDS), fc.boolean(), (report, rows, color) => {
      for (const { name, reporter } of reporters) {
        const text = uncolored(textOf(reporter, report, { rows, color, width: 100 }));
        const allowed = name === 'csv' ? /\r\n/g : name === 'tsv' || name === 'raw' ? /[\t\n]/g : /\n/g;
        assert.doesNotMatch(text.replace(allowed, ''), UNSEEN, name);
      }
    }),
  );
});

test('no advice holds a control character or a direction override, whatever the report holds', async () => {
  for (const format of ADVICE_FORMATS) {
    const { render } = await loadAdviceReporter(format);
    fc.assert(
      fc.property(anyReport, fc.boolean(), (report, color) => {
        const options = {
          rows: 'stops',
          top: 0,
          zone: 'UTC',
          width: 60,
          color,
          explain: false,
          summary: false,
        } as const;
        const text = uncolored([...render(report, adviceOn(report, 'UTC'), options)].join(''));
        assert.doesNotMatch(text.replaceAll('\n', ''), UNSEEN, format);
      }),
    );
  }
});

test('every format gives the same bytes each time, for the same report', async () => {
  for (const { reporter } of await everyReporter())
    fc.assert(
      fc.property(anyReport, (report) =>
        assert.deepEqual(bytesOf(reporter, report), bytesOf(reporter, report)),
      ),
      { numRuns: 20 },
    );
});

test('no format makes one giant text of a long report', async () => {
  const stop = stopAt('2020-01-01T00:00:00.000Z', 5);
  const report = reportOf({
    stops: Array.from({ length: 3000 }, () => stop),
    events: Array.from({ length: 3000 }, (_, id) => eventOf(id, [stop], { level: 'over-half' })),
  });
  for (const { name, reporter } of await everyReporter()) {
    const sizes = Array.from(
      reporter.render(report, {
        rows: 'stops',
        top: 0,
        zone: 'UTC',
        width: null,
        color: false,
        explain: false,
        summary: false,
      }),
      (piece) => piece.length,
    );
    const isShort = ['github', 'openmetrics', 'nagios', 'parquet'].includes(name);
    assert.ok((isShort || sizes.length > 3) && Math.max(...sizes) < 70_000, `${name}: ${sizes.length}`);
  }
});
