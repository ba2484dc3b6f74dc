import { badValue } from './usage-error.js';

/** Takes a word for one of a list; throws UsageError for any other. */
export function oneOf<T extends string>(label: string, text: string, list: readonly T[]): T {
  const found = list.find((one) => one === text);
  if (found === undefined) throw badValue(label, text, `one of ${list.join(', ')}`);
  return found;
}
