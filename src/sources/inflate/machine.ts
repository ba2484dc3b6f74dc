import { ResourceError } from '../../model/resource-error.js';

import { WASM } from './inflate.wasm.js';

/** What the compiled inflater offers (assembly/inflate/index.ts): one stream at a time, in a memory of its own. */
interface Exports {
  readonly memory: WebAssembly.Memory;
  readonly input: WebAssembly.Global;
  readonly inputBytes: WebAssembly.Global;
  outputFrom(): number;
  outputTo(): number;
  unused(): number;
  reset(): void;
  feed(length: number): void;
  step(): number;
}

const OUTCOMES = ['more', 'full', 'done', 'bad'] as const;

/** Why a step ended: all input is used, the output has no more room, the stream is over, or it is damaged. */
export type Outcome = (typeof OUTCOMES)[number];

/** An inflater of 790 kB that serves one stream after the other. */
export class Machine {
  readonly #exports: Exports;
  readonly #memory: Buffer;
  readonly #input: number;
  /** So many bytes of input can be fed at once. */
  readonly inputBytes: number;
  /** Bytes of the stream's output that were given so far, and those made after them that were kept back. */
  #given = 0;
  #kept = 0;

  constructor(module: WebAssembly.Module) {
    this.#exports = new WebAssembly.Instance<Exports>(module).exports;
    this.#memory = Buffer.from(this.#exports.memory.buffer);
    this.#input = this.#exports.input.value;
    this.inputBytes = this.#exports.inputBytes.value;
  }

  /** Begins a stream. */
  reset(): void {
    this.#exports.reset();
    this.#given = 0;
    this.#kept = 0;
  }

  /** Takes the next bytes of input; those before must have been used. */
  feed(bytes: Buffer): void {
    this.#memory.set(bytes, this.#input);
    this.#exports.feed(bytes.length);
  }

  /** Inflates until there is a reason to stop. */
  step(): Outcome {
    const outcome = OUTCOMES[this.#exports.step()];
    if (outcome === undefined) throw new Error('The inflater stopped for a reason that it does not have.');
    return outcome;
  }

  /**
   * What was made and not given yet, up to a multiple of `unit` bytes of the stream; overwritten by later steps. What is kept
   * back stands before what the next step makes, as the 32 KiB do that a stream may refer to.
   */
  output(unit: number): Buffer {
    const from = this.#exports.outputFrom() - this.#kept;
    const length = this.#exports.outputTo() - from;
    this.#kept = Math.min(length, (this.#given + length) % unit);
    this.#given += length - this.#kept;
    return this.#memory.subarray(from, from + length - this.#kept);
  }

  /** Whole bytes of the input that the stream did not need. */
  unused(): number {
    return this.#exports.unused();
  }
}

let module: WebAssembly.Module | null = null;
const idle: Machine[] = [];

/**
 * Gives a machine that nobody uses, ready for a stream; the code is compiled with the first. Throws ResourceError where there
 * is no WebAssembly, or no memory for it.
 */
export function takeMachine(): Machine {
  const machine = idle.pop() ?? newMachine();
  machine.reset();
  return machine;
}

function newMachine(): Machine {
  try {
    module ??= new WebAssembly.Module(Buffer.from(WASM, 'base64'));
    return new Machine(module);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new ResourceError(
      `compressed files need WebAssembly, which does not work here (${reason}); run Node.js without --jitless and without a limit of virtual memory (ulimit -v), or unpack the files first`,
    );
  }
}

/** Takes a machine back, so that a run has no more of them than it has streams open at once. */
export function returnMachine(machine: Machine): void {
  idle.push(machine);
}
