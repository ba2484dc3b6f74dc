import fc from 'fast-check';
import type { Built, Part } from '../support/built.js';
import { type Base, FOREIGN, layersOf } from './bases.js';

/** A place in an archive: so far into one of its parts, both counted round where there are fewer. */
interface Spot {
  readonly part: number;
  /** Thousandths of the part. */
  readonly share: number;
}

/** One thing that happens to one of a bundle's archives. */
export type Mutation = {
  /** Which archive, the inner ones first, counted round. */
  readonly layer: number;
  readonly at: Spot;
} & (
  | { readonly kind: 'cut' }
  | { readonly kind: 'flip'; readonly bit: number }
  | { readonly kind: 'set'; readonly value: number }
  | { readonly kind: 'remove' | 'zero' | 'repeat'; readonly length: number }
  | {
      readonly kind: 'copy' | 'foreign';
      readonly length: number;
      readonly to: Spot;
      readonly insert: boolean;
    }
  | { readonly kind: 'exchange'; readonly length: number; readonly to: Spot }
  /** A hole of zeros from the beginning of one part to that of another. */
  | { readonly kind: 'hole'; readonly to: Spot }
  /** Another type flag in a header of a tar, with the right checksum. */
  | { readonly kind: 'type'; readonly value: string }
  /** Damage to a long name or PAX header of a tar. */
  | { readonly kind: 'name'; readonly how: 'zeros' | 'garbage' | 'zero' | 'empty' }
  /** A member of a tar that is shorter, in a tar that is sound. */
  | { readonly kind: 'shorten' }
  /** Another byte in a field of a zip's directory. */
  | { readonly kind: 'lie'; readonly field: number; readonly value: number }
);

const BLOCK_BYTES = 512;

/** Where a record of a zip's directory has its flags, method, checksum, sizes, offset and name. */
const DIRECTORY_FIELDS = [8, 10, 16, 20, 24, 42, 46];

/** Type flags that mean something to some program, and some that do not. */
const TYPES = '\x0001234567ADEIKLMNSVXZgx~';

const anySpot: fc.Arbitrary<Spot> = fc.record({
  part: fc.nat(99),
  share: fc.oneof(fc.constant(0), fc.nat(999)),
});
const anyLength = fc.oneof(
  fc.integer({ min: 1, max: 8 }),
  fc.integer({ min: 1, max: 700 }),
  fc.integer({ min: 1, max: 8 }).map((blocks) => blocks * BLOCK_BYTES),
);
/** Bytes that a copy lost: up to all there are. */
const anyLoss = fc.oneof(anyLength, fc.integer({ min: 1, max: 20_000 }));
const anyStart = fc.record({ part: fc.nat(99), share: fc.constant(0) });
const first: Spot = { part: 0, share: 0 };
const where = { layer: fc.nat(9), at: anySpot };
const anyMutation: fc.Arbitrary<Mutation> = fc.oneof(
  fc.record({ kind: fc.constant('cut'), ...where }),
  fc.record({ kind: fc.constant('flip'), ...where, bit: fc.nat(7) }),
  fc.record({ kind: fc.constant('set'), ...where, value: fc.nat(255) }),
  fc.record({ kind: fc.constantFrom('zero', 'repeat'), ...where, length: anyLength }),
  fc.record({ kind: fc.constant('remove'), ...where, length: anyLoss }),
  fc.record({ kind: fc.constantFrom('remove', 'zero'), ...where, at: fc.constant(first), length: anyLength }),
  fc.record({ kind: fc.constant('hole'), ...where, at: anyStart, to: anyStart }),
  fc.record({ kind: fc.constant('type'), ...where, value: fc.constantFrom(...TYPES) }),
  fc.record({
    kind: fc.constant('name'),
    ...where,
    how: fc.constantFrom('zeros', 'garbage', 'zero', 'empty'),
  }),
  fc.record({ kind: fc.constant('shorten'), ...where }),
  fc.record({
    kind: fc.constant('lie'),
    ...where,
    field: fc.constantFrom(...DIRECTORY_FIELDS),
    value: fc.nat(255),
  }),
  fc.record({
    kind: fc.constantFrom('copy', 'foreign'),
    ...where,
    length: anyLength,
    to: anySpot,
    insert: fc.boolean(),
  }),
  fc.record({ kind: fc.constant('exchange'), ...where, length: anyLength, to: anySpot }),
);

