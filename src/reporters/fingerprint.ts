import { createHash } from 'node:crypto';
import type { Case } from './cases.js';

/**
 * Gives a text that is the same for one event in each report that holds it, whatever its log is called by then: the name of
 * its case tells VM, cause and time.
 */
export function fingerprintOf({ kind, name }: Case): string {
  return createHash('sha256').update(`${kind}\n${name}`).digest('hex');
}
