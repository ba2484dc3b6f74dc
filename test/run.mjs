// Runs every compiled test file. A run that finds no file, or executes no test, fails: `node --test` alone would
// call that a success.
import { readdirSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { run } from 'node:test';
import { spec } from 'node:test/reporters';
import { fileURLToPath } from 'node:url';

const BUILD = fileURLToPath(new URL('../build/test/', import.meta.url));

const wanted = process.argv.slice(2);
const files = readdirSync(BUILD, { recursive: true })
  .map(String)
  .filter((file) => file.endsWith('.test.js'))
  .filter((file) => wanted.length === 0 || wanted.some((part) => file.includes(part)))
  .sort()
  .map((file) => join(BUILD, file));

if (files.length === 0) {
  console.error(`no test file in ${BUILD}: run npm test, which builds them`);
  process.exit(1);
}

/** The longest file takes some minutes on a busy machine: one that hangs in compiled code, where no test of its own can end it, is ended. */
const LONGEST_MS = 15 * 60_000;

let passed = 0;
let skipped = 0;
let failed = 0;
const stream = run({ files, concurrency: availableParallelism(), timeout: LONGEST_MS });
stream.on('test:pass', ({ details, skip }) => {
  if (details.type === 'suite') return;
  if (skip === undefined) passed++;
  else skipped++;
});
// What is marked as still to be done may fail.
stream.on('test:fail', ({ todo }) => {
  if (todo === undefined) failed++;
});
process.on('exit', () => {
  console.log(`\n${passed} passed, ${skipped} skipped, ${failed} failed`);
  if (failed > 0 || passed === 0) process.exitCode = 1;
});
stream.compose(new spec()).pipe(process.stdout);
