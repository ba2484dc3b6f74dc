import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { CLI } from './command.js';

const PEAK = fileURLToPath(new URL('./peak.js', import.meta.url));

/**
 * An option of Node that bounds the heap of new objects. V8 by itself lets it grow by a hundred MiB more on Node 24 and 26
 * than before: one size for all shows what the program keeps.
 */
export const YOUNG_HEAP = '--max-semi-space-size=8';

/** What a process left behind, and what it cost. */
export interface Measured {
  readonly stdout: string;
  readonly stderr: string;
  /** Null where it was ended, for instance because it took too long. */
  readonly code: number | null;
  /** Null where it could not tell any more. */
  readonly peakMiB: number | null;
  readonly tookMs: number;
}

interface Surroundings {
  readonly cwd?: string;
  readonly stdin?: Iterable<Buffer>;
  /** Options of Node. */
  readonly node?: readonly string[];
  /** A process that takes longer is ended. */
  readonly longestMs?: number;
}

/** Runs the command to its end and measures its memory at its height. */
export async function measured(
  args: readonly string[],
  { cwd = '.', stdin = [], node = [], longestMs = 180_000 }: Surroundings = {},
): Promise<Measured> {
  const began = performance.now();
  const child = spawn(process.execPath, [...node, '--import', PEAK, CLI, ...args], {
    cwd,
    stdio: ['pipe', 'pipe', 'pipe', 'pipe'],
    timeout: longestMs,
    killSignal: 'SIGKILL',
  });
  const outputs = [child.stdout, child.stderr, child.stdio[3]].map(textOf);
  const ended = once(child, 'close');
  // A process that ends before its input does is no concern of a test.
  if (child.stdin !== null) await pipeline(Readable.from(stdin), child.stdin).catch(() => {});
  await ended;
  const [stdout = '', stderr = '', peak = ''] = await Promise.all(outputs);
  const peakMiB = peak === '' ? null : Number(peak) / 1024;
  return { stdout, stderr, code: child.exitCode, peakMiB, tookMs: performance.now() - began };
}

async function textOf(stream: unknown): Promise<string> {
  const pieces: Buffer[] = [];
  if (stream instanceof Readable) for await (const piece of stream) pieces.push(Buffer.from(piece));
  return Buffer.concat(pieces).toString('utf8');
}
