import type { ByteReader } from '../byte-reader.js';
import type { Format } from './format.js';
import { gzip } from './gzip.js';
import { REFUSED } from './refused.js';
import { tar } from './tar.js';
import { hasHeaderAhead } from './tar-seek.js';
import { zip } from './zip.js';
import { zstd } from './zstd.js';

/** Every format that the program knows, in the order in which they are asked. */
const FORMATS: readonly Format[] = [gzip, tar, zip, zstd, ...REFUSED];

/** Tells by its first bytes what a file is wrapped in; null for one that is not. */
export function formatOf(head: Buffer): Format | null {
  return FORMATS.find((format) => format.matches(head)) ?? null;
}

/** Tells what a file whose first bytes are damaged is wrapped in, by what follows them; null where nothing does. */
export async function damagedFormatOf(reader: ByteReader): Promise<Format | null> {
  return (await hasHeaderAhead(reader)) ? tar : null;
}
