import type { EndLine } from './record-line.js';

/** Sums stay whole numbers below this. */
const MODULUS = 2 ** 48;

/** How many lines of one key there are, and how many those who wrote them say there are. */
interface Count {
  lines: number;
  sum: number;
  saidLines: number;
  saidSum: number;
}

/**
 * Counts lines by their keys and compares that with what their end lines say. It holds in any order of the lines, with
 * the lines of several runs among each other, and with a run that is there twice.
 */
export class Tally {
  readonly #counts = new Map<string, Count>();

  /** Counts a line that is no end line. */
  add({ vm }: { readonly vm: string }, crc: number): void {
    const count = this.#of(vm);
    count.lines++;
    count.sum = (count.sum + crc) % MODULUS;
  }

  /** Takes what an end line says. */
  end({ vm, lines, sum }: EndLine): void {
    const count = this.#of(vm);
    count.saidLines += lines;
    count.saidSum = (count.saidSum + sum) % MODULUS;
  }

  /** Gives how many lines there are of each key, the empty key last. */
  *counts(): Generator<Pick<EndLine, 'vm' | 'lines' | 'sum'>> {
    const own = this.#counts.get('');
    for (const [vm, { lines, sum }] of this.#counts) if (vm !== '') yield { vm, lines, sum };
    if (own !== undefined) yield { vm: '', lines: own.lines, sum: own.sum };
  }

  /** Says whether just those lines are there that were written. */
  isWhole(): boolean {
    return [...this.#counts.values()].every(
      ({ lines, sum, saidLines, saidSum }) => lines === saidLines && sum === saidSum,
    );
  }

  #of(vm: string): Count {
    const known = this.#counts.get(vm);
    if (known !== undefined) return known;
    const count = { lines: 0, sum: 0, saidLines: 0, saidSum: 0 };
    this.#counts.set(vm, count);
    return count;
  }
}
