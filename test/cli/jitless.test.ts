import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import { CLI, FIXTURES } from '../support/command.js';

test('a Node without a compiler reads archives as any other does', () => {
  for (const bundle of ['bundles/host.tgz', 'bundles/vcenter-deflated.zip', 'bundles/damaged.log.gz']) {
    const run = (flags: readonly string[]) =>
      spawnSync(process.execPath, [...flags, CLI, bundle, '-f', 'json'], { cwd: FIXTURES, encoding: 'utf8' });
    const [with_, without] = [run([]), run(['--jitless'])];
    assert.equal(without.status, with_.status, without.stderr);
    assert.equal(without.stdout, with_.stdout);
  }
});
