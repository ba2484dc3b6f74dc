/** So often a signal can be heard. */
const LONGEST_TURN_MS = 100;

/** Gives a function that lets signals in, unless it did so within the last 100 ms. */
export function pauses(): () => Promise<void> {
  let last = performance.now();
  return async () => {
    if (performance.now() - last < LONGEST_TURN_MS) return;
    await new Promise((resolve) => setImmediate(resolve));
    last = performance.now();
  };
}
