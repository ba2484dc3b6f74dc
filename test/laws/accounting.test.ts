import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { analyseInput } from '../../src/analyse.js';
import { NO_PROGRESS } from '../../src/model/progress.js';
import { noWork } from '../../src/model/work.js';
import { checkAnalysis } from '../../src/settings/analysis.js';

const FIXTURES = 'fixtures';

async function wordsOf(path: string) {
  const work = noWork();
  const report = await analyseInput(
    { paths: [path], stdin: null },
    checkAnalysis({}, new Date(0)),
    '0',
    NO_PROGRESS,
    work,
  );
  return { report, words: work.words };
}

/** What a plain search finds in the text of a log. */
function occurrences(path: string): number {
  const text = readFileSync(path, 'latin1');
  return [...text.matchAll(/checkpoint.?unstun:|cpt: vm was stunned/gi)].length;
}

for (const entry of readdirSync(FIXTURES, { recursive: true, withFileTypes: true })) {
  const path = join(entry.parentPath, entry.name);
  if (!entry.isFile()) continue;
  test(`every place with the words of a stop is counted or told: ${path}`, async () => {
    const { report, words } = await wordsOf(path);
    assert.equal(words.found, words.counted + words.told);
    if (words.told > 0) assert.ok(report.diagnostics.length > 0);
    if (path.endsWith('.log') || path.endsWith('.txt')) assert.equal(words.found, occurrences(path));
  });
}

test('the fixtures hold stops', async () => {
  const { words } = await wordsOf(FIXTURES);
  assert.ok(words.counted > 100);
});
