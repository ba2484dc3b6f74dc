import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import fc from 'fast-check';
import { anyCuts, cutAt, runs } from './runs.js';
import { sift } from './sifting.js';

const hasGrep = spawnSync('grep', ['--version']).status === 0;
const NEEDLES = ['Unstun:', 'CPT: vm was stunned', 'SnapshotVMX'];

const anyLine = fc.oneof(
  fc.constantFrom(
    '',
    '\r',
    'Checkpoint_Unstun: vm stopped',
    'xUnstun:\0',
    'CPT: vm was stunne',
    'SnapshotVMXx',
  ),
  fc
    .tuple(fc.string({ unit: 'binary', maxLength: 8 }), fc.constantFrom('', ...NEEDLES))
    .map((parts) => parts.join('')),
  fc.uint8Array({ maxLength: 9 }).map((bytes) => Buffer.from(bytes).toString('latin1')),
);

test('the hits are byte for byte what grep -a -b -F prints', { skip: !hasGrep }, () => {
  fc.assert(
    fc.property(fc.array(anyLine, { maxLength: 30 }), anyCuts, fc.boolean(), (lines, cuts, whole) => {
      const log = Buffer.from(lines.join('\n') + (whole && lines.length > 0 ? '\n' : ''), 'latin1');
      const grep = spawnSync('grep', ['-a', '-b', '-F', ...NEEDLES.flatMap((text) => ['-e', text])], {
        input: log,
        env: { LC_ALL: 'C', PATH: process.env.PATH ?? '' },
      });
      const plan = { needles: NEEDLES.map((text) => ({ text, before: 0 })), head: 0 };
      const hits = sift(cutAt(log, cuts), plan).lines.filter((line) => /^\d+:/.test(line));
      assert.deepEqual(hits, grep.stdout.toString('latin1').split('\n').slice(0, -1));
    }),
    runs(60),
  );
});
