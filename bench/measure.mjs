import { spawn } from 'node:child_process';

const STDERR_KEPT = 2000;

/**
 * Runs every command once per round, in turn, and returns the wall times and the last output of each. The first
 * round warms the caches and does not count; every second round runs backwards, so that nobody always follows the same one.
 */
export async function measure(commands, { rounds, cwd, say }) {
  const results = new Map(commands.map((command) => [command.id, { times: [], output: null }]));
  for (let round = 0; round <= rounds; round++) {
    say(round === 0 ? 'warm-up round' : `round ${round} of ${rounds}`);
    const order = round % 2 === 0 ? commands : commands.toReversed();
    for (const command of order) {
      const { ms, stdout } = await runOnce(command, cwd);
      const result = results.get(command.id);
      if (round > 0) result.times.push(ms);
      result.output = stdout;
    }
  }
  return results;
}

/** Runs one command to its end with its output in a pipe: some search tools stop early when they write to /dev/null. */
export async function runOnce({ argv, shell, exitCodes = [0] }, cwd) {
  const [file, ...args] = argv ?? ['sh', '-c', shell];
  // The C locale is the fastest one for grep and sort: the rivals get it too.
  const env = { ...process.env, LC_ALL: 'C' };
  const start = process.hrtime.bigint();
  const { code, signal, stdout, stderr } = await ended(
    spawn(file, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] }),
  );
  const ms = Number(process.hrtime.bigint() - start) / 1e6;
  if (!exitCodes.includes(code)) {
    throw new Error(`'${shell ?? argv.join(' ')}' ended with ${signal ?? `code ${code}`}: ${stderr.trim()}`);
  }
  return { ms, stdout, stderr };
}

/** Returns the median of some numbers. */
export function median(numbers) {
  const sorted = [...numbers].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** Divides one series by another, round by round: each ratio is of two runs made seconds apart, on the same machine in the same mood. */
export function ratios(times, baseTimes) {
  const each = times.map((ms, round) => ms / baseTimes[round]);
  return { median: median(each), low: Math.min(...each), high: Math.max(...each) };
}

function ended(child) {
  const stdout = [];
  let stderr = '';
  child.stdout.on('data', (chunk) => stdout.push(chunk));
  child.stderr.on('data', (chunk) => {
    stderr = `${stderr}${chunk}`.slice(-STDERR_KEPT);
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => resolve({ code, signal, stdout: Buffer.concat(stdout), stderr }));
  });
}
