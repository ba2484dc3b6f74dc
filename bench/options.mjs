import { parseArgs } from 'node:util';
import { SCENARIOS } from './scenarios.mjs';

/** What `--help` prints. */
export const HELP = `Usage: npm run bench -- [options]

Measures stuntime against the search tools that people use today.

  --rounds N     rounds after the warm-up (default 5)
  --only NAME    one comparison: ${SCENARIOS.join(', ')} (default all)
  --scale X      size of the corpus, 1 is about 1 GB of VM logs (default 1)
  --json FILE    also write every figure to this file
  --node PATH    the Node binary that runs stuntime (default: the one that runs the bench)
  --cli PATH     the program (default bin/stuntime.cjs)
  --check        end with code 1 where a ratio is over its limit
  --help         this text
`;

/** Reads the command line, or throws one clear sentence. */
export function readOptions(args) {
  const { values } = parseArgs({
    args,
    options: {
      rounds: { type: 'string', default: '5' },
      only: { type: 'string' },
      scale: { type: 'string', default: '1' },
      json: { type: 'string' },
      node: { type: 'string', default: process.execPath },
      cli: { type: 'string', default: 'bin/stuntime.cjs' },
      check: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  return {
    ...values,
    rounds: roundsOf(values.rounds),
    scale: scaleOf(values.scale),
    only: onlyOf(values.only),
  };
}

function roundsOf(text) {
  const rounds = Number(text);
  if (Number.isInteger(rounds) && rounds >= 1) return rounds;
  throw new Error(`--rounds '${text}' is not a whole number from 1`);
}

function scaleOf(text) {
  const scale = Number(text);
  if (scale > 0 && scale <= 10) return scale;
  throw new Error(`--scale '${text}' is not a number above 0 and up to 10`);
}

function onlyOf(name) {
  if (name === undefined) return SCENARIOS;
  if (SCENARIOS.includes(name)) return [name];
  throw new Error(`--only '${name}' is none of ${SCENARIOS.join(', ')}`);
}
