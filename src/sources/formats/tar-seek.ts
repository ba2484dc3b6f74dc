import type { Feed } from '../feed.js';
import { BLOCK_BYTES, EXTRA_TYPES, MARK, MARK_AT, readTarHeader } from './tar-header.js';

/** So far is looked ahead for a header; VM logs are rotated at 2 MB. */
export const MOST_AHEAD = 4 * 1024 * 1024;

/**
 * Goes on to the next header that can be read: at a block's beginning, or where no block ahead begins with one, at
 * any byte, for what was damaged may have lost or gained some. False where there is none, and the feed is at its end.
 */
export async function seekTarHeader(feed: Feed): Promise<boolean> {
  for (;;) {
    const bytes = await feed.window(MOST_AHEAD);
    const start = headerIn(bytes);
    if (start !== -1) {
      feed.advance(start);
      return true;
    }
    if (bytes.length < MOST_AHEAD) {
      feed.advance(bytes.length);
      return false;
    }
    // The last bytes may be the beginning of a header.
    feed.advance(bytes.length - (bytes.length % BLOCK_BYTES) - BLOCK_BYTES);
  }
}

function headerIn(bytes: Buffer): number {
  let elsewhere = -1;
  for (let mark = bytes.indexOf(MARK, MARK_AT); mark !== -1; ) {
    const start = mark - MARK_AT;
    if (readTarHeader(bytes.subarray(start, start + BLOCK_BYTES)) !== null) {
      if (start % BLOCK_BYTES === 0) return start;
      if (elsewhere === -1) elsewhere = start;
    }
    mark = bytes.indexOf(MARK, mark + 1);
  }
  return elsewhere;
}

/**
 * Gives where the first header stands in bytes that begin at a block of a member's content, -1 where none does.
 * `root` is what its name must begin with, unless it only tells of the header after it.
 */
export function headerAtBlock(bytes: Buffer, root: string): number {
  for (let at = 0; at + BLOCK_BYTES <= bytes.length; at += BLOCK_BYTES) {
    // Read out of line, one byte a block is all that most content costs.
    if (bytes[at + MARK_AT] !== MARK_BYTE) continue;
    const header = readTarHeader(bytes.subarray(at, at + BLOCK_BYTES));
    if (header !== null && (EXTRA_TYPES.includes(header.type) || header.name.startsWith(root))) return at;
  }
  return -1;
}

const MARK_BYTE = MARK[0];
