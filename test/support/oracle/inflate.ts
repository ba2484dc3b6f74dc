/** What a deflate stream gave. */
export interface Inflated {
  /** All that it says before its end, or before what is wrong in it. */
  readonly bytes: Buffer;
  /** Bytes of the input that it took. */
  readonly consumed: number;
  /** Why it ended before its end, null where it did not. */
  readonly damage: 'cut' | 'invalid' | null;
}

const LENGTH_BASE = [
  3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195,
  227, 258,
];
const LENGTH_EXTRA = [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0];
const DISTANCE_BASE = [
  1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049, 3073, 4097,
  6145, 8193, 12289, 16385, 24577,
];
const DISTANCE_EXTRA = [
  0, 0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9, 10, 10, 11, 11, 12, 12, 13, 13,
];
const LENGTHS_ORDER = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];
const LONGEST_CODE = 15;
const [MOST_LENGTHS, MOST_DISTANCES] = [286, 30];
const END_OF_BLOCK = 256;

/** What ends the reading early. */
class Stop extends Error {
  constructor(readonly damage: 'cut' | 'invalid') {
    super(damage);
  }
}

/** A Huffman code: how many symbols have each length, and the symbols in the order of their codes. */
interface Code {
  readonly counts: readonly number[];
  readonly symbols: readonly number[];
  /** Codes that no symbol has; below 0 where there are more symbols than codes. */
  readonly left: number;
}

/**
 * Inflates (RFC 1951) slowly and exactly: everything up to the first byte that is wrong or missing. Shares nothing
 * with zlib, so that it can be the measure of what a program makes of a damaged stream; what a wrong byte itself may
 * still tell with its first bits is left out, for who feeds zlib byte by byte is not given that.
 */
export function inflateExactly(input: Buffer, from = 0): Inflated {
  const reader = new BitReader(input, from);
  const output = new Output();
  try {
    while (!readBlock(reader, output));
    return { bytes: output.bytes(), consumed: reader.position - from, damage: null };
  } catch (error) {
    if (!(error instanceof Stop)) throw error;
    const bytes = error.damage === 'cut' ? output.bytes() : output.bytesBefore(reader.unit);
    return { bytes, consumed: reader.position - from, damage: error.damage };
  }
}

class BitReader {
  #held = 0;
  #count = 0;
  #unit = 0;

  constructor(
    readonly input: Buffer,
    public position: number,
  ) {}

  /** The byte in which the current symbol or block header begins. */
  get unit(): number {
    return this.#unit;
  }

  begin(): void {
    this.#unit = this.#count > 0 ? this.position - 1 : this.position;
  }

  bits(count: number): number {
    while (this.#count < count) {
      this.#held += this.byte() * 2 ** this.#count;
      this.#count += 8;
    }
    const value = this.#held % 2 ** count;
    this.#held = Math.floor(this.#held / 2 ** count);
    this.#count -= count;
    return value;
  }

  byte(): number {
    const byte = this.input[this.position];
    if (byte === undefined) throw new Stop('cut');
    this.position++;
    return byte;
  }

  /** Lets go of the rest of the current byte. */
  align(): void {
    this.#held = 0;
    this.#count = 0;
  }
}

class Output {
  #bytes = Buffer.alloc(4096);
  #length = 0;
  /** The input's latest byte in which a symbol ended, and how much there was before the first that did. */
  #latest = { byte: -1, before: 0 };

  get length(): number {
    return this.#length;
  }

