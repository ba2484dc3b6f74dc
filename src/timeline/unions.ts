/** Joins things, known by their numbers from 0 on, into sets. */
export class Unions {
  readonly #parents: number[];

  constructor(count: number) {
    this.#parents = Array.from({ length: count }, (_, index) => index);
  }

  /** Joins the sets of two things. */
  join(a: number, b: number): void {
    const [one, other] = [this.rootOf(a), this.rootOf(b)];
    this.#parents[Math.max(one, other)] = Math.min(one, other);
  }

  /** Gives the least number in the set of a thing. */
  rootOf(thing: number): number {
    let root = thing;
    for (let next = this.#parentOf(root); next !== root; next = this.#parentOf(root)) {
      const beyond = this.#parentOf(next);
      this.#parents[root] = beyond;
      root = beyond;
    }
    return root;
  }

  #parentOf(thing: number): number {
    return this.#parents[thing] ?? thing;
  }
}
