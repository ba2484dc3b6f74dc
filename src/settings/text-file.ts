import { readFileSync } from 'node:fs';
import type { UsageError } from './usage-error.js';

/** Reads a text file that an option names; throws what `refuse` makes of the reason why it cannot. */
export function readText(path: string, refuse: (why: string) => UsageError): string {
  try {
    return readFileSync(path, 'utf8').replace(/^\uFEFF/, '');
  } catch (error) {
    const [reason = ''] = (error instanceof Error ? error.message : String(error)).split(', ');
    throw refuse(`cannot be read: ${reason}`);
  }
}
