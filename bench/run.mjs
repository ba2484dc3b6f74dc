import { spawnSync } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { arch, availableParallelism, platform, totalmem } from 'node:os';
import { resolve } from 'node:path';
import { ensureCorpus } from './corpus.mjs';
import { memoryMeter } from './memory.mjs';
import { HELP, readOptions } from './options.mjs';
import { renderReport } from './report.mjs';
import { versionsOf } from './rivals.mjs';
import { excesses, rivalsOf, runScenario } from './scenarios.mjs';

const say = (line) => process.stderr.write(`${line}\n`);

try {
  const options = readOptions(process.argv.slice(2));
  if (options.help) process.stdout.write(HELP);
  else await bench(options);
} catch (error) {
  say(`bench: ${error.message}`);
  process.exitCode = 1;
}

async function bench({ rounds, only, scale, json, node, cli, check }) {
  const machine = { ...machineOf(node), tools: versionsOf(only.flatMap((name) => rivalsOf(name, node))) };
  const program = resolve(cli);
  if (!existsSync(program)) throw new Error(`${program} is not there: run 'npm run build' first`);
  const corpus = await ensureCorpus(scale, say);
  const meter = memoryMeter();
  const scenarios = [];
  for (const name of only) {
    scenarios.push(await runScenario(name, { corpus, node, cli: program, rounds, meter, say }));
  }
  const { dir: _, ...holds } = corpus;
  if (json !== undefined)
    writeJson(json, { machine, corpus: holds, rounds, memoryBy: meter?.name ?? null, scenarios });
  process.stdout.write(renderReport({ machine, corpus, scenarios, meter, rounds }));
  const found = check ? scenarios.flatMap(excesses) : [];
  for (const excess of found) say(excess);
  if (found.length > 0) process.exitCode = 1;
}

// A class of machine, not a machine: enough to judge the ratios by.
function machineOf(node) {
  const { stdout, error } = spawnSync(node, ['--version'], { encoding: 'utf8' });
  if (error) throw new Error(`'${node}' does not run: ${error.message}`);
  return {
    node: stdout.trim(),
    platform: `${platform()} ${arch()}`,
    cores: availableParallelism(),
    memoryGiB: Math.round(totalmem() / 2 ** 30),
  };
}

function writeJson(file, value) {
  writeFileSync(file, `${JSON.stringify(value, null, 2)}\n`);
}
