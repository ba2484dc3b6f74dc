// Runs the tests of engines and says which engines were run and which were not found. It fails when none was, and when a
// test fails.
import { readdirSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { basename, join } from 'node:path';
import { run } from 'node:test';
import { spec } from 'node:test/reporters';
import { fileURLToPath } from 'node:url';

const BUILD = fileURLToPath(new URL('../../build/test/fleet/', import.meta.url));
/** Engines may wait for each other on a busy machine, but not for ever. */
const LONGEST_MS = 10 * 60_000;

const engines = readdirSync(join(BUILD, 'engines'))
  .filter((file) => file.endsWith('.test.js'))
  .sort();
const files = [...engines.map((file) => join(BUILD, 'engines', file)), join(BUILD, 'scripts.test.js')];

/** Of each file: how many tests ran, and why others did not. */
const ran = new Map(files.map((file) => [file, 0]));
const skipped = new Map();
let failed = 0;

const stream = run({ files, concurrency: availableParallelism(), timeout: LONGEST_MS });
stream.on('test:pass', ({ file, skip }) => {
  if (skip === undefined) ran.set(file, (ran.get(file) ?? 0) + 1);
  else skipped.set(file, skip);
});
stream.on('test:fail', () => {
  failed++;
});
process.on('exit', () => {
  console.log('');
  for (const engine of engines)
    console.log(`${basename(engine, '.test.js').padEnd(9)} ${outcome(join(BUILD, 'engines', engine))}`);
  const none = engines.every((engine) => ran.get(join(BUILD, 'engines', engine)) === 0);
  if (none) console.error('\nNo engine was run: install one of them.');
  if (failed > 0 || none) process.exitCode = 1;
});
stream.compose(new spec()).pipe(process.stdout);

function outcome(file) {
  const [count, reason] = [ran.get(file) ?? 0, skipped.get(file)];
  if (reason === undefined) return `run (${count} tests)`;
  return count === 0 ? `not run: ${reason}` : `run in part (${count} tests): ${reason}`;
}
