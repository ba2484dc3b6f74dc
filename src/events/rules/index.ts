import type { Rule } from '../event.js';
import { snapshotCreate } from './snapshot-create.js';

/** The rules in the order in which they are asked: the first that claims a stop has it. */
export const RULES: readonly Rule[] = [snapshotCreate];
