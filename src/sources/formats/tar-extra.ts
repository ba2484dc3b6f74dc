import type { Feed } from '../feed.js';
import {
  BLOCK_BYTES,
  EXTRA_TYPES,
  LONG_LINK,
  LONG_NAME,
  PAX,
  readPaxRecords,
  type TarHeader,
  untilZero,
} from './tar-header.js';

/** What headers of their own say of the member that follows them. */
export interface TarExtra {
  readonly name?: string;
  readonly link?: string;
  readonly size?: number;
  readonly mtime?: number;
  readonly sparse?: boolean;
  /** What else it said cannot be read. */
  readonly damaged?: boolean;
}

/** No path is longer; what claims to be is damage. */
const LONGEST = 1024 * 1024;

/**
 * Reads what an entry says of the member after it, where that is all it is for; the feed must stand behind its
 * header, and stands behind its content then. `none` for an entry that is a member itself, `damaged` for one that
 * cannot be read, of which nothing is taken.
 */
export async function readExtra(
  feed: Feed,
  { type, size }: TarHeader,
): Promise<TarExtra | 'none' | 'damaged'> {
  if (!EXTRA_TYPES.includes(type)) return 'none';
  if (size > LONGEST) return 'damaged';
  const padded = Math.ceil(size / BLOCK_BYTES) * BLOCK_BYTES;
  const bytes = Buffer.from((await feed.peek(padded)).subarray(0, size));
  if (bytes.length < size) return 'damaged';
  await feed.skip(padded);
  if (type === LONG_NAME) return { name: untilZero(bytes) };
  if (type === LONG_LINK) return { link: untilZero(bytes) };
  return type === PAX ? paxExtra(bytes) : {};
}

function paxExtra(bytes: Buffer): TarExtra | 'damaged' {
  const { records, whole } = readPaxRecords(bytes);
  const name = records.get('GNU.sparse.name') ?? records.get('path');
  const link = records.get('linkpath');
  const [size, mtime] = [numberOf(records.get('size')), numberOf(records.get('mtime'))];
  if (size !== undefined && !(Number.isSafeInteger(size) && size >= 0)) return 'damaged';
  return {
    ...(name === undefined ? {} : { name }),
    ...(link === undefined ? {} : { link }),
    ...(size === undefined ? {} : { size }),
    ...(mtime === undefined || Number.isNaN(mtime) ? {} : { mtime }),
    ...(whole ? {} : { damaged: true }),
    ...([...records.keys()].some((key) => key.startsWith('GNU.sparse.')) ? { sparse: true } : {}),
  };
}

function numberOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  return /^-?\d{1,20}(?:\.\d+)?$/.test(text) ? Number(text) : Number.NaN;
}
