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
  const entries = new Map<number, Facts>();
  let odd = false;
  while (numberAt(bytes, at) === LOCAL) {
    const local = localAt(bytes, at);
    if (local === null) return { files, damage: [...damage, 'local header'], odd };
    if (local.odd) odd = true;
    const entry = readEntry(bytes, local);
    entries.set(at, { ...local, ...entry.told });
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
  /** What its data descriptor says. */
  readonly told?: Pick<Facts, 'crc' | 'packed' | 'size'>;
}

/** What both headers of an entry say, null where that is not known. */
interface Facts {
  readonly name: string;
  readonly method: number;
  readonly crc: number | null;
  readonly packed: number | null;
  readonly size: number | null;
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
  const told = {
    crc: crc32(inflated.bytes),
    packed: inflated.consumed,
    size: inflated.bytes.length,
  };
  // It may lack its mark (APPNOTE 4.3.9.3), and whether its sizes have 4 or 8 bytes is not told where it stands.
  for (const [mark, width] of [
    [4, 8],
    [4, 4],
    [0, 8],
    [0, 4],
  ] as const) {
    const from = at + mark;
    const isRight =
      (mark === 0 || numberAt(bytes, at) === DESCRIPTOR) &&
      numberAt(bytes, from) === told.crc &&
      numberAt(bytes, from + 4) === told.packed &&
      numberAt(bytes, from + 4 + width) === told.size;
    if (isRight) return { content: inflated.bytes, next: from + 4 + 2 * width, damage: null, told };
  }
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

/** A zip ends with a list of its entries; one that does not say what was found is damage. */
function directoryDamage(
  bytes: Buffer,
  from: number,
  entries: ReadonlyMap<number, Facts>,
): readonly string[] {
  let at = from;
  let listed = 0;
  let lies = false;
  while (numberAt(bytes, at) === CENTRAL && at + 46 <= bytes.length) {
    listed++;
    lies ||= !isListed(bytes, at, entries);
    at += 46 + bytes.readUInt16LE(at + 28) + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
  }
  if (listed === 0 && entries.size > 0) return ['no directory'];
  const closing = [END, END64, LOCATOR64].includes(numberAt(bytes, at) ?? 0);
  // What is wrong in the list alone takes nothing away; what stands behind it may hold more entries.
  if (!closing && bytes.includes('PK\u0003\u0004', at, 'latin1')) return ['entries behind the directory'];
  return closing && (lies || listed !== entries.size) ? ['directory'] : [];
}

/** Says whether a record of the list tells of an entry what was found there. */
function isListed(bytes: Buffer, at: number, entries: ReadonlyMap<number, Facts>): boolean {
  const [nameLength, extraLength] = [bytes.readUInt16LE(at + 28), bytes.readUInt16LE(at + 30)];
  const end = at + 46 + nameLength;
  const extra = bytes.subarray(end, end + extraLength);
  const wide = extra.length >= 4 && extra.readUInt16LE(0) === 1;
  const long = wide ? [4, 12, 20].filter((place) => place + 8 <= extra.length) : [];
  const [size, packed, offset] = [24, 20, 42].map((place) => {
    const value = bytes.readUInt32LE(at + place);
    const instead = value === NOT_HERE ? long.shift() : undefined;
    return instead === undefined ? value : Number(extra.readBigUInt64LE(instead));
  });
  const entry = entries.get(offset ?? -1);
  if (entry === undefined) return false;
  const encrypted = bytes.readUInt16LE(at + 8) % 2 === 1;
  const isTrue = (told: number | undefined, found: number | null) => found === null || told === found;
  return (
    bytes.toString('utf8', at + 46, end) === entry.name &&
    (encrypted ? -1 : bytes.readUInt16LE(at + 10)) === entry.method &&
    isTrue(bytes.readUInt32LE(at + 16), entry.crc) &&
    isTrue(packed, entry.packed) &&
    isTrue(size, entry.size)
  );
}

function numberAt(bytes: Buffer, at: number): number | null {
  return at + 4 <= bytes.length ? bytes.readUInt32LE(at) : null;
}
