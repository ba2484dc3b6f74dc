// The page of --format html in a real browser. Where there is no Chromium these tests are skipped, and say so.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import type { Freeze } from '../../src/model/report.js';
import { manyStops } from '../reporters/many-stops.js';
import { badNight, eventOf, publishedNight, reportOf, stopAt, vmOf } from '../reporters/sample-report.js';
import { BROWSER, openPage } from './browser.js';

const MOST_ROWS = 200;
const HOSTILE = `<img src=x onerror="globalThis.ran=1"></script><script>globalThis.ran=1</script>`;

test('a report opens from disk with its timeline drawn', BROWSER, async (t) => {
  const page = await openPage(t, publishedNight());
  await page.locator('#stops').waitFor();
  assert.match(await page.title(), /^NO TAKEOVER: db1 stopped 1\.091 s/);
  assert.ok((await inked(page)) > 0.005);
  assert.deepEqual(await page.locator('.legend li').allTextContents(), [
    'snapshot-create 1',
    'consolidate 6',
  ]);
  assert.deepEqual(await page.locator('main h2').allTextContents(), [
    'Answer',
    'Timeline',
    'Causes',
    'Events',
    'Stops',
    'Virtual machines',
  ]);
});

test('the arrow keys go from stop to stop and say which, in time and by length', BROWSER, async (t) => {
  const page = await openPage(t, publishedNight());
  await page.locator('.plot').focus();
  const after = async (key: string) => {
    await page.keyboard.press(key);
    return page.locator('[aria-live=polite]').textContent();
  };
  const first =
    '1.091 s, 13.6 % of the QoS timeout, ok: db1, snapshot-create?, ended 2017-01-04 21:30:19, event 1';
  assert.equal(await after('ArrowRight'), first);
  assert.match((await after('ArrowRight')) ?? '', /^0\.038 s, .* ended 2017-01-04 22:15:58, event 2$/);
  assert.match((await after('End')) ?? '', /^0\.221 s/);
  assert.match((await after('ArrowUp')) ?? '', /^0\.264 s/);
  assert.match((await after('ArrowDown')) ?? '', /^0\.221 s/);
  assert.equal(await after('Home'), first);
  assert.equal(await page.locator('.ring').isVisible(), true);
  assert.match((await after('Escape')) ?? '', /^Point at a stop/);
  assert.equal(await page.locator('.ring').isVisible(), false);
});

test('pointing at a stop says which it is', BROWSER, async (t) => {
  const page = await openPage(t, publishedNight());
  await page.locator('.plot').focus();
  await page.keyboard.press('Home');
  const ring = await page.locator('.ring').boundingBox();
  assert.ok(ring !== null);
  await page.keyboard.press('Escape');
  await page.mouse.move(ring.x + ring.width / 2 + 3, ring.y + ring.height / 2 + 3);
  await page.getByText(/^1\.091 s, 13\.6 %/).waitFor();
  await page.mouse.move(ring.x + 200, ring.y + 100);
  await page.getByText(/^Point at a stop/).waitFor();
});

test('dragging across shows a part of the time, and a button shows all of it again', BROWSER, async (t) => {
  const page = await openPage(t, publishedNight());
  const all = page.getByRole('button', { name: 'Show the whole time' });
  assert.equal(await all.isVisible(), false);
  const plot = await page.locator('.u-over').boundingBox();
  assert.ok(plot !== null);
  const [before, y] = [await picture(page), plot.y + 50];
  await page.mouse.move(plot.x + plot.width * 0.8, y);
  await page.mouse.down();
  await page.mouse.move(plot.x + plot.width, y, { steps: 4 });
  await page.mouse.up();
  await all.waitFor();
  assert.notEqual(await picture(page), before);
  await page.locator('.plot').focus();
  await page.keyboard.press('ArrowRight');
  assert.match((await page.locator('[aria-live=polite]').textContent()) ?? '', /22:15:58/);
  await all.click();
  await all.waitFor({ state: 'hidden' });
  assert.equal(await picture(page), before);
});

