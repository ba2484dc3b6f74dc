import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, type TestContext } from 'node:test';
import { pathToFileURL } from 'node:url';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import type { Report } from '../../src/model/report.js';
import { html } from '../../src/reporters/html.js';
import { textOf } from '../reporters/rendering.js';
import { tempFolder } from '../support/temp.js';

const { CHROMIUM } = process.env;
const PATH = CHROMIUM ?? '/usr/bin/chromium';

/** What a test of the page is skipped for: one that was named and is not there is no reason. */
export const BROWSER =
  CHROMIUM === undefined && !existsSync(PATH)
    ? { skip: `no Chromium at ${PATH}: install it, or name another one in CHROMIUM` }
    : {};

/** How long a browser may take on a busy machine. */
const PATIENCE_MS = 20_000;

let browser: Promise<Browser> | null = null;
after(async () => (await browser)?.close());

/** How a page is opened. */
export interface Opening extends BrowserContextOptions {
  /** Makes another page of the one that is rendered. */
  readonly change?: (text: string) => string;
}

/** Opens a report from disk, and fails the test if the page asked for anything, wrote to the console or opened a dialog. */
export async function openPage(t: TestContext, report: Report, opening: Opening = {}): Promise<Page> {
  return openText(t, textOf(html, report), opening);
}

/** Opens the text of a page, as `openPage` does. */
export async function openText(t: TestContext, text: string, { change, ...options }: Opening): Promise<Page> {
  const file = join(await tempFolder(t), 'report.html');
  await writeFile(file, change?.(text) ?? text);
  const url = pathToFileURL(file).href;
  // The sandbox does not start for root, as whom containers run.
  browser ??= chromium.launch({ executablePath: PATH, args: ['--no-sandbox'] });
  // Times must not be those of the reader's zone and language.
  const context = await (await browser).newContext({
    timezoneId: 'America/New_York',
    locale: 'en-US',
    ...options,
  });
  const page = await context.newPage();
  page.setDefaultTimeout(PATIENCE_MS);
  const noise: string[] = [];
  page.on('console', (message) => noise.push(message.text()));
  page.on('pageerror', ({ message }) => noise.push(message));
  page.on('request', (request) => noise.push(request.url()));
  page.on('dialog', (dialog) => noise.push(dialog.message()));
  t.after(() => context.close());
  t.after(() =>
    assert.deepEqual(
      noise.filter((each) => each !== url && each !== 'data:,'),
      [],
    ),
  );
  await page.goto(url);
  // The script opens the data after the page has loaded.
  if (options.javaScriptEnabled !== false)
    await page.locator('#tables > *, #charts [role=alert]').first().waitFor({ state: 'attached' });
  return page;
}
