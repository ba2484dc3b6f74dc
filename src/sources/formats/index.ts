import type { ByteReader } from '../byte-reader.js';
import type { Format } from './format.js';
import { gzip } from './gzip.js';
import { REFUSED } from './refused.js';
import { tar } from './tar.js';
import { hasHeaderAhead } from './tar-seek.js';
import { zip } from './zip.js';
import { zstd } from './zstd.js';

/** All formats, in the order in which they are tried. */
const FORMATS: readonly Format[] = [gzip, tar, zip, zstd, ...REFUSED];

/** Detects the format of a file by its first bytes; null for none. */
export function formatOf(head: Buffer): Format | null {
  return FORMATS.find((format) => format.matches(head)) ?? null;
}

/** Detects the format of a file with damaged first bytes by what follows them; null for none. */
export async function damagedFormatOf(reader: ByteReader): Promise<Format | null> {
  return (await hasHeaderAhead(reader)) ? tar : null;
}