test(
  'what is searched for leaves an event with its stops, whichever of them it stands in',
  BROWSER,
  async (t) => {
    const stop = stopAt('2017-01-05T02:40:00.000Z', 500_000, { eventId: 7, log: 'logs/vmware-7.log' });
    const other = stopAt('2017-01-05T02:50:00.000Z', 400_000, { eventId: 8 });
    const snapshot = { name: 'nightly', quiesced: null, memory: null };
    const events = [eventOf(7, [stop], { snapshot }), eventOf(8, [other])];
    const page = await openPage(t, reportOf({ stops: [stop, other], events }));
    for (const words of ['nightly', 'vmware-7.log']) {
      await page.getByRole('searchbox', { name: 'Text' }).fill(words);
      await showing(page, '1 of 2 stops');
      assert.equal(await statusOf(page, 'events'), '1 of 2 events');
    }
  },
);

test('filters leave the same stops in the plot, the causes and the tables', BROWSER, async (t) => {
  const page = await openPage(t, badNight());
  const whole = await picture(page);
  assert.equal(await statusOf(page, 'stops'), '5 stops');
  await page.getByRole('combobox', { name: 'VM' }).selectOption('web-frontend-production-01');
  await showing(page, '1 of 5 stops');
  assert.equal(await statusOf(page, 'events'), '1 of 2 events');
  assert.equal(await statusOf(page, 'vms'), '1 of 3 VMs');
  assert.deepEqual(await page.locator('.legend li').allTextContents(), ['snapshot-create 1']);
  assert.deepEqual(await cells(page, 'causes', 'th[scope=row]'), ['snapshot-create']);
  assert.notEqual(await picture(page), whole);
  await page.getByRole('button', { name: 'Clear filters' }).click();
  await showing(page, '5 stops');
  assert.equal(await picture(page), whole);
  await page.getByRole('combobox', { name: 'Level' }).selectOption('near-full or worse');
  await showing(page, '2 of 5 stops');
  await page.getByRole('combobox', { name: 'Cause' }).selectOption('storage-migration');
  await showing(page, '1 of 5 stops');
  await page.getByRole('button', { name: 'Clear filters' }).click();
  await showing(page, '5 stops');
  await page.getByRole('searchbox', { name: 'Text' }).fill('DB1 02:40');
  await showing(page, '1 of 5 stops');
  assert.deepEqual(await cells(page, 'stops', 'td.time'), ['2017-01-05 02:40:00']);
});

test('a stop without a time is told and sorts last, whichever way', BROWSER, async (t) => {
  const page = await openPage(t, badNight());
  await page.getByText('Not on the timeline: 1 of 5 stops (their time is not known).').waitFor();
  const ended = page.locator('[aria-labelledby=stops] th', { hasText: 'ended' });
  const times = () => cells(page, 'stops', 'td.time');
  await ended.getByRole('button').click();
  assert.equal(await ended.getAttribute('aria-sort'), 'ascending');
  const rising = await times();
  assert.deepEqual(
    rising.map((each) => each.slice(11, 16)),
    ['02:10', '02:20', '02:30', '02:40', ''],
  );
  await ended.getByRole('button').click();
  assert.equal(await ended.getAttribute('aria-sort'), 'descending');
  assert.deepEqual(await times(), [...rising.slice(0, 4).reverse(), 'unknown']);
  await page.locator('[aria-labelledby=stops] th', { hasText: 'duration' }).getByRole('button').click();
  assert.equal(await page.locator('[aria-labelledby=stops] [aria-sort]').count(), 1);
});

test('10,000 stops are drawn, sorted and paged with at most 200 rows in the document', BROWSER, async (t) => {
  const page = await openPage(t, manyStops(10_000));
  await page.locator('#stops').waitFor();
  assert.ok((await inked(page)) > 0.05);
  const rows = page.locator('tbody tr');
  assert.ok((await rows.count()) <= MOST_ROWS);
  const first = async () => (await cells(page, 'stops', 'td.figure'))[0];
  const section = page.locator('[aria-labelledby=stops]');
  await section.getByRole('button', { name: 'duration' }).click();
  const longest = await first();
  assert.equal(await statusOf(page, 'stops'), '1 to 60 of 10000 stops');
  await section.getByRole('button', { name: 'Next page' }).click();
  assert.equal(await statusOf(page, 'stops'), '61 to 120 of 10000 stops');
  assert.ok(Number.parseFloat((await first()) ?? '') < Number.parseFloat(longest ?? ''));
  assert.ok((await rows.count()) <= MOST_ROWS);
  await section.getByRole('button', { name: 'Previous page' }).click();
  assert.equal(await first(), longest);
});