  /** Tells in which byte of the input the symbol ends that comes next. */
  symbolEndsIn(byte: number): void {
    if (byte !== this.#latest.byte) this.#latest = { byte, before: this.#length };
  }

  add(byte: number): void {
    if (this.#length === this.#bytes.length) this.#bytes = Buffer.concat([this.#bytes, this.#bytes]);
    this.#bytes[this.#length++] = byte;
  }

  repeat(length: number, distance: number): void {
    for (let i = 0; i < length; i++) this.add(this.#bytes[this.#length - distance] ?? 0);
  }

  bytes(): Buffer {
    return this.#bytes.subarray(0, this.#length);
  }

  /** What the bytes of the input before one say. */
  bytesBefore(byte: number): Buffer {
    return this.#bytes.subarray(0, this.#latest.byte === byte ? this.#latest.before : this.#length);
  }
}

/** Reads one block; says whether it was the last. */
function readBlock(reader: BitReader, output: Output): boolean {
  reader.begin();
  const last = reader.bits(1) === 1;
  const type = reader.bits(2);
  if (type === 0) readStored(reader, output);
  else if (type === 1) readCoded(reader, output, FIXED_LENGTHS, FIXED_DISTANCES);
  else if (type === 2) readCoded(reader, output, ...readCodes(reader));
  else throw new Stop('invalid');
  return last;
}

function readStored(reader: BitReader, output: Output): void {
  reader.align();
  const length = reader.byte() + 256 * reader.byte();
  const inverse = reader.byte() + 256 * reader.byte();
  if (length + inverse !== 0xffff) throw new Stop('invalid');
  for (let i = 0; i < length; i++) output.add(reader.byte());
}

function readCoded(reader: BitReader, output: Output, lengths: Code, distances: Code): void {
  for (;;) {
    reader.begin();
    const symbol = readSymbol(reader, lengths);
    if (symbol === END_OF_BLOCK) return;
    if (symbol < END_OF_BLOCK) {
      output.symbolEndsIn(reader.position - 1);
      output.add(symbol);
      continue;
    }
    const length = readNumber(reader, symbol - 257, LENGTH_BASE, LENGTH_EXTRA);
    const distance = readNumber(reader, readSymbol(reader, distances), DISTANCE_BASE, DISTANCE_EXTRA);
    if (distance > output.length) throw new Stop('invalid');
    output.symbolEndsIn(reader.position - 1);
    output.repeat(length, distance);
  }
}

function readNumber(
  reader: BitReader,
  index: number,
  bases: readonly number[],
  extras: readonly number[],
): number {
  const [base, extra] = [bases[index], extras[index]];
  if (base === undefined || extra === undefined) throw new Stop('invalid');
  return base + reader.bits(extra);
}

function readSymbol(reader: BitReader, { counts, symbols }: Code): number {
  let [code, first, index] = [0, 0, 0];
  for (let length = 1; length <= LONGEST_CODE; length++) {
    code += reader.bits(1);
    const count = counts[length] ?? 0;
    if (code - first < count) return symbols[index + code - first] ?? 0;
    index += count;
    // No longer code is left: these bits alone are wrong, whatever follows them.
    if (index === symbols.length) break;
    first = 2 * (first + count);
    code *= 2;
  }
  throw new Stop('invalid');
}

function readCodes(reader: BitReader): [Code, Code] {
  const [lengthCount, distanceCount, codeCount] = [
    reader.bits(5) + 257,
    reader.bits(5) + 1,
    reader.bits(4) + 4,
  ];
  if (lengthCount > MOST_LENGTHS || distanceCount > MOST_DISTANCES) throw new Stop('invalid');
  const ofCodes: number[] = Array.from({ length: LENGTHS_ORDER.length }, () => 0);
  for (const place of LENGTHS_ORDER.slice(0, codeCount)) ofCodes[place] = reader.bits(3);
  const code = makeCode(ofCodes);
  if (code.left !== 0) throw new Stop('invalid');
  if (code.symbols.length === 0) {
    // zlib reads a bit for each length before it reports a code without symbols.
    for (let i = 0; i < lengthCount + distanceCount; i++) reader.bits(1);
    throw new Stop('invalid');
  }
  const all = readLengths(reader, code, lengthCount + distanceCount);
  if (all[END_OF_BLOCK] === 0) throw new Stop('invalid');
  return [usable(all.slice(0, lengthCount)), usable(all.slice(lengthCount))];
}

function readLengths(reader: BitReader, code: Code, total: number): readonly number[] {
  const lengths: number[] = [];
  while (lengths.length < total) {
    const symbol = readSymbol(reader, code);
    if (symbol < 16) {
      lengths.push(symbol);
      continue;
    }
    const previous = symbol === 16 ? lengths.at(-1) : 0;
    if (previous === undefined) throw new Stop('invalid');
    const count =
      symbol === 16 ? 3 + reader.bits(2) : symbol === 17 ? 3 + reader.bits(3) : 11 + reader.bits(7);
    if (lengths.length + count > total) throw new Stop('invalid');
    for (let i = 0; i < count; i++) lengths.push(previous);
  }
  return lengths;
}

/** A code may lack symbols only where it has a single one, of one bit. */
function usable(lengths: readonly number[]): Code {
  const code = makeCode(lengths);
  const single = lengths.length === (code.counts[0] ?? 0) + (code.counts[1] ?? 0);
  if (code.left < 0 || (code.left > 0 && !single)) throw new Stop('invalid');
  return code;
}

function makeCode(lengths: readonly number[]): Code {
  const counts: number[] = Array.from({ length: LONGEST_CODE + 1 }, () => 0);
  for (const length of lengths) counts[length] = (counts[length] ?? 0) + 1;
  let left = 1;
  for (const count of counts.slice(1)) left = 2 * left - count;
  const symbols = lengths.map((length, symbol) => ({ length, symbol })).filter(({ length }) => length > 0);
  symbols.sort((a, b) => a.length - b.length || a.symbol - b.symbol);
  const spare = (counts[0] ?? 0) === lengths.length ? 0 : left;
  return { counts, symbols: symbols.map(({ symbol }) => symbol), left: spare };
}

const FIXED_LENGTHS = makeCode(
  Array.from({ length: 288 }, (_, symbol) => (symbol < 144 ? 8 : symbol < 256 ? 9 : symbol < 280 ? 7 : 8)),
);
const FIXED_DISTANCES = makeCode(Array.from({ length: 30 }, () => 5));
