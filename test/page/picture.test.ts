// The picture of the page in the README. UPDATE_GOLDEN=1 node test/run.mjs page/picture takes it anew.
import assert from 'node:assert/strict';
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { test } from 'node:test';
import { PNG } from 'pngjs';
import { stuntime } from '../support/command.js';
import { BROWSER, openText } from './browser.js';

const PICTURE = 'docs/page.png';
const SIZE = { width: 1200, height: 1140 };

/** Fonts differ from machine to machine, so the means of squares are compared. */
const SQUARE = 40;
/** Of 255, as a mean of all squares: another font makes half of that, another layout more. */
const MOST_IN_BRIGHTNESS = 1;
/** Of all colour in the picture: another font makes two thirds of that, a plot without its marks more. */
const MOST_IN_COLOUR = 0.12;

test('the picture in the README is small', () => {
  assert.ok(statSync(PICTURE).size < 150_000);
});

test('the picture in the README shows the page as it is', BROWSER, async (t) => {
  const { stdout } = await stuntime(['-f', 'html', 'esx-demo.tgz']);
  const page = await openText(t, stdout, { viewport: SIZE, colorScheme: 'light' });
  await page.locator('#stops').waitFor();
  const taken = await page.screenshot();
  if (process.env.UPDATE_GOLDEN === '1') writeFileSync(PICTURE, taken);
  const [now, before] = [PNG.sync.read(taken), PNG.sync.read(readFileSync(PICTURE))];
  assert.deepEqual([now.width, now.height], [before.width, before.height]);
  const light = differenceOf(meansOf(now, brightness), meansOf(before, brightness));
  assert.ok(light.mean < MOST_IN_BRIGHTNESS, `${light.mean} of 255 in brightness: take it anew`);
  const tint = differenceOf(meansOf(now, saturation), meansOf(before, saturation));
  assert.ok(tint.share < MOST_IN_COLOUR, `${tint.share} of its colour: take it anew`);
});

type Measure = (red: number, green: number, blue: number) => number;

const brightness: Measure = (red, green, blue) => (red + green + blue) / 3;
const saturation: Measure = (red, green, blue) => Math.max(red, green, blue) - Math.min(red, green, blue);

/** The mean of a measure in each square of a picture. */
function meansOf({ width, height, data }: PNG, measure: Measure): readonly number[] {
  const columns = Math.ceil(width / SQUARE);
  const sums = new Array<number>(columns * Math.ceil(height / SQUARE)).fill(0);
  for (let at = 0; at < width * height; at++) {
    const square = Math.floor(at / width / SQUARE) * columns + Math.floor((at % width) / SQUARE);
    const [red = 0, green = 0, blue = 0] = data.subarray(at * 4, at * 4 + 3);
    sums[square] = (sums[square] ?? 0) + measure(red, green, blue) / SQUARE ** 2;
  }
  return sums;
}

function differenceOf(now: readonly number[], before: readonly number[]) {
  const sum = now.reduce((total, mean, index) => total + Math.abs(mean - (before[index] ?? 0)), 0);
  return { mean: sum / now.length, share: sum / before.reduce((total, mean) => total + mean, 0) };
}
