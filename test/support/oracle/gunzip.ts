import { crc32 } from 'node:zlib';
import { inflateExactly } from './inflate.js';

/** What a container gave, and what is wrong with it. */
export interface Unwrapped {
  readonly bytes: Buffer;
  readonly damage: readonly string[];
}

const FIXED_BYTES = 10;
const TRAILER_BYTES = 8;
const [HEADER_CHECKSUM, EXTRA, NAME, COMMENT, RESERVED] = [1, 2, 3, 4, 5];

/** Says whether bytes begin as a gzip member does. */
export function isGzip(bytes: Buffer, at = 0): boolean {
  return bytes[at] === 0x1f && bytes[at + 1] === 0x8b && bytes[at + 2] === 8;
}

/**
 * Unzips gzip members that follow one another, as far as they can be read: all that stands before the first wrong or
 * missing bit. After a mere wrong checksum the next member is read, for it is known where that begins; after
 * anything else nothing is. Zeros at the end are padding.
 */
export function gunzipExactly(input: Buffer): Unwrapped {
  const [outputs, damage]: [Buffer[], string[]] = [[], []];
  let at = 0;
  while (isGzip(input, at)) {
    const start = endOfHeader(input, at);
    if (typeof start === 'string') return { bytes: Buffer.concat(outputs), damage: [...damage, start] };
    const inflated = inflateExactly(input, start);
    outputs.push(inflated.bytes);
    if (inflated.damage !== null)
      return { bytes: Buffer.concat(outputs), damage: [...damage, `deflate ${inflated.damage}`] };
    at = start + inflated.consumed + TRAILER_BYTES;
    if (at > input.length) return { bytes: Buffer.concat(outputs), damage: [...damage, 'trailer cut'] };
    if (input.readUInt32LE(at - 8) !== crc32(inflated.bytes)) damage.push('checksum');
    else if (input.readUInt32LE(at - 4) !== inflated.bytes.length) damage.push('length');
    // Zeros between members fill up a tape's block.
    while (input[at] === 0) at++;
  }
  if (input.subarray(at).some((byte) => byte !== 0)) damage.push('no gzip member after the last');
  return { bytes: Buffer.concat(outputs), damage };
}

/** Gives where the header of a gzip member ends, or what is wrong with it. */
function endOfHeader(input: Buffer, from: number): number | string {
  const flags = bitsOf(input[from + 3] ?? 0);
  if (flags.slice(RESERVED).some((set) => set)) return 'unknown flags';
  let at = from + FIXED_BYTES;
  if (flags[EXTRA]) at += 2 + (input[at] ?? 0) + 256 * (input[at + 1] ?? 0);
  for (const field of [NAME, COMMENT]) {
    if (!flags[field]) continue;
    const end = input.indexOf(0, at);
    if (end === -1) return 'header cut';
    at = end + 1;
  }
  if (flags[HEADER_CHECKSUM]) {
    if (at + 2 > input.length) return 'header cut';
    if (input.readUInt16LE(at) !== crc32(input.subarray(from, at)) % 65_536) return 'header checksum';
    at += 2;
  }
  return at > input.length ? 'header cut' : at;
}

function bitsOf(byte: number): readonly boolean[] {
  return Array.from({ length: 8 }, (_, bit) => Math.floor(byte / 2 ** bit) % 2 === 1);
}
