import type { Outcome } from '../support/command.js';
import type { Input } from './inputs.js';

/** So much of a text is shown where it differs. */
const EXCERPT = 200;

/** Compares each outcome of an input with its first, and counts. */
export class Comparison {
  readonly #first = new Map<string, Outcome>();
  #same = 0;
  #different = 0;
  #late = 0;

  /** Whether some run was late or differed. */
  get isBroken(): boolean {
    return this.#late + this.#different > 0;
  }

  /** How many runs were what. */
  get summary(): string {
    return `${this.#same} runs the same, ${this.#different} different, ${this.#late} not over in time`;
  }

  /** Counts an outcome of an input and gives what is wrong with it, null where nothing is. */
  add({ name, code }: Input, outcome: Outcome): string | null {
    if (outcome.signal === 'SIGKILL') {
      this.#late++;
      return 'not over in time';
    }
    const first = this.#first.get(name) ?? outcome;
    this.#first.set(name, first);
    const difference = wrongEnd(outcome, code) ?? differenceOf(first, outcome);
    if (difference === null) this.#same++;
    else this.#different++;
    return difference;
  }
}

function wrongEnd({ code, signal, stdout, stderr }: Outcome, expected: number): string | null {
  if (code === expected && stdout !== '') return null;
  return `ended with ${signal ?? code} in place of ${expected}: ${JSON.stringify(stderr.slice(0, EXCERPT))}`;
}

function differenceOf(first: Outcome, other: Outcome): string | null {
  for (const key of ['stdout', 'stderr'] as const) {
    if (first[key] === other[key]) continue;
    return `${key} has ${excerpt(other[key], first[key])} where the first run had ${excerpt(first[key], other[key])}`;
  }
  return null;
}

/** Gives the text from where it differs from another. */
function excerpt(text: string, other: string): string {
  let at = 0;
  while (at < text.length && text[at] === other[at]) at++;
  return JSON.stringify(text.slice(at, at + EXCERPT));
}
