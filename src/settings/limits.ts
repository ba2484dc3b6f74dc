import { badValue } from './usage-error.js';

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

/** Reads a whole number from 1 to `most`; throws UsageError for anything else. */
export function readCount(option: string, text: string, most = Number.MAX_SAFE_INTEGER): number {
  const count = COUNT.test(text.trim()) ? Number(text) : 0;
  const accepted =
    most === Number.MAX_SAFE_INTEGER ? 'a whole number above 0' : `a whole number from 1 to ${most}`;
  if (count < 1 || count > most) throw badValue(option, text, accepted);
  return count;
}

/** Reads a size such as `64MiB`, `2 GB` (powers of 1024 either way) or a number of bytes; throws UsageError for anything else. */
export function readSize(option: string, text: string): number {
  const match = SIZE.exec(text.trim());
  const [, digits = '', unit = 'B'] = match ?? [];
  const size = Number(digits) * 1024 ** POWERS.indexOf(unit.charAt(0).toUpperCase());
  if (match === null || size < 1 || !Number.isSafeInteger(size))
    throw badValue(option, text, 'a number of bytes, or a size such as 500MiB or 2GiB');
  return size;
}
