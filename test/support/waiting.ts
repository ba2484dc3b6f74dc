/** Waits until a condition holds, looking every few milliseconds; throws where it does not within ten seconds, or as given. */
export async function until(holds: () => Promise<boolean>, what: string, longestMs = 10_000): Promise<void> {
  const deadline = Date.now() + longestMs;
  while (!(await holds())) {
    if (Date.now() > deadline) throw new Error(`waited in vain: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
