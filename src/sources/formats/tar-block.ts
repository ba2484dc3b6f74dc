// Finds headers behind damage, which tar-stream cannot: it does not export its check of headers.
import { firstNonZero } from '../bytes.js';

export const BLOCK_BYTES = 512;

/** The length of the name field of a header. */
export const SHORT_NAME_BYTES = 100;

const MAGIC = Buffer.from('ustar', 'latin1');
const MAGIC_AT = 257;
const [MAGIC_BYTE] = MAGIC;
/** The magic as POSIX has it; GNU tar writes a space behind it. */
const POSIX = Buffer.from('ustar\0', 'latin1');
const CHECKSUM = { at: 148, length: 8 };

/** Type flags of headers that describe the next member: GNU long names and links, PAX for one member and for all. */
const EXTENSIONS = 'LNKxg';
/** The longest name or PAX header; longer ones are damage. */
const LONGEST_EXTENSION = 1024 * 1024;

/** Whether the block at `at` has the magic of a tar header; its checksum may be wrong. */
export function hasMagic(block: Buffer, at = 0): boolean {
  return hasAt(block, at + MAGIC_AT, MAGIC);
}

/** Whether the block at `at` is a header: it has the magic, of whatever version, and the right checksum. */
export function isHeader(bytes: Buffer, at = 0): boolean {
  if (at + BLOCK_BYTES > bytes.length || !hasMagic(bytes, at)) return false;
  return checksumOf(bytes, at) === octalIn(bytes, at + CHECKSUM.at, CHECKSUM.length);
}

/** The sum of a header's bytes, with the checksum field as spaces. */
function checksumOf(bytes: Buffer, at: number): number {
  const field = at + CHECKSUM.at;
  let sum = CHECKSUM.length * 0x20;
  for (let i = at; i < field; i++) sum += bytes[i] ?? 0;
  for (let i = field + CHECKSUM.length; i < at + BLOCK_BYTES; i++) sum += bytes[i] ?? 0;
  return sum;
}

/** The offset of the first block from `from` that is a header, or -1. */
export function findAlignedHeader(blocks: Buffer, from = 0): number {
  for (let at = from; at < blocks.length; at += BLOCK_BYTES) {
    // This byte rules out most blocks of content.
    if (blocks[at + MAGIC_AT] === MAGIC_BYTE && isHeader(blocks, at)) return at;
  }
  return -1;
}

/**
 * The offset of the next header from `from`, or -1. The bytes begin at a block. A header at the start of a block is
 * preferred, since most damage neither removes nor adds bytes. It is not if a member that `isOwn` knows for one of the
 * archive comes before it: then the blocks are shifted.
 */
export function findHeader(bytes: Buffer, from = 0, isOwn: (name: string) => boolean = () => false): number {
  let unaligned = -1;
  for (let at = bytes.indexOf(MAGIC, from + MAGIC_AT); at !== -1; at = bytes.indexOf(MAGIC, at + 1)) {
    const start = at - MAGIC_AT;
    const member = isHeader(bytes, start) ? memberAt(bytes, start) : -1;
    if (member === -1) continue;
    if (start % BLOCK_BYTES === 0) return start;
    if (unaligned === -1) unaligned = start;
    if (isOwn(nameOf(bytes, member))) break;
  }
  return unaligned;
}

/**
 * The offset of the header of the member that the header at `at` is of, or -1 if an extension is followed by none. Beyond
 * the bytes, any may follow.
 */
export function memberAt(bytes: Buffer, at: number): number {
  if (!isExtension(bytes, at)) return at;
  const next = at + extensionLength(bytes, at);
  if (next + BLOCK_BYTES > bytes.length) return at;
  return isHeader(bytes, next) ? next : -1;
}

/** Whether the header at `at` describes the next member: a GNU long name or link, or PAX attributes. */
export function isExtension(bytes: Buffer, at = 0): boolean {
  return EXTENSIONS.includes(typeOf(bytes, at));
}

/** The length of an extension with its header and padding; Infinity if it is too long to be one. */
export function extensionLength(bytes: Buffer, at = 0): number {
  const size = sizeOf(bytes, at);
  return size <= LONGEST_EXTENSION ? BLOCK_BYTES + Math.ceil(size / BLOCK_BYTES) * BLOCK_BYTES : Infinity;
}

/** Whether a block, or the rest of one, is all zeros; false for no bytes. */
export function isZero(block: Buffer): boolean {
  return block[0] === 0 && firstNonZero(block) === -1;
}

/** The type flag of the header at `at`. */
export function typeOf(bytes: Buffer, at = 0): string {
  return String.fromCharCode(bytes[at + 156] ?? 0);
}

/** The bytes of the name field in a header. */
export function shortNameOf(header: Buffer): Buffer {
  return fieldIn(header, 0, SHORT_NAME_BYTES);
}

/** The name in the header at `at`. A long name is cut there; the full one is in an extension. */
export function nameOf(bytes: Buffer, at = 0): string {
  const name = textIn(bytes, at, SHORT_NAME_BYTES);
  // GNU stores times where POSIX has the prefix of a name.
  const prefix = hasAt(bytes, at + MAGIC_AT, POSIX) ? textIn(bytes, at + 345, 155) : '';
  return prefix === '' ? name : `${prefix}/${name}`;
}

/** The size in the header at `at`; NaN if it is not in octal digits. */
export function sizeOf(bytes: Buffer, at = 0): number {
  return octalIn(bytes, at + 124, 12);
}

function hasAt(bytes: Buffer, at: number, expected: Buffer): boolean {
  for (let i = 0; i < expected.length; i++) if (bytes[at + i] !== expected[i]) return false;
  return true;
}

/** Reads octal digits between spaces, the last of which may be zeros: byte by byte, for archives have many fields. */
function octalIn(bytes: Buffer, at: number, length: number): number {
  const end = at + length;
  let next = at;
  while (next < end && bytes[next] === SPACE) next++;
  const first = next;
  let value = 0;
  for (
    let digit = digitAt(bytes, next);
    next < end && digit >= 0 && digit < 8;
    digit = digitAt(bytes, ++next)
  )
    value = value * 8 + digit;
  if (next === first) return Number.NaN;
  while (next < end && (bytes[next] === SPACE || bytes[next] === 0)) next++;
  return next === end ? value : Number.NaN;
}

const SPACE = 0x20;

function digitAt(bytes: Buffer, at: number): number {
  return (bytes[at] ?? 0) - 0x30;
}

function textIn(bytes: Buffer, at: number, length: number): string {
  return fieldIn(bytes, at, length).toString('utf8');
}

/** A field ends with a zero byte, or is full. */
function fieldIn(bytes: Buffer, at: number, length: number): Buffer {
  const field = bytes.subarray(at, at + length);
  const end = field.indexOf(0);
  return end === -1 ? field : field.subarray(0, end);
}
