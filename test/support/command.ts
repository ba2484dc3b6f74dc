import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { delimiter, dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The built command, as the package ships it. */
export const CLI = fileURLToPath(new URL('../../../bin/stuntime.cjs', import.meta.url));

/** The folder of the logs and archives that tests read. */
export const FIXTURES = fileURLToPath(new URL('../../../fixtures/', import.meta.url));

/** What package.json states. */
export const VERSION =
  /"version":\s*"([^"]+)"/.exec(
    readFileSync(new URL('../../../package.json', import.meta.url), 'utf8'),
  )?.[1] ?? '';

/** What a process left behind; the code is null where a signal ended it. */
export interface Outcome {
  readonly stdout: string;
  readonly stderr: string;
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** In which surroundings a command runs. */
export interface Surroundings {
  /** The fixtures unless given. */
  readonly cwd?: string;
  /** Variables besides PATH, which is all that a command gets from the tests' own environment. */
  readonly env?: Readonly<Record<string, string>>;
  /** What is on standard input: nothing unless given. */
  readonly stdin?: string | Buffer;
}

/** Runs the command to its end. */
export function stuntime(args: readonly string[], surroundings: Surroundings = {}): Promise<Outcome> {
  return fed(begin(args, surroundings), surroundings);
}

/** Starts the command and leaves its standard input open. */
export function begin(
  args: readonly string[],
  surroundings: Surroundings = {},
): ChildProcessWithoutNullStreams {
  return start(process.execPath, [CLI, ...args], surroundings);
}

/** Runs a line of shell, in which `stuntime` is the command, to its end. */
export function shell(line: string, surroundings: Surroundings = {}): Promise<Outcome> {
  const script = `stuntime() { "${process.execPath}" "${CLI}" "$@"; }\n${line}`;
  return fed(start('/bin/sh', ['-c', script], surroundings), surroundings);
}

/** No command of a test takes long; one that hangs is ended, with all that it started. */
const LONGEST_MS = 180_000;

/** Waits for a process that leads a group of its own, and gathers what it writes. One that takes longer is ended. */
export async function finished(
  child: ChildProcessWithoutNullStreams,
  longestMs = LONGEST_MS,
): Promise<Outcome> {
  const timer = setTimeout(() => {
    if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
  }, longestMs);
  const [stdout, stderr]: [Buffer[], Buffer[]] = [[], []];
  child.stdout.on('data', (piece: Buffer) => stdout.push(piece));
  child.stderr.on('data', (piece: Buffer) => stderr.push(piece));
  await once(child, 'close');
  clearTimeout(timer);
  return {
    stdout: Buffer.concat(stdout).toString('utf8'),
    stderr: Buffer.concat(stderr).toString('utf8'),
    code: child.exitCode,
    signal: child.signalCode,
  };
}

/** A process that ends without reading its input is no concern of a test. */
function fed(child: ChildProcessWithoutNullStreams, { stdin = '' }: Surroundings): Promise<Outcome> {
  child.stdin.on('error', () => {});
  child.stdin.end(stdin);
  return finished(child);
}

function start(program: string, args: readonly string[], { cwd = FIXTURES, env = {} }: Surroundings) {
  const PATH = [dirname(process.execPath), '/usr/local/bin', '/usr/bin', '/bin'].join(delimiter);
  return spawn(program, args, {
    cwd,
    env: { PATH, ...env },
    stdio: ['pipe', 'pipe', 'pipe'],
    detached: true,
  });
}
