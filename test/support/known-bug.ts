import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';

/**
 * A test that shows a known bug: it says what should be, is listed as to do, and passes for as long as that is not so.
 * Once the bug is mended it fails, so that the mark is taken away.
 */
export function knownBug(name: string, bug: string, body: (t: TestContext) => Promise<void>): void {
  test(name, { todo: `BUG: ${bug}` }, async (t) => {
    await assert.rejects(body(t), assert.AssertionError, `mended: ${bug}; take the mark away from "${name}"`);
  });
}
