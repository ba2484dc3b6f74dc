import { crc32, deflateRawSync } from 'node:zlib';
import { Builder, type Built } from './built.js';

const ENCRYPTED = 1;
const WITH_DESCRIPTOR = 8;
const UTF8 = 0x800;
const [STORED, DEFLATED] = [0, 8];
const NOT_HERE = 0xffff_ffff;
/** 2024-06-01 in the form of DOS. */
const [DOS_TIME, DOS_DATE] = [0, 0x58c1];

export interface ZipEntry {
  readonly name: string;
  readonly content: string | Buffer;
  readonly stored?: boolean;
  /** Sizes and checksum follow the content, as where a zip is written to a pipe. */
  readonly descriptor?: boolean;
  /** Sizes in the zip64 field, as where a program cannot tell beforehand how long an entry will be. */
  readonly zip64?: boolean;
  /** Says that it is encrypted; what stands there is not. */
  readonly encrypted?: boolean;
  /** What the directory says instead. */
  readonly listed?: Partial<Pick<Written, 'name' | 'crc' | 'size' | 'offset' | 'stored' | 'encrypted'>>;
}

interface ZipOptions {
  /** Without it the archive is as one whose download was cut. */
  readonly directory?: boolean;
  /** Bytes of zeros behind it. */
  readonly zeros?: number;
}

interface Written extends ZipEntry {
  readonly packed: Buffer;
  readonly crc: number;
  readonly size: number;
  readonly offset: number;
}

/** Packs a zip: local headers with their contents, then the central directory. */
export function zipBytes(
  entries: readonly ZipEntry[],
  { directory = true, zeros = 0 }: ZipOptions = {},
): Built {
  const builder = new Builder();
  const written = entries.map((entry): Written => {
    const bytes = Buffer.from(entry.content);
    const packed = entry.stored === true ? bytes : deflateRawSync(bytes, { level: 9 });
    const one = { ...entry, packed, crc: crc32(bytes), size: bytes.length, offset: builder.length };
    builder.add('header', localHeader(one), entry.name);
    builder.add('content', packed, entry.name);
    if (entry.descriptor === true) builder.add('trailer', descriptorOf(one), entry.name);
    return one;
  });
  if (!directory) return builder.built();
  const start = builder.length;
  for (const entry of written)
    builder.add('directory', centralHeader({ ...entry, ...entry.listed }), entry.name);
  builder.add('end', endRecord(written.length, start, builder.length - start));
  if (zeros > 0) builder.add('padding', Buffer.alloc(zeros));
  return builder.built();
}

function localHeader(entry: Written): Buffer {
  const later = entry.descriptor === true;
  const [packed, size] = later ? [0, 0] : [entry.packed.length, entry.size];
  const extra = entry.zip64 === true ? zip64Field(size, packed) : Buffer.alloc(0);
  const [packed32, size32] = entry.zip64 === true ? [NOT_HERE, NOT_HERE] : [packed, size];
  return Buffer.concat([
    numbers([4, 0x04034b50], ...common(entry), [4, later ? 0 : entry.crc], [4, packed32], [4, size32]),
    numbers([2, Buffer.byteLength(entry.name)], [2, extra.length]),
    Buffer.from(entry.name),
    extra,
  ]);
}

function descriptorOf({ crc, packed, size, zip64 }: Written): Buffer {
  const width = zip64 === true ? 8 : 4;
  return numbers([4, 0x08074b50], [4, crc], [width, packed.length], [width, size]);
}

function centralHeader(entry: Written): Buffer {
  const { name, crc, packed, size, offset, zip64 } = entry;
  const extra = zip64 === true ? zip64Field(size, packed.length) : Buffer.alloc(0);
  const [packed32, size32] = zip64 === true ? [NOT_HERE, NOT_HERE] : [packed.length, size];
  return Buffer.concat([
    numbers([4, 0x02014b50], [2, 45], ...common(entry), [4, crc], [4, packed32], [4, size32]),
    numbers([2, Buffer.byteLength(name)], [2, extra.length], [2, 0], [2, 0], [2, 0], [4, 0], [4, offset]),
    Buffer.from(name),
    extra,
  ]);
}

function endRecord(count: number, start: number, length: number): Buffer {
  return numbers([4, 0x06054b50], [2, 0], [2, 0], [2, count], [2, count], [4, length], [4, start], [2, 0]);
}

/** Version, flags, method, time and date, which both headers of an entry hold. */
function common({ descriptor, encrypted, stored, zip64 }: ZipEntry): readonly (readonly [number, number])[] {
  const flags = UTF8 + (descriptor === true ? WITH_DESCRIPTOR : 0) + (encrypted === true ? ENCRYPTED : 0);
  const method = stored === true ? STORED : DEFLATED;
  return [
    [2, zip64 === true ? 45 : 20],
    [2, flags],
    [2, method],
    [2, DOS_TIME],
    [2, DOS_DATE],
  ];
}

function zip64Field(size: number, packed: number): Buffer {
  return numbers([2, 1], [2, 16], [8, size], [8, packed]);
}

/** Writes numbers one after the other, each as so many bytes, the lowest first. */
function numbers(...list: readonly (readonly [number, number])[]): Buffer {
  return Buffer.concat(
    list.map(([width, value]) => {
      const bytes = Buffer.alloc(width);
      if (width === 8) bytes.writeBigUInt64LE(BigInt(value));
      else bytes.writeUIntLE(value, 0, width);
      return bytes;
    }),
  );
}
