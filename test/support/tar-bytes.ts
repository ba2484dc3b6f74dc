import { Builder, type Built } from './built.js';

const BLOCK_BYTES = 512;
const NAME_BYTES = 100;
const PREFIX_BYTES = 155;

/** How long names are written: cut into a prefix, in a member before (GNU), or in a PAX header before each member. */
export type Dialect = 'ustar' | 'gnu' | 'pax';

export interface TarMember {
  readonly name: string;
  readonly content?: string | Buffer;
  /** The type flag: `0`, a regular file, unless given. */
  readonly type?: string;
  readonly link?: string;
  /** Seconds since 1970. */
  readonly mtime?: number;
  /** The size that the header promises, or its field as it stands: the content's unless given. */
  readonly size?: number | Buffer;
}

interface TarOptions {
  readonly dialect?: Dialect;
  /** Blocks of zeros at the end: two unless given. */
  readonly endBlocks?: number;
}

/** 2024-06-01T00:00:00Z. */
const PACKED_AT = 1_717_200_000;

/** Packs a tar. */
export function tarBytes(
  members: readonly TarMember[],
  { dialect = 'gnu', endBlocks = 2 }: TarOptions = {},
): Built {
  const builder = new Builder();
  for (const member of members) {
    for (const before of namesBefore(member, dialect)) add(builder, before, dialect);
    add(builder, member, dialect);
  }
  builder.add('end', Buffer.alloc(endBlocks * BLOCK_BYTES));
  return builder.built();
}

/** Writes the header of a member: one block with a valid checksum. A name that is too long for it is cut. */
export function tarHeader(member: TarMember, dialect: Dialect = 'gnu'): Buffer {
  const block = Buffer.alloc(BLOCK_BYTES);
  const { name, prefix } = dialect === 'ustar' ? splitName(member.name) : { name: member.name, prefix: '' };
  put(block, 0, NAME_BYTES, name);
  put(block, 100, 8, '0000644\0');
  put(block, 108, 8, '0000000\0');
  put(block, 116, 8, '0000000\0');
  sizeField(member).copy(block, 124);
  put(block, 136, 12, `${octal(member.mtime ?? PACKED_AT, 11)}\0`);
  put(block, 148, 8, '        ');
  put(block, 156, 1, member.type ?? '0');
  put(block, 157, NAME_BYTES, member.link ?? '');
  put(block, 257, 8, dialect === 'gnu' ? 'ustar  \0' : 'ustar\x0000');
  put(block, 345, PREFIX_BYTES, prefix);
  const sum = block.reduce((total, byte) => total + byte, 0);
  put(block, 148, 8, `${octal(sum, 6)}\0 `);
  return block;
}

/** Writes the records of a PAX header; the length of each counts its own digits. */
export function paxRecords(records: Readonly<Record<string, string>>): Buffer {
  const lines = Object.entries(records).map(([key, value]) => {
    const rest = Buffer.byteLength(` ${key}=${value}\n`);
    let length = rest;
    while (length !== rest + String(length).length) length = rest + String(length).length;
    return `${length} ${key}=${value}\n`;
  });
  return Buffer.from(lines.join(''));
}

/** Writes a size in base 256, as GNU tar does for one that octal digits cannot hold. */
export function base256(size: bigint): Buffer {
  const field = Buffer.from(BigInt.asUintN(96, size).toString(16).padStart(24, '0'), 'hex');
  field.writeUInt8(field.readUInt8(0) | 0x80, 0);
  return field;
}

function add(builder: Builder, member: TarMember, dialect: Dialect): void {
  const content = Buffer.from(member.content ?? '');
  builder.add('header', tarHeader(member, dialect), member.name);
  builder.add('content', content, member.name);
  builder.add('padding', Buffer.alloc(-content.length & (BLOCK_BYTES - 1)), member.name);
}

function namesBefore(
  { name, type = '0', mtime = PACKED_AT }: TarMember,
  dialect: Dialect,
): readonly TarMember[] {
  // No program writes attributes of a header that is itself one of attributes.
  if (dialect === 'ustar' || type === 'g') return [];
  const isLong = Buffer.byteLength(name) > NAME_BYTES;
  if (dialect === 'gnu')
    return isLong ? [{ name: '././@LongLink', type: 'L', content: `${name}\0`, mtime: 0 }] : [];
  const records = paxRecords({ ...(isLong ? { path: name } : {}), mtime: `${mtime}.25` });
  return [{ name: '././@PaxHeader', type: 'x', content: records, mtime: 0 }];
}

function splitName(full: string): { name: string; prefix: string } {
  if (Buffer.byteLength(full) <= NAME_BYTES) return { name: full, prefix: '' };
  const slash = full.indexOf('/', Math.max(0, full.length - NAME_BYTES - 1));
  const [prefix, name] = [full.slice(0, slash), full.slice(slash + 1)];
  if (slash <= 0 || Buffer.byteLength(prefix) > PREFIX_BYTES) throw new Error(`too long for ustar: ${full}`);
  return { name, prefix };
}

function sizeField({ size, content = '' }: TarMember): Buffer {
  if (Buffer.isBuffer(size)) return size;
  const bytes = size ?? Buffer.from(content).length;
  return bytes < 8 ** 11 ? Buffer.from(`${octal(bytes, 11)}\0`) : base256(BigInt(bytes));
}

function octal(value: number, digits: number): string {
  return value.toString(8).padStart(digits, '0');
}

function put(block: Buffer, at: number, length: number, text: string): void {
  Buffer.from(text).subarray(0, length).copy(block, at);
}
