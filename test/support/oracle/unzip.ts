import { crc32 } from 'node:zlib';
import { inflateExactly } from './inflate.js';
import type { TarFile, Untarred } from './untar.js';

const [LOCAL, DESCRIPTOR, CENTRAL, END, END64, LOCATOR64] = [
  0x04034b50, 0x08074b50, 0x02014b50, 0x06054b50, 0x06064b50, 0x07064b50,
];
const [STORED, DEFLATED] = [0, 8];
const NOT_HERE = 0xffff_ffff;

/** Says whether bytes begin as a zip does. */
export function isZip(bytes: Buffer): boolean {
  return numberAt(bytes, 0) === LOCAL || numberAt(bytes, 0) === END;
}

interface Local {
  readonly name: string;
  readonly method: number;
  readonly crc: number;
  readonly packed: number;
  readonly size: number;
  readonly later: boolean;
  readonly wide: boolean;
  /** It says two things at once, of which readers take the one or the other. */
  readonly odd: boolean;
  readonly start: number;
}

/**
 * Reads a zip as from a pipe: local headers one after the other, each at the end of the entry before. What stands
 * after the first thing that is wrong need not be found. Encrypted entries cannot be read.
 */
export function unzipExactly(bytes: Buffer): Untarred {
  const files: TarFile[] = [];
  const damage: string[] = [];
  let at = 0;
  let entries = 0;
  let odd = false;
  while (numberAt(bytes, at) === LOCAL) {
    entries++;
    const local = localAt(bytes, at);
    if (local === null) return { files, damage: [...damage, 'local header'], odd };
    if (local.odd) odd = true;
    const entry = readEntry(bytes, local);
    if (entry.content !== null)
      files.push({ name: local.name, content: entry.content, whole: entry.damage === null });
    if (entry.damage !== null) damage.push(entry.damage);
    if (entry.next === null) return { files, damage, odd };
    at = entry.next;
  }
  return { files, damage: [...damage, ...directoryDamage(bytes, at, entries)], odd };
}

interface Entry {
  /** Null where it cannot be read at all. */
  readonly content: Buffer | null;
  /** Where the next header should be, null where nobody can tell. */
  readonly next: number | null;
  readonly damage: string | null;
}

function readEntry(bytes: Buffer, local: Local): Entry {
  const { method, later, packed, start } = local;
  const end = start + packed;
  if ((method !== STORED && method !== DEFLATED) || (later && method === STORED))
    return { content: null, next: later ? null : end, damage: 'method' };
  if (later) return readStreamed(bytes, local);
  if (end > bytes.length || method === STORED) {
    const content = bytes.subarray(start, end);
    const damage = end > bytes.length ? 'entry cut' : crc32(content) === local.crc ? null : 'checksum';
    const got = method === STORED ? content : inflateExactly(content).bytes;
    return { content: got, next: end, damage };
  }
  const inflated = inflateExactly(bytes.subarray(start, end));
  const right =
    inflated.damage === null && inflated.consumed === packed && inflated.bytes.length === local.size;
  const damage = right && crc32(inflated.bytes) === local.crc ? null : 'entry';
  return { content: inflated.bytes, next: end, damage };
}

/** An entry whose sizes follow it: its end is where deflate says. */
function readStreamed(bytes: Buffer, local: Local): Entry {
  const inflated = inflateExactly(bytes, local.start);
  if (inflated.damage !== null)
    return { content: inflated.bytes, next: null, damage: `deflate ${inflated.damage}` };
  const at = local.start + inflated.consumed;
  const isRight = (wide: boolean) =>
    numberAt(bytes, at) === DESCRIPTOR &&
    numberAt(bytes, at + 4) === crc32(inflated.bytes) &&
    numberAt(bytes, at + 8) === inflated.consumed &&
    numberAt(bytes, at + (wide ? 16 : 12)) === inflated.bytes.length;
  // Whether its sizes have 4 or 8 bytes is not told where it stands.
  const wide = isRight(true);
  if (wide || isRight(false)) return { content: inflated.bytes, next: at + (wide ? 24 : 16), damage: null };
  return { content: inflated.bytes, next: null, damage: 'descriptor' };
}

function localAt(bytes: Buffer, at: number): Local | null {
  if (at + 30 > bytes.length) return null;
  const flags = bytes.readUInt16LE(at + 6);
  const [nameLength, extraLength] = [bytes.readUInt16LE(at + 26), bytes.readUInt16LE(at + 28)];
  const start = at + 30 + nameLength + extraLength;
  const encrypted = flags % 2 === 1;
  const name = bytes.toString('utf8', at + 30, at + 30 + nameLength);
  if (start > bytes.length) return null;
  const [packed, size] = [bytes.readUInt32LE(at + 18), bytes.readUInt32LE(at + 22)];
  const extra = bytes.subarray(start - extraLength, start);
  const wide = extra.length >= 20 && extra.readUInt16LE(0) === 1;
  const later = Math.floor(flags / 8) % 2 === 1;
  // Info-ZIP tells the size before and the rest after; a checksum or packed size before belongs to the other form.
  const told = bytes.readUInt32LE(at + 14) > 0 || (!wide && packed > 0);
  return {
    name,
    odd: name.endsWith('/') || name === '' || (later && told),
    method: encrypted ? -1 : bytes.readUInt16LE(at + 8),
    crc: bytes.readUInt32LE(at + 14),
    packed: wide && packed === NOT_HERE ? Number(extra.readBigUInt64LE(12)) : packed,
    size: wide && size === NOT_HERE ? Number(extra.readBigUInt64LE(4)) : size,
    later,
    wide,
    start,
  };
}

/** A zip ends with a list of its entries; fewer or more in the list than were found is damage. */
function directoryDamage(bytes: Buffer, from: number, entries: number): readonly string[] {
  let at = from;
  let listed = 0;
  while (numberAt(bytes, at) === CENTRAL && at + 46 <= bytes.length) {
    listed++;
    at += 46 + bytes.readUInt16LE(at + 28) + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
  }
  if (listed === 0 && entries > 0) return ['no directory'];
  const closing = [END, END64, LOCATOR64].includes(numberAt(bytes, at) ?? 0);
  // What is wrong in the list alone takes nothing away.
  return closing && listed !== entries ? ['directory'] : [];
}

function numberAt(bytes: Buffer, at: number): number | null {
  return at + 4 <= bytes.length ? bytes.readUInt32LE(at) : null;
}