test(
  'the timeline is in UTC with a 24-hour clock, whatever the zone and language of the reader',
  BROWSER,
  async (t) => {
    // Over days the axis is divided by days, which begin at another time in each zone.
    const days = manyStops(4000);
    const pictures = await Promise.all(
      [
        { timezoneId: 'UTC', locale: 'de-DE' },
        { timezoneId: 'Pacific/Chatham', locale: 'en-US' },
      ].map(async (reader) => picture(await openPage(t, days, reader))),
    );
    assert.equal(pictures[0], pictures[1]);
  },
);

test('a row unfolds to the lines that prove it, and folds again', BROWSER, async (t) => {
  const page = await openPage(t, publishedNight());
  const fold = page.locator('[aria-labelledby=stops] tbody').getByRole('button').first();
  await fold.focus();
  await page.keyboard.press('Enter');
  assert.equal(await fold.getAttribute('aria-expanded'), 'true');
  await page.getByText('vm stopped for 1091706 us').waitFor();
  await page.getByText('It was too short for a takeover').waitFor();
  await page.keyboard.press('Enter');
  assert.equal(await page.locator('tr.below').count(), 0);
});

test('the timeline is drawn anew when the theme changes', BROWSER, async (t) => {
  const page = await openPage(t, publishedNight(), { colorScheme: 'light' });
  const light = await picture(page);
  await page.emulateMedia({ colorScheme: 'dark' });
  await pictureThat(page, (now) => now !== light);
  await page.emulateMedia({ colorScheme: 'light' });
  await pictureThat(page, (now) => now === light);
});

test('on paper the timeline is the light one, whatever the theme, and fits', BROWSER, async (t) => {
  const printed = async (colorScheme: 'light' | 'dark') => {
    const page = await openPage(t, publishedNight(), { colorScheme });
    await page.evaluate(
      `addEventListener('beforeprint', () => queueMicrotask(() => { globalThis.seen = ${PICTURE}; }))`,
    );
    const screen = await picture(page);
    const pdf = await page.pdf({ format: 'A4' });
    assert.equal(pdf.subarray(0, 5).toString(), '%PDF-');
    await pictureThat(page, (now) => now === screen);
    return { seen: await page.evaluate('globalThis.seen'), screen };
  };
  const [light, dark] = [await printed('light'), await printed('dark')];
  assert.notEqual(light.screen, dark.screen);
  assert.equal(dark.seen, light.seen);
  assert.match(String(light.seen), /^680 /);
});

