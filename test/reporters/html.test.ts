import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import fc from 'fast-check';
import { diagnostic } from '../../src/model/diagnostic.js';
import type { Finding, Report, Stop } from '../../src/model/report.js';
import { MOST_STOPS } from '../../src/reporters/html/most.js';
import { html } from '../../src/reporters/html.js';
import { json } from '../../src/reporters/json.js';
import { anyReport, anyText } from './any-report.js';
import { manyStops } from './many-stops.js';
import { textOf } from './rendering.js';
import { badNight, eventOf, publishedNight, reportOf, stopAt, vmOf } from './sample-report.js';

/** What would run, open a tag or end one if nothing had escaped it. */
const HOSTILE = '</script></title><img src=x onerror=alert(1)><!-- "\' & \u202e\u0007';

function withoutIds(stops: readonly Stop[]): readonly Stop[] {
  return stops.map((stop) => ({ ...stop, id: '' }));
}

test('the data in the page is the JSON report without the ids of stops, whatever it holds', () => {
  fc.assert(
    fc.property(anyReport, (report) => {
      const stops = withoutIds(report.stops);
      assert.equal(dataIn(textOf(html, report)), textOf(json, { ...report, stops }));
    }),
    { numRuns: 30 },
  );
});

test('no text of a report is markup: whatever it holds, the page has the same tags', () => {
  const withText = (text: string) => {
    const stop = stopAt('2020-01-01T00:00:00.000Z', 5_000_000, { vm: text, log: text, line: text });
    const finding: Finding = {
      kind: 'understated',
      vm: text,
      vmPath: text,
      eventId: 2,
      at: null,
      message: text,
      waitedUs: null,
      evidence: [{ text, log: text, offset: 1 }],
    };
    return reportOf({
      stops: [stop],
      vms: [vmOf([stop], { vm: text }), vmOf([])],
      findings: [finding],
      filters: { vm: [text] },
      diagnostics: [diagnostic('cut-short', text, text)],
    });
  };
  const plain = tagsIn(textOf(html, withText('plain')));
  const check = (text: string) => assert.deepEqual(tagsIn(textOf(html, withText(text))), plain);
  check(HOSTILE);
  fc.assert(fc.property(anyText, check), { numRuns: 50 });
});

test('invisible characters in names and lines can be seen', () => {
  const stop = stopAt('2020-01-01T00:00:00.000Z', 5_000_000, { vm: `db\u202e1` });
  assert.match(textOf(html, reportOf({ stops: [stop] })), /<h1 [^>]*>POSSIBLE TAKEOVER: db\\u202e1 stopped/);
});

test('the policy of the page allows its own scripts and style sheets, and nothing else', () => {
  const page = textOf(html, badNight());
  const [, policy = ''] = /Content-Security-Policy" content="([^"]+)"/.exec(page) ?? [];
  const hashes = (name: string) =>
    Array.from(page.matchAll(new RegExp(`<${name}>([\\s\\S]*?)</${name}>`, 'g')), ([, text = '']) => {
      const hash = createHash('sha256').update(text).digest('base64');
      return `'sha256-${hash}'`;
    });
  const [scripts, styles] = [hashes('script'), hashes('style')];
  assert.deepEqual([scripts.length, styles.length], [2, 2]);
  assert.deepEqual(policy.split('; '), [
    "default-src 'none'",
    `script-src ${scripts.join(' ')}`,
    `style-src ${styles.join(' ')}`,
    'img-src data:',
    "base-uri 'none'",
    "form-action 'none'",
  ]);
});

test('what is built into the page cannot end its own block', () => {
  const root = new URL('../../../', import.meta.url);
  const files = ['dist/page/page.js', 'dist/page/page.css', 'node_modules/uplot/dist/uPlot.iife.min.js'];
  for (const file of files)
    assert.doesNotMatch(
      readFileSync(fileURLToPath(new URL(file, root)), 'utf8'),
      /<\/(script|style)|<!--|\r/i,
    );
});

test('the page names nothing that a browser would load', () => {
  const page = textOf(html, publishedNight()).replace(/<(script|style)[\s\S]*?<\/\1>/g, '');
  assert.doesNotMatch(page, /\b(src|srcset|action|poster)=|url\(|https?:/);
  assert.deepEqual(
    Array.from(page.matchAll(/href="([^"]*)"/g), ([, target]) => target),
    ['data:,'],
  );
});

test('10,000 stops with their lines make a page of less than 1 MB', () => {
  const page = textOf(html, manyStops(10_000));
  assert.ok(page.length < 1_000_000, `${page.length}`);
  assert.equal(JSON.parse(dataIn(page)).stops.length, 10_000);
});

test('of more stops than the page has room for the longest are in it with their events, and it says how many are not', () => {
  const many = manyStops(MOST_STOPS);
  const short = [1, 2, 3].map((us) => stopAt('2020-01-01T00:00:00.000Z', us, { eventId: -1 }));
  const [stops, events] = [
    [...short, ...many.stops],
    [eventOf(-1, short), ...many.events],
  ];
  const page = textOf(html, reportOf({ stops, events }));
  const found: Report = JSON.parse(dataIn(page));
  assert.deepEqual([found.stops, found.events], [withoutIds(many.stops), many.events]);
  assert.match(page, /The other 3 of 50003 are not in this page: --format json gives all\./);
  assert.doesNotMatch(textOf(html, manyStops(5)), /not in this page/);
});

test('an incomplete report says so above everything else', () => {
  const said = (report: Report) =>
    /<header>[\s\S]*This report is incomplete[\s\S]*<\/header>/.test(textOf(html, report));
  assert.equal(said(badNight()), true);
  assert.equal(said(publishedNight()), false);
});

test('notes say what they mean and what to do, gravest first', () => {
  const page = textOf(html, badNight());
  const labels = Array.from(page.matchAll(/<b data-label="(\w+)">/g), ([, label]) => label);
  assert.deepEqual(labels, ['error', 'warning', 'info']);
  assert.match(page, /<code>cp -p<\/code>/);
});

/** What the script in the page unpacks. */
function dataIn(page: string): string {
  const [, base64 = ''] = /<script type="application\/gzip" id="report">([^<]*)</.exec(page) ?? [];
  return gunzipSync(Buffer.from(base64, 'base64')).toString();
}

/** The tags of a page without those of the data, which is base64. */
function tagsIn(page: string): readonly string[] {
  const [body = ''] = page.split('<script type=');
  return (
    body
      .replace(/<style>[\s\S]*?<\/style>/g, '')
      .match(/<[^>]*>/g)
      ?.filter((tag) => !tag.includes('Policy')) ?? []
  );
}
