import { INPUT, OUTPUT } from './layout';

/** What comes next in the stream. */
export enum Stage {
  BLOCK,
  STORED_SIZE,
  STORED,
  COUNTS,
  PRE_LENGTHS,
  LENGTHS,
  SYMBOLS,
  DONE,
  BAD,
}

/** The state of the stream between two steps. */
export class Stream {
  static stage: Stage = Stage.BLOCK;
  static lastBlock: bool = false;
  /** Bits taken from the input and not used yet: `held` of them, all higher ones 0. Never more than 61. */
  static bits: u64 = 0;
  static held: u32 = 0;
  static input: usize = INPUT;
  static inputEnd: usize = INPUT;
  static output: usize = OUTPUT;
  /** What stands before it was handed out by earlier steps. */
  static outputFrom: usize = OUTPUT;
  static storedBytes: usize = 0;
  static literalLengths: u32 = 0;
  static offsetLengths: u32 = 0;
  static preLengths: u32 = 0;
  static lengthsRead: u32 = 0;
  /** The tables are those of the fixed codes. */
  static fixed: bool = false;
}

/** Takes bytes in until so many bits are held; false where the input ends before. */
export function need(count: u32): bool {
  while (Stream.held < count) {
    if (Stream.input === Stream.inputEnd) return false;
    Stream.bits |= u64(load<u8>(Stream.input)) << Stream.held;
    Stream.input++;
    Stream.held += 8;
  }
  return true;
}

/** The next bits, not taken yet. */
export function peek(count: u32): u32 {
  return u32(Stream.bits) & ((1 << count) - 1);
}

export function take(count: u32): u32 {
  const value = peek(count);
  Stream.bits >>= count;
  Stream.held -= count;
  return value;
}

/** Marks the stream as damaged; false, because nothing comes after it. */
export function damaged(): bool {
  Stream.stage = Stage.BAD;
  return false;
}
