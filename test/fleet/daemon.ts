import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { PATH } from './installed.js';

/** A program that runs until it is ended. */
export interface Daemon {
  readonly pid: number;
  /** Ends it by its own id, kindly and then not, and waits until it is gone. */
  readonly end: () => Promise<void>;
}

/** Starts a program that stays in the foreground; it writes to NAME.log in the folder and does not outlive the tests. */
export function daemon(
  folder: string,
  name: string,
  command: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Daemon {
  const log = openSync(join(folder, `${name}.log`), 'a');
  const child = spawn('setpriv', ['--pdeathsig', 'KILL', ...command], {
    cwd: folder,
    env: { PATH, HOME: folder, ...env },
    stdio: ['ignore', log, log],
  });
  closeSync(log);
  if (child.pid === undefined) throw new Error(`${name} does not start`);
  return { pid: child.pid, end: () => ended(child) };
}

/** A port on loopback that nobody listens on. */
export async function freePort(): Promise<number> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

const KIND_MS = 3_000;

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), KIND_MS);
  await gone;
  clearTimeout(timer);
}
