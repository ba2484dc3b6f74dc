import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { PAGES } from './pages.js';

const LINK = /\]\((?<target>[^)\s]+)\)/g;

for (const path of PAGES) {
  test(`what ${path} links to is there`, () => {
    const text = readFileSync(path, 'utf8').replace(/^```[\s\S]*?^```$/gm, '');
    for (const { groups } of text.matchAll(LINK)) {
      const [file = '', anchor] = (groups?.target ?? '').split('#');
      const target = file === '' ? path : join(dirname(path), file);
      assert.ok(existsSync(target), target);
      if (anchor !== undefined) assert.ok(anchorsOf(target).has(anchor), `${target}#${anchor}`);
    }
  });
}

function anchorsOf(path: string): ReadonlySet<string> {
  const headings = readFileSync(path, 'utf8').matchAll(/^#+ (.+)$/gm);
  return new Set(
    [...headings].map(([, text = '']) =>
      text
        .toLowerCase()
        .replace(/[^a-z0-9 _-]/g, '')
        .replaceAll(' ', '-'),
    ),
  );
}

test('the README has at most 200 lines', () => {
  assert.ok(readFileSync('README.md', 'utf8').trimEnd().split('\n').length <= 200);
});
