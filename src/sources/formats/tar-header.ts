import { firstNonZero } from '../bytes.js';

export const BLOCK_BYTES = 512;

const NAME = { at: 0, length: 100 };
const SIZE = { at: 124, length: 12 };
const MTIME = { at: 136, length: 12 };
const CHECKSUM = { at: 148, length: 8 };
const TYPE_AT = 156;
const LINK = { at: 157, length: 100 };
/** What every header bears, and where. */
export const MARK = Buffer.from('ustar', 'latin1');
export const MARK_AT = 257;
const PREFIX = { at: 345, length: 155 };

/** The types of entries that only tell of the member after them: GNU's long names and links, PAX for one and for all. */
export const LONG_NAME = 'L';
export const LONG_LINK = 'K';
export const PAX = 'x';
export const EXTRA_TYPES = `${LONG_NAME}${LONG_LINK}${PAX}g`;

/** What a header block says. */
export interface TarHeader {
  readonly name: string;
  /** Bytes of content that follow, the header's padding left out. */
  readonly size: number;
  /** Seconds since 1970. */
  readonly mtime: number;
  /** The type flag; `0` for a regular file, however it is written. */
  readonly type: string;
  readonly link: string;
}

/** Says whether a block bears the mark of a tar header of any dialect later than 1988. */
export function hasTarMark(block: Buffer): boolean {
  return block.subarray(MARK_AT, MARK_AT + MARK.length).equals(MARK);
}

/**
 * Reads a block as a header (POSIX ustar, or GNU's form of it); null for one whose checksum is wrong or whose size
 * is none that a file can have.
 */
export function readTarHeader(block: Buffer): TarHeader | null {
  if (block.length < BLOCK_BYTES || !hasTarMark(block) || !hasRightSum(block)) return null;
  const size = numberIn(block, SIZE);
  if (size === null || size < 0) return null;
  const type = String.fromCharCode(block[TYPE_AT] ?? 0);
  const name = textIn(block, NAME);
  // GNU's form has times where POSIX has the beginning of a long name.
  const prefix = block[MARK_AT + MARK.length] === 0 ? textIn(block, PREFIX) : '';
  return {
    name: prefix === '' ? name : `${prefix}/${name}`,
    size,
    mtime: numberIn(block, MTIME) ?? 0,
    type: type === '\0' || type === '7' ? '0' : type,
    link: textIn(block, LINK),
  };
}

/** Says whether all of a block is zero, as those that end an archive are. */
export function isZeroBlock(block: Buffer): boolean {
  return block[0] === 0 && firstNonZero(block) === -1;
}

/** The records of a PAX header, as far as they can be read. */
export interface PaxRecords {
  readonly records: ReadonlyMap<string, string>;
  readonly whole: boolean;
}

/** Reads the records `LENGTH KEY=VALUE` of a PAX header (POSIX.1-2001), up to the first that is none. */
export function readPaxRecords(bytes: Buffer): PaxRecords {
  const records = new Map<string, string>();
  for (let at = 0; at < bytes.length; ) {
    const space = bytes.indexOf(0x20, at);
    const length = space === -1 ? Number.NaN : Number(bytes.toString('latin1', at, space));
    const end = at + length - 1;
    if (!Number.isSafeInteger(length) || end <= space || bytes[end] !== 0x0a)
      return { records, whole: false };
    const record = bytes.toString('utf8', space + 1, end);
    const equals = record.indexOf('=');
    if (equals === -1) return { records, whole: false };
    records.set(record.slice(0, equals), record.slice(equals + 1));
    at += length;
  }
  return { records, whole: true };
}

interface Field {
  readonly at: number;
  readonly length: number;
}

function textIn(block: Buffer, { at, length }: Field): string {
  return untilZero(block.subarray(at, at + length));
}

/** Reads bytes as text, up to the first that is zero. */
export function untilZero(bytes: Buffer): string {
  const end = bytes.indexOf(0);
  return bytes.toString('utf8', 0, end === -1 ? bytes.length : end);
}

/** Octal digits, or for what they cannot hold a signed number of base 256 whose first bit is set. */
function numberIn(block: Buffer, { at, length }: Field): number | null {
  const first = block[at] ?? 0;
  if (first < 128) {
    const digits = textIn(block, { at, length }).trim();
    if (!/^[0-7]*$/.test(digits)) return null;
    return digits === '' ? 0 : Number.parseInt(digits, 8);
  }
  let value = first === 255 ? -1 : first - 128;
  for (const byte of block.subarray(at + 1, at + length)) value = value * 256 + byte;
  return Number.isSafeInteger(value) ? value : null;
}

/** Old programs summed signed bytes. */
function hasRightSum(block: Buffer): boolean {
  const digits = textIn(block, CHECKSUM).trim();
  if (!/^[0-7]{1,8}$/.test(digits)) return false;
  const expected = Number.parseInt(digits, 8);
  let [unsigned, signed] = [0, 0];
  for (let at = 0; at < BLOCK_BYTES; at++) {
    const inField = at >= CHECKSUM.at && at < CHECKSUM.at + CHECKSUM.length;
    const byte = inField ? 0x20 : (block[at] ?? 0);
    unsigned += byte;
    signed += byte < 128 ? byte : byte - 256;
  }
  return expected === unsigned || expected === signed;
}
