// Runs the built command again and again: on one processor and on two, beside a busy process, with small heaps, and on
// several versions of Node:
//   npm run stress -- --rounds 10 --node /opt/node-22/bin/node --node /opt/node-24/bin/node
// Each round runs every input in all surroundings on every Node. A run has to end in time, and with the output and exit code of
// the first run of its input. Ends with code 1 where one does not, and with 2 where the time is over before the runs are.
import { spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { CLI, type Outcome } from '../support/command.js';
import { Comparison } from './comparison.js';
import { type Input, plantInputs } from './inputs.js';
import { Processes } from './processes.js';
import { type Surroundings, surroundings } from './surroundings.js';

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
    node: { type: 'string', multiple: true, default: [process.execPath] },
    cli: { type: 'string', default: CLI },
    longest: { type: 'string', default: '60' },
    minutes: { type: 'string', default: '20' },
  },
});

/** A program that runs JavaScript, and what it calls itself. */
interface Node {
  readonly path: string;
  readonly version: string;
}

/** One run of the command. */
interface Run {
  readonly node: Node;
  readonly input: Input;
  readonly surroundings: Surroundings;
}

const nodes = values.node.map(nodeAt);
const processes = new Processes(numberOf('longest', values.longest) * 1000);
const folder = await mkdtemp(join(tmpdir(), 'stuntime-stress-'));
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
  process.once(signal, () => {
    processes.end();
    void rm(folder, { recursive: true, force: true }).then(() => process.exit(1));
  });
try {
  await stress(await plantInputs(folder));
} finally {
  await rm(folder, { recursive: true, force: true });
}

async function stress(inputs: readonly Input[]): Promise<void> {
  const round = roundOf(inputs);
  const rounds = numberOf('rounds', values.rounds);
  const end = Date.now() + numberOf('minutes', values.minutes) * 60_000;
  const comparison = new Comparison();
  console.log(`rounds of ${round.length} runs on ${nodes.map(({ version }) => version).join(', ')}`);
  for (let count = 1; count <= rounds; count++) {
    for (const run of round) {
      if (Date.now() > end) return stopEarly(comparison, rounds * round.length);
      const complaint = comparison.add(run.input, await outcomeOf(run));
      if (complaint !== null) console.log(`${nameOf(run)}: ${complaint}`);
    }
    console.log(`round ${count}: ${comparison.summary}`);
  }
  if (comparison.isBroken) process.exitCode = 1;
}

function nodeAt(path: string): Node {
  const { stdout, error } = spawnSync(path, ['--version'], { encoding: 'utf8' });
  if (error !== undefined) throw new Error(`--node ${JSON.stringify(path)} does not run: ${error.message}`);
  return { path, version: `Node ${stdout.trim()}` };
}

function stopEarly(comparison: Comparison, wanted: number): void {
  console.log(`the time is over: ${comparison.summary}, of ${wanted}; raise --minutes`);
  process.exitCode = comparison.isBroken ? 1 : 2;
}

function roundOf(inputs: readonly Input[]): readonly Run[] {
  return surroundings().flatMap((around) =>
    nodes.flatMap((node) => inputs.map((input) => ({ node, input, surroundings: around }))),
  );
}

function outcomeOf({ node, input, surroundings: around }: Run): Promise<Outcome> {
  const heap = around.heapMb === null ? [] : [`--max-old-space-size=${around.heapMb}`];
  return processes.run([node.path, ...heap, resolve(values.cli), ...input.args], folder, around);
}

function nameOf({ node, input, surroundings: around }: Run): string {
  return `${input.name} on ${node.version}, ${around.name}`;
}

function numberOf(option: string, text: string): number {
  const value = Number(text);
  if (text.trim() !== '' && Number.isFinite(value) && value > 0) return value;
  throw new Error(`--${option} takes a number above 0, not ${JSON.stringify(text)}`);
}