/** What happens to a bundle: mostly one thing, now and then several. */
export const anyMutations: fc.Arbitrary<readonly Mutation[]> = fc.oneof(
  { weight: 3, arbitrary: fc.tuple(anyMutation) },
  { weight: 1, arbitrary: fc.array(anyMutation, { minLength: 2, maxLength: 4 }) },
);

/** Makes a bundle with mutations in its archives. */
export function mutated(base: Base, mutations: readonly Mutation[]): Buffer {
  const layers = layersOf(base);
  let layer = 0;
  return base.build((archive) => {
    const index = layer++;
    const own = mutations.filter((mutation) => mutation.layer % layers === index);
    return own.reduce((bytes, mutation) => mutate(bytes, archive, mutation), archive.bytes);
  });
}

function mutate(bytes: Buffer, archive: Built, mutation: Mutation): Buffer {
  const at = placeOf(mutation.at, archive, bytes.length);
  switch (mutation.kind) {
    case 'cut':
      return bytes.subarray(0, at);
    case 'flip':
      return withByte(bytes, at, (byte) => flipped(byte, mutation.bit));
    case 'set':
      return withByte(bytes, at, () => mutation.value);
    case 'remove':
      return spliced(bytes, at, mutation.length, Buffer.alloc(0));
    case 'zero':
      return spliced(bytes, at, mutation.length, Buffer.alloc(Math.min(mutation.length, bytes.length - at)));
    case 'repeat':
      return spliced(bytes, at, 0, bytes.subarray(at, at + mutation.length));
    case 'hole':
      return holed(bytes, at, placeOf(mutation.to, archive, bytes.length));
    case 'type':
      return retyped(bytes, archive, mutation);
    case 'name':
      return renamed(bytes, archive, mutation);
    case 'shorten':
      return shortened(bytes, archive, mutation.at);
    case 'lie':
      return withLie(bytes, archive, mutation);
    default:
      return transplanted(bytes, at, placeOf(mutation.to, archive, bytes.length), mutation);
  }
}

function holed(bytes: Buffer, from: number, to: number): Buffer {
  return spliced(bytes, from, Math.max(0, to - from), Buffer.alloc(Math.max(0, to - from)));
}

function retyped(
  bytes: Buffer,
  { parts }: Built,
  { at, value }: Extract<Mutation, { kind: 'type' }>,
): Buffer {
  const headers = parts.filter(({ kind, from }) => kind === 'header' && isTarHeader(bytes, from));
  const from = headers[at.part % headers.length]?.from;
  if (from === undefined) return bytes;
  const header = Buffer.from(bytes.subarray(from, from + BLOCK_BYTES));
  header.write(value, 156, 'latin1');
  return spliced(bytes, from, BLOCK_BYTES, summed(header));
}

/** Gives a header of a tar the right checksum. */
function summed(header: Buffer): Buffer {
  header.fill(' ', 148, 156);
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'latin1');
  return header;
}

/** Cuts a file and writes its header anew, as where it was short before it was packed. */
function shortened(bytes: Buffer, { parts }: Built, { part, share }: Spot): Buffer {
  const contents = parts.filter(({ kind, of }, i) => kind === 'content' && isHeaderOf(parts[i - 1], of));
  const content = contents[part % contents.length];
  const from = content === undefined ? 0 : content.from - BLOCK_BYTES;
  if (content === undefined || content.to > bytes.length || !isTarHeader(bytes, from)) return bytes;
  const size = Math.floor((share / 1000) * (content.to - content.from));
  const header = Buffer.from(bytes.subarray(from, content.from));
  header.write(`${size.toString(8).padStart(11, '0')}\0`, 124, 'latin1');
  const [before, behind] = [roundedUp(content.to - content.from), roundedUp(size)];
  const cut = Buffer.concat([bytes.subarray(content.from, content.from + size), Buffer.alloc(behind - size)]);
  return spliced(bytes, from, BLOCK_BYTES + before, Buffer.concat([summed(header), cut]));
}