test('axe finds nothing serious in either theme', BROWSER, async (t) => {
  for (const colorScheme of ['light', 'dark'] as const) {
    const page = await openPage(t, guestNight(), { colorScheme });
    await page.locator('#freezes').waitFor();
    for (const fold of await page.locator('.fold, summary').all()) await fold.click();
    const { violations, passes } = await new AxeBuilder({ page }).analyze();
    const grave = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
    assert.deepEqual(
      grave.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`),
      [],
      colorScheme,
    );
    assert.ok(passes.some(({ id }) => id === 'color-contrast'));
  }
});

test('frozen times of guests are bands, and those that cannot be are told', BROWSER, async (t) => {
  const page = await openPage(t, guestNight());
  assert.match((await page.locator('.legend').textContent()) ?? '', /database frozen/);
  const bare = await openPage(t, { ...guestNight(), freezes: [] });
  assert.notEqual(await picture(page), await picture(bare));
  await page
    .getByText('Not on the timeline: 1 of 2 freezes (their begin, end or zone is not known).')
    .waitFor();
  assert.deepEqual(await cells(page, 'freezes', 'td.time'), [
    '2017-01-05 02:09:50',
    '2017-01-05 02:00:00 (guest)',
  ]);
});

test('names and lines that hold markup run nothing and are seen as they are', BROWSER, async (t) => {
  const stop = stopAt('2020-01-01T00:00:00.000Z', 5_000_000, {
    vm: HOSTILE,
    log: HOSTILE,
    line: `a\u202eb${HOSTILE}`,
  });
  const event = eventOf(2, [stop], {
    vm: HOSTILE,
    reason: HOSTILE,
    evidence: [{ text: HOSTILE, log: HOSTILE, offset: 1 }],
  });
  const page = await openPage(
    t,
    reportOf({ stops: [stop], events: [event], vms: [vmOf([stop], { vm: HOSTILE }), vmOf([])] }),
  );
  for (const fold of await page.locator('.fold').all()) await fold.click();
  await page.locator('.plot').focus();
  await page.keyboard.press('Home');
  assert.equal(await page.evaluate('globalThis.ran'), undefined);
  assert.equal(await page.locator('img').count(), 0);
  assert.equal(await page.locator('[aria-labelledby=stops] tbody td.text', { hasText: HOSTILE }).count(), 1);
  assert.equal(await page.getByText('a\\u202eb').count(), 1);
});

test('a page without stops has no timeline, and says what it knows', BROWSER, async (t) => {
  const page = await openPage(t, reportOf({}));
  await page.locator('#vms').waitFor();
  assert.equal(await page.locator('canvas').count(), 0);
  assert.deepEqual(await page.locator('main h2').allTextContents(), ['Answer', 'Virtual machines']);
});

test('a page that was cut short says so, and shows no empty table', BROWSER, async (t) => {
  const change = (text: string) => text.replace(/(id="report">\n.{200})[^<]*/, '$1');
  const page = await openPage(t, publishedNight(), { change });
  assert.match((await page.getByRole('alert').textContent()) ?? '', /cannot be shown/);
  assert.equal(await page.locator('table').count(), 0);
});

test('without JavaScript the answer, findings and notes can be read', BROWSER, async (t) => {
  const page = await openPage(t, badNight(), { javaScriptEnabled: false });
  assert.match((await page.locator('.answer').textContent()) ?? '', /^Yes: among/);
  await page.getByText('need JavaScript').waitFor();
  assert.equal(await page.locator('[aria-labelledby=notes] li').count(), 3);
});

/** The width of the plot, and a number that another picture of it does not have. */
const PICTURE = `document.querySelector('.u-wrap').clientWidth + ' ' +
  [...document.querySelector('canvas').toDataURL()].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 4294967291, 7)`;

async function picture(page: Page): Promise<string> {
  return String(await page.evaluate(PICTURE));
}

/** Waits until the plot looks so, or no longer so: the page's own policy forbids what Playwright would wait with. */
async function pictureThat(page: Page, isRight: (picture: string) => boolean): Promise<void> {
  for (let tries = 0; tries < 100; tries++) {
    if (isRight(await picture(page))) return;
    await page.waitForTimeout(50);
  }
  assert.fail('the plot does not change');
}

/** The share of the plot that is not empty. */
async function inked(page: Page): Promise<number> {
  return Number(
    await page.evaluate(`(() => {
      const { width, height } = document.querySelector('canvas');
      const { data } = document.querySelector('canvas').getContext('2d').getImageData(0, 0, width, height);
      return data.filter((value, index) => index % 4 === 3 && value > 0).length / (width * height);
    })()`),
  );
}

async function statusOf(page: Page, id: string): Promise<string | null> {
  return page.locator(`[aria-labelledby=${id}] [role=status]`).textContent();
}

/** Waits until the table of stops says so. */
async function showing(page: Page, status: string): Promise<void> {
  await page.locator('[aria-labelledby=stops] [role=status]').getByText(status, { exact: true }).waitFor();
}

async function cells(page: Page, id: string, selector: string): Promise<readonly string[]> {
  return page.locator(`[aria-labelledby=${id}] tbody ${selector}`).allTextContents();
}

/** The bad night with a freeze whose time is known, and one by a clock of no known zone. */
function guestNight() {
  const freeze: Freeze = {
    instance: 'IRIS',
    requestedAt: '2017-01-05T02:09:50.000Z',
    suspendedAt: '2017-01-05T02:09:51.000Z',
    resumingAt: '2017-01-05T02:10:05.000Z',
    resumedAt: '2017-01-05T02:10:06.000Z',
    frozenUs: 15_000_000,
    windowUs: 14_000_000,
    outcome: 'thawed',
    timeBasis: 'guest-tz',
    source: 'messages.log',
    evidence: [{ text: 'frozen', log: 'messages.log', offset: 7 }],
  };
  const other: Freeze = {
    ...freeze,
    requestedAt: '2017-01-05T02:00:00.000',
    suspendedAt: '2017-01-05T02:00:01.000',
    resumingAt: null,
    resumedAt: null,
    timeBasis: 'unknown',
  };
  return { ...badNight(), freezes: [freeze, other] };
}
