/** Lets one waiter sleep until something happens; what happens while nobody waits is not lost. */
export class Waker {
  #rung = false;
  #resolve: (() => void) | null = null;

  /** Wakes the waiter, or the next one to come. */
  readonly wake = (): void => {
    this.#rung = true;
    this.#resolve?.();
  };

  /** Resolves at the next wake. */
  async wait(): Promise<void> {
    if (!this.#rung) {
      await new Promise<void>((resolve) => {
        this.#resolve = resolve;
      });
      this.#resolve = null;
    }
    this.#rung = false;
  }
}
