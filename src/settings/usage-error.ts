/** Something asked for in a way that cannot be done; the message says what, with which value, and what is accepted. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** Makes the one sentence that every bad value of an option gets. */
export function badValue(option: string, value: string, accepted: string): UsageError {
  return new UsageError(`--${option} ${quote(value)} is not accepted: it takes ${accepted}`);
}

/** Shows a word of the user as it was given, control characters escaped. */
export function quote(value: unknown): string {
  return JSON.stringify(value);
}
