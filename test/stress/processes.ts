import { type ChildProcess, spawn } from 'node:child_process';
import { finished, type Outcome } from '../support/command.js';
import { pinned, type Surroundings } from './surroundings.js';

/** Computes for ever, and ends with the process that started it, however that ends. */
const BUSY = `const parent = process.ppid;
while (process.ppid === parent) for (let turn = 0; turn < 1e7; turn++);`;

/** Runs commands one after the other, and ends no process but those that it started. */
export class Processes {
  readonly #longestMs: number;
  readonly #running = new Set<ChildProcess>();

  /** A command that takes longer is ended. */
  constructor(longestMs: number) {
    this.#longestMs = longestMs;
  }

  /** Runs a command to its end; SIGKILL is the signal of one that took too long. */
  async run(
    [program, ...args]: readonly [string, ...string[]],
    cwd: string,
    { processors, isBusy }: Surroundings,
  ): Promise<Outcome> {
    if (isBusy)
      for (const processor of processors.length > 0 ? processors : [null]) this.#keepBusy(processor);
    const command = pinned(processors, program, args);
    const child = spawn(command.program, command.args, {
      cwd,
      env: { PATH: process.env.PATH },
      stdio: 'pipe',
      detached: true,
    });
    this.#running.add(child);
    child.stdin.end();
    try {
      return await finished(child, this.#longestMs);
    } finally {
      this.end();
    }
  }

  /** Ends all that runs. */
  end(): void {
    for (const child of this.#running) child.kill('SIGKILL');
    this.#running.clear();
  }

  #keepBusy(processor: number | null): void {
    const { program, args } = pinned(processor === null ? [] : [processor], process.execPath, ['-e', BUSY]);
    this.#running.add(spawn(program, args, { stdio: 'ignore' }));
  }
}
