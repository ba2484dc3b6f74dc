import type { ByteReader } from '../byte-reader.js';
import { BLOCK_BYTES, findHeader } from './tar-block.js';
import type { TarRoot } from './tar-root.js';

/** How far a header is sought at a time. VM logs are rotated at 2 MB. */
export const MOST_AHEAD = 4 * 1024 * 1024;

/**
 * Skips at least one byte, to the next header; false if there is none, and the reader is at its end. `root` is that of the
 * damaged archive.
 */
export async function seekHeader(reader: ByteReader, root: TarRoot): Promise<boolean> {
  for (;;) {
    const bytes = await reader.window(MOST_AHEAD);
    const header = findHeader(bytes, 1, (name) => root.holds(name));
    const isLast = header !== -1 || bytes.length < MOST_AHEAD;
    // The last bytes may be the start of a header.
    const kept = isLast ? 0 : BLOCK_BYTES + (bytes.length % BLOCK_BYTES);
    reader.advance(header === -1 ? bytes.length - kept : header);
    if (isLast) return header !== -1;
  }
}

/** Whether a header follows within 4 MiB. */
export async function hasHeaderAhead(reader: ByteReader): Promise<boolean> {
  return findHeader(await reader.window(MOST_AHEAD)) !== -1;
}