/** Long names stay as they are: cut short, they name another file in a tar that is sound. */
function isHeaderOf(part: Part | undefined, of: string): boolean {
  return part?.kind === 'header' && part.of === of && !of.startsWith('././@');
}

function roundedUp(size: number): number {
  return BLOCK_BYTES * Math.ceil(size / BLOCK_BYTES);
}

function withLie(
  bytes: Buffer,
  { parts }: Built,
  { at, field, value }: Extract<Mutation, { kind: 'lie' }>,
): Buffer {
  const records = parts.filter(({ kind }) => kind === 'directory');
  const record = records[at.part % records.length];
  return record === undefined ? bytes : withByte(bytes, record.from + field, () => value);
}

function renamed(bytes: Buffer, { parts }: Built, { at, how }: Extract<Mutation, { kind: 'name' }>): Buffer {
  const names = parts.filter(({ kind, of }) => kind === 'content' && of.startsWith('././@'));
  const part = names[at.part % names.length];
  if (part === undefined || part.to > bytes.length) return bytes;
  const content = Buffer.from(bytes.subarray(part.from, part.to));
  if (how === 'zeros') content.fill(0);
  if (how === 'garbage') for (const i of content.keys()) content[i] = (i * 151 + at.share) % 256;
  if (how === 'zero') content[Math.floor((at.share / 1000) * content.length)] = 0;
  if (how === 'empty') content.fill(emptyPath(content.length));
  return spliced(bytes, part.from, content.length, content);
}

/** A PAX header without a path in it, of so many bytes; too short for a long name to begin with. */
function emptyPath(length: number): string {
  const rest = length - '8 path=\n'.length;
  return `8 path=\n${rest} mtime=1.${'0'.repeat(length)}`.slice(0, length - 1).concat('\n');
}

function isTarHeader(bytes: Buffer, at: number): boolean {
  return bytes.toString('latin1', at + 257, at + 262) === 'ustar';
}

/** Copies or exchanges a range, or puts one of another bundle in its place. */
function transplanted(
  bytes: Buffer,
  at: number,
  to: number,
  mutation: Extract<Mutation, { kind: 'copy' | 'foreign' | 'exchange' }>,
): Buffer {
  const range = bytes.subarray(at, at + mutation.length);
  if (mutation.kind === 'exchange') {
    const other = Buffer.from(bytes.subarray(to, to + mutation.length));
    return spliced(spliced(bytes, to, other.length, range), at, other.length, other);
  }
  const from = Math.floor((mutation.at.share / 1000) * FOREIGN.length);
  const put = mutation.kind === 'copy' ? range : FOREIGN.subarray(from, from + mutation.length);
  return spliced(bytes, to, mutation.insert ? 0 : put.length, put);
}

function placeOf({ part, share }: Spot, { parts }: Built, length: number): number {
  const chosen = parts[part % parts.length];
  if (chosen === undefined) return 0;
  return Math.min(length, chosen.from + Math.floor((share / 1000) * (chosen.to - chosen.from)));
}

function spliced(bytes: Buffer, at: number, length: number, put: Buffer): Buffer {
  return Buffer.concat([bytes.subarray(0, at), put, bytes.subarray(at + length)]);
}

function withByte(bytes: Buffer, at: number, change: (byte: number) => number): Buffer {
  const byte = bytes[at];
  return byte === undefined ? bytes : spliced(bytes, at, 1, Buffer.of(change(byte)));
}

function flipped(byte: number, bit: number): number {
  return Math.floor(byte / 2 ** bit) % 2 === 1 ? byte - 2 ** bit : byte + 2 ** bit;
}
