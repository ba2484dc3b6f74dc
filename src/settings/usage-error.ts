/** Something asked for in a way that cannot be done; the message says what, with which value, and what is accepted. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** Makes the one sentence that every bad value of an option gets; `label` is what the user calls the option. */
export function badValue(label: string, value: string, accepted: string): UsageError {
  return new UsageError(`${label} ${quote(value)} is not accepted: it takes ${accepted}`);
}

/** Makes the sentence for a value that a program gave, of a type that an option does not take. */
export function badType(label: string, value: unknown, accepted: string): UsageError {
  return new UsageError(`${label} is ${typeName(value)}: it takes ${accepted}`);
}

/** Shows a word of the user as it was given, control characters escaped. */
export function quote(value: string): string {
  return JSON.stringify(value);
}

function typeName(value: unknown): string {
  if (value === null || value === undefined) return String(value);
  if (Array.isArray(value)) return 'an array';
  return `${typeof value === 'object' ? 'an' : 'a'} ${typeof value}`;
}
