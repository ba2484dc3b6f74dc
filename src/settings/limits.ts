import type { Limits } from '../model/settings.js';
import { badValue } from './usage-error.js';
import type { Values } from './values.js';

/** What is taken in of one input unless the user says otherwise: more than any real bundle holds. */
export const LIMITS = {
  depth: '4',
  members: '1000000',
  logs: '100000',
  bytes: '256GiB',
  held: '64MiB',
} as const;

/** Each container that is open costs memory. */
export const MOST_DEPTH = 16;

const COUNT = /^\d{1,15}$/;
const SIZE = /^(\d{1,15})\s*(B|[KMGT]i?B)?$/i;
const POWERS = 'BKMGT';

/** Reads how much of one input is taken in; throws UsageError for what cannot be accepted. */
export function checkLimits(values: Values): Limits {
  return {
    depth: readCount(values.label('maxDepth'), values.figure('maxDepth') ?? LIMITS.depth, MOST_DEPTH),
    members: readCount(values.label('maxMembers'), values.figure('maxMembers') ?? LIMITS.members),
    logs: readCount(values.label('maxLogs'), values.figure('maxLogs') ?? LIMITS.logs),
    bytes: readSize(values.label('maxBytes'), values.figure('maxBytes') ?? LIMITS.bytes),
    held: readSize(values.label('maxHeld'), values.figure('maxHeld') ?? LIMITS.held),
  };
}

/** Reads a whole number from 1 to `most`; throws UsageError for anything else. */
function readCount(label: string, text: string, most = Number.MAX_SAFE_INTEGER): number {
  const count = COUNT.test(text.trim()) ? Number(text) : 0;
  const accepted =
    most === Number.MAX_SAFE_INTEGER ? 'a whole number above 0' : `a whole number from 1 to ${most}`;
  if (count < 1 || count > most) throw badValue(label, text, accepted);
  return count;
}

/** Reads a size such as `64MiB`, `2 GB` (powers of 1024 either way) or a number of bytes; throws UsageError for anything else. */
function readSize(label: string, text: string): number {
  const match = SIZE.exec(text.trim());
  const [, digits = '', unit = 'B'] = match ?? [];
  const size = Number(digits) * 1024 ** POWERS.indexOf(unit.charAt(0).toUpperCase());
  if (match === null || size < 1 || !Number.isSafeInteger(size))
    throw badValue(label, text, 'a number of bytes, or a size such as 500MiB or 2GiB');
  return size;
}
