import { NEEDLES } from '../messages/catalogue.js';
import { ENTRY_BEGINS } from '../messages/prefix.js';
import { HEAD_LINES } from '../messages/record.js';
import type { SievePlan } from '../sieve/sieve.js';

/** Which lines of a VM's log are read. */
export const PLAN: SievePlan = { needles: NEEDLES, head: HEAD_LINES, breaks: ENTRY_BEGINS };
