// Every `console` block of the pages for people is a session that a test repeats: what the commands print, and the
// exit code behind `$ echo $?`. UPDATE_GOLDEN=1 node test/run.mjs docs writes them anew; read the difference.
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { test } from 'node:test';
import { shell } from '../support/command.js';
import { PAGES } from './pages.js';

const BLOCK = /(?<=^```console\n)\$ (?<command>stuntime [^\n]*)\n[\s\S]*?(?=^```$)/gm;

async function session(command: string): Promise<string> {
  const { stdout, code } = await shell(`{ ${command}; } 2>&1`, { cwd: '.', env: { COLUMNS: '100' } });
  return `$ ${command}\n${stdout}$ echo $?\n${code}\n`;
}

async function withSessions(page: string): Promise<string> {
  let result = page;
  for (const [block] of page.matchAll(BLOCK)) {
    const command = block.slice(2, block.indexOf('\n'));
    const text = await session(command);
    result = result.replace(block, () => text);
  }
  return result;
}

for (const path of PAGES) {
  test(`the sessions in ${path} are what the program prints`, async () => {
    const page = readFileSync(path, 'utf8');
    const expected = await withSessions(page);
    if (process.env.UPDATE_GOLDEN === '1') writeFileSync(path, expected);
    else assert.equal(page, expected);
  });
}

test('the README shows sessions', () => {
  assert.ok((readFileSync('README.md', 'utf8').match(BLOCK)?.length ?? 0) > 0);
});
