import { badType } from './usage-error.js';

/** Takes an AbortSignal, of whichever realm; throws UsageError for anything else. Undefined stays so. */
export function readSignal(label: string, value: unknown): AbortSignal | undefined {
  if (value === undefined || isSignal(value)) return value;
  throw badType(label, value, 'an AbortSignal');
}

function isSignal(value: unknown): value is AbortSignal {
  const isObject = typeof value === 'object' && value !== null;
  return isObject && 'aborted' in value && 'addEventListener' in value && 'removeEventListener' in value;
}
