import type { Instant } from '../../model/units.js';
import { hasFlag } from '../bytes.js';
import { modifiedAt } from '../pieces.js';
import type { ZipContent } from './zip-content.js';

/** Bytes of a local header before the name (APPNOTE.TXT 4.3.7). */
export const LOCAL_BYTES = 30;

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

/** The fixed part of a record of the directory. */
export const RECORD_BYTES = 46;

/** The size stands elsewhere: in the extra field of zip64. */
export const NOT_HERE = 0xffffffff;

const DESCRIPTOR_FLAG = 8;
const ZIP64 = 1;
const LATEST_VERSION = 63;

/** The fixed part of a local header. */
export interface LocalHeader {
  readonly flags: number;
  readonly method: number;
  readonly crc: number;
  readonly compressedSize: number;
  readonly length: number;
  readonly nameLength: number;
  readonly extraLength: number;
  readonly modifiedAt: Instant | null;
}

/** Reads the fixed part of a local header; null for bytes that are none. */
export function readLocalHeader(bytes: Buffer): LocalHeader | null {
  if (bytes.length < LOCAL_BYTES || bytes.readUInt32LE(0) !== SIGNATURES.local) return null;
  const nameLength = bytes.readUInt16LE(26);
  if (bytes.readUInt8(4) > LATEST_VERSION || nameLength === 0) return null;
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

/** Joins a local header with the name and the extra fields that follow it. */
export function contentIn(header: LocalHeader, rest: Buffer): ZipContent {
  const name = nameOf(rest.subarray(0, header.nameLength));
  const { flags, method, crc } = header;
  if (hasDescriptor(flags)) return { name, flags, method, compressedSize: null, crc: null, length: null };
  const long = header.compressedSize === NOT_HERE ? longSize(rest.subarray(header.nameLength)) : null;
  const length = header.length === NOT_HERE ? null : header.length;
  return { name, flags, method, crc, length, compressedSize: long ?? header.compressedSize };
}

/** Says whether sums and sizes stand behind the content. */
export function hasDescriptor(flags: number): boolean {
  return hasFlag(flags, DESCRIPTOR_FLAG);
}

/** Reads a name: UTF-8, or where that cannot be, one letter a byte. */
export function nameOf(bytes: Buffer): string {
  const name = bytes.toString('utf8');
  const text = name.includes('\ufffd') ? bytes.toString('latin1') : name;
  // Some programs on Windows write their own separator.
  return text.includes('/') ? text : text.replaceAll('\\', '/');
}

/** The compressed size in the extra field of zip64, behind the size that it unpacks to. */
function longSize(extra: Buffer): number | null {
  for (let at = 0; at + 4 <= extra.length; at += 4 + extra.readUInt16LE(at + 2)) {
    if (extra.readUInt16LE(at) !== ZIP64 || at + 20 > extra.length) continue;
    const size = Number(extra.readBigUInt64LE(at + 12));
    return Number.isSafeInteger(size) ? size : null;
  }
  return null;
}

/** DOS writes a time in the zone of its machine, in steps of two seconds; it is taken for UTC. */
function timeOf(date: number, time: number): Instant | null {
  const [day, month, year] = [date % 32, Math.floor(date / 32) % 16, 1980 + Math.floor(date / 512)];
  const [second, minute, hour] = [(time % 32) * 2, Math.floor(time / 32) % 64, Math.floor(time / 2048)];
  return modifiedAt(new Date(Date.UTC(year, month - 1, day, hour, minute, second)));
}
