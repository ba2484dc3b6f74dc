import type { Instant } from '../../model/units.js';
import { hasFlag } from '../bytes.js';
import { modifiedAt } from '../modified-at.js';
import type { ZipContent } from './zip-content.js';

/** Bytes of a local header before the name (APPNOTE.TXT 4.3.7). */
export const LOCAL_BYTES = 30;

/** Bytes of a record of the directory before the name (4.3.12). */
export const RECORD_BYTES = 46;

/** The longest data descriptor (4.3.9). */
export const DESCRIPTOR_BYTES = 24;

/** The signatures of what a zip is made of. */
export const SIGNATURES = {
  local: 0x04034b50,
  descriptor: 0x08074b50,
  directory: 0x02014b50,
  end: 0x06054b50,
  end64: 0x06064b50,
  locator64: 0x07064b50,
  signature: 0x05054b50,
} as const;

/** The size or offset is in the zip64 extra field instead. */
const NOT_HERE = 0xffffffff;

const DESCRIPTOR_FLAG = 8;
const SPACE = 0x20;
const ZIP64 = 1;
/** The highest version that a header asks for: 6.3 (4.4.3.2). */
const LATEST_VERSION = 63;

/** The checksum and sizes of a content. */
export interface ZipSums {
  readonly crc: number;
  readonly compressedSize: number;
  readonly length: number;
}

/** The fixed part of a local header. */
export interface LocalHeader extends ZipSums {
  readonly flags: number;
  readonly method: number;
  readonly nameLength: number;
  readonly extraLength: number;
  readonly modifiedAt: Instant | null;
}

/** Reads the fixed part of a local header; null if the bytes are none. */
export function readLocalHeader(bytes: Buffer): LocalHeader | null {
  if (bytes.length < LOCAL_BYTES || bytes.readUInt32LE(0) !== SIGNATURES.local) return null;
  const nameLength = bytes.readUInt16LE(26);
  if (nameLength === 0) return null;
  return {
    flags: bytes.readUInt16LE(6),
    method: bytes.readUInt16LE(8),
    modifiedAt: timeOf(bytes.readUInt16LE(12), bytes.readUInt16LE(10)),
    crc: bytes.readUInt32LE(14),
    compressedSize: bytes.readUInt32LE(18),
    length: bytes.readUInt32LE(22),
    nameLength,
    extraLength: bytes.readUInt16LE(28),
  };
}

/**
 * Whether bytes found behind damage look like a local header. The signature alone may be part of a content, or be left of a
 * header: what the rest says of sizes would hide the files behind it.
 */
export function isLikelyLocalHeader(bytes: Buffer): boolean {
  const header = readLocalHeader(bytes);
  if (header === null || bytes.readUInt8(4) > LATEST_VERSION) return false;
  return bytes.subarray(LOCAL_BYTES, LOCAL_BYTES + header.nameLength).every((byte) => byte >= SPACE);
}

/** Describes a file by its local header; `rest` is the name and the extra fields behind the fixed part. */
export function localContent(
  header: Omit<LocalHeader, 'modifiedAt' | 'extraLength'>,
  rest: Buffer,
): ZipContent {
  const { flags, method, crc } = header;
  const name = nameOf(rest.subarray(0, header.nameLength));
  if (hasDescriptor(flags)) return { name, flags, method, compressedSize: null, crc: null, length: null };
  // The zip64 field of a local header has both sizes or none (4.5.3).
  const [length = NOT_HERE, compressedSize = NOT_HERE] = zip64Numbers(rest.subarray(header.nameLength));
  return {
    name,
    flags,
    method,
    crc,
    compressedSize: header.compressedSize === NOT_HERE ? compressedSize : header.compressedSize,
    length: header.length === NOT_HERE ? length : header.length,
  };
}

/** A file as the directory lists it. */
export interface ListedFile {
  readonly content: ZipContent;
  /** The offset of its local header from the start of the zip. */
  readonly offset: number;
}

/** Reads a record of the directory, from its signature to the end of its extra fields. */
export function readRecord(bytes: Buffer): ListedFile {
  const nameEnd = RECORD_BYTES + bytes.readUInt16LE(28);
  const long = zip64Numbers(bytes.subarray(nameEnd));
  // The zip64 field holds only the values that do not fit here, in this order.
  const take = (at: number): number => {
    const number = bytes.readUInt32LE(at);
    return number === NOT_HERE ? (long.shift() ?? number) : number;
  };
  const [length, compressedSize, offset] = [take(24), take(20), take(42)];
  const content = {
    name: nameOf(bytes.subarray(RECORD_BYTES, nameEnd)),
    flags: bytes.readUInt16LE(8),
    method: bytes.readUInt16LE(10),
    crc: bytes.readUInt32LE(16),
    compressedSize,
    length,
  };
  return { content, offset };
}

/** Whether a data descriptor follows the content. */
export function hasDescriptor(flags: number): boolean {
  return hasFlag(flags, DESCRIPTOR_FLAG);
}

/**
 * The length of the data descriptor at the start of the bytes, with or without its signature and with sizes of 4 or 8 bytes
 * (4.3.9); null if it does not hold these sums.
 */
export function descriptorLength(bytes: Buffer, { crc, compressedSize, length }: ZipSums): number | null {
  const at = bytes.length >= 4 && bytes.readUInt32LE(0) === SIGNATURES.descriptor ? 4 : 0;
  if (bytes.length < at + 12 || bytes.readUInt32LE(at) !== crc) return null;
  const isLong =
    bytes.length >= at + 20 &&
    bytes.readBigUInt64LE(at + 4) === BigInt(compressedSize) &&
    bytes.readBigUInt64LE(at + 12) === BigInt(length);
  if (isLong) return at + 20;
  const isShort =
    bytes.readUInt32LE(at + 4) === compressedSize % 2 ** 32 &&
    bytes.readUInt32LE(at + 8) === length % 2 ** 32;
  return isShort ? at + 12 : null;
}

/** Decodes a name as UTF-8, or as Latin-1 if it is not UTF-8. */
export function nameOf(bytes: Buffer): string {
  const name = bytes.toString('utf8');
  const text = name.includes('\ufffd') ? bytes.toString('latin1') : name;
  // Some programs on Windows write backslashes.
  return text.includes('/') ? text : text.replaceAll('\\', '/');
}

/** The numbers in the zip64 extra field. */
function zip64Numbers(extra: Buffer): number[] {
  for (let at = 0; at + 4 <= extra.length; ) {
    const end = at + 4 + extra.readUInt16LE(at + 2);
    if (extra.readUInt16LE(at) === ZIP64) return numbersIn(extra.subarray(at + 4, end));
    at = end;
  }
  return [];
}

function numbersIn(field: Buffer): number[] {
  const length = Math.floor(field.length / 8);
  return Array.from({ length }, (_, index) => Number(field.readBigUInt64LE(index * 8)));
}

/** DOS times are local, in steps of two seconds. They are taken as UTC. */
function timeOf(date: number, time: number): Instant | null {
  const [day, month, year] = [date % 32, Math.floor(date / 32) % 16, 1980 + Math.floor(date / 512)];
  const [second, minute, hour] = [(time % 32) * 2, Math.floor(time / 32) % 64, Math.floor(time / 2048)];
  return modifiedAt(new Date(Date.UTC(year, month - 1, day, hour, minute, second)));
}
