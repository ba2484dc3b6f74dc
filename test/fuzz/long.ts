// Goes on with the laws of bundles.test.ts for as long as is asked:
//   npm run fuzz -- --minutes 30 --seed 7
// Prints the seed first; ends with code 1 at the first broken law, after the smallest bundle that breaks it has been
// written to build/.
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import fc from 'fast-check';
import { reportOnPieces } from '../laws/one-log.js';
import { anyCuts, cutAt } from '../laws/runs.js';
import { truthOf } from '../support/oracle/oracle.js';
import { BASES, type Base } from './bases.js';
import { complaintAbout, outcomeOf } from './judging.js';
import { anyMutations, type Mutation, mutated } from './mutations.js';
import { Watchdog } from './watchdog.js';

/** Cases of one bundle before the next has its turn. */
const TURN = 500;

const { values } = parseArgs({ options: { minutes: { type: 'string' }, seed: { type: 'string' } } });
const minutes = numberOf('--minutes', values.minutes, 1);
const firstSeed = numberOf('--seed', values.seed, Math.floor(Date.now() / 1000));
const watchdog = new Watchdog();

await main();
await watchdog.end();

async function main(): Promise<void> {
  console.log(`fuzzing for ${minutes} minutes with --seed ${firstSeed}`);
  const end = Date.now() + minutes * 60_000;
  let cases = 0;
  for (let seed = firstSeed; Date.now() < end; seed++) {
    for (const base of BASES) {
      const failure = await turnOf(base, seed);
      cases += TURN;
      if (failure === null) continue;
      tell(base, seed, failure);
      process.exitCode = 1;
      return;
    }
    console.log(`${cases} cases, seed ${seed} is done`);
  }
}

interface Failure {
  readonly mutations: readonly Mutation[];
  readonly complaint: string;
}

/** Tries one bundle with one seed and reduces the first case that breaks a law. */
async function turnOf(base: Base, seed: number): Promise<Failure | null> {
  const property = fc.asyncProperty(anyMutations, anyCuts, async (mutations, cuts) => {
    watchdog.beat();
    return (await complaintOn(base, mutations, cuts)) === null;
  });
  const { failed, counterexample } = await fc.check(property, { numRuns: TURN, seed });
  if (!failed || counterexample === null) return null;
  const [mutations, cuts] = counterexample;
  return { mutations, complaint: (await complaintOn(base, mutations, cuts)) ?? 'only now and then' };
}

async function complaintOn(base: Base, mutations: readonly Mutation[], cuts: readonly number[]) {
  const bytes = mutated(base, mutations);
  return complaintAbout(await outcomeOf(reportOnPieces(cutAt(bytes, cuts))), truthOf(bytes));
}

function tell(base: Base, seed: number, { mutations, complaint }: Failure): void {
  const path = fileURLToPath(new URL(`../../fuzz-${seed}.bin`, import.meta.url));
  writeFileSync(path, mutated(base, mutations));
  console.log(`seed ${seed}, ${base.name}: ${complaint}`);
  console.log(`mutations: ${JSON.stringify(mutations)}`);
  console.log(`the bundle: ${path}`);
}

function numberOf(flag: string, text: string | undefined, otherwise: number): number {
  const value = Number(text ?? otherwise);
  if (text?.trim() !== '' && Number.isFinite(value) && value >= 0) return value;
  throw new Error(`${flag} takes a number, not ${JSON.stringify(text)}`);
}
