import {
  BLOCK_END,
  LITERAL,
  LITERAL_ROOT,
  LITERALS,
  OFFSET_ROOT,
  OFFSETS,
  OUTPUT,
  SPECIAL,
  SUBTABLE,
} from './layout';
import { damaged, need, Stage, Stream } from './stream';

/** A match takes no more bits: a code of 15 with 5 extra bits, then one of 15 with 13. */
const LONGEST_MATCH_BITS: u32 = 48;

/**
 * Inflates one literal or match, near the end of the input, where the fast way would read past it. False where the
 * input ends within it, and then nothing of it is taken, or where it is damaged.
 */
export function inflateSymbol(): bool {
  // Bits past the input's end read as 0: an entry found with them is longer than what is held.
  need(LONGEST_MATCH_BITS);
  const first = lookUp(LITERALS, LITERAL_ROOT, 0);
  const code = codeStart(LITERALS, LITERAL_ROOT, 0);
  const used = code + (first & 0xff);
  if (used > Stream.held) return false;
  if (first & LITERAL) {
    store<u8>(Stream.output, u8(first >> 16));
    Stream.output++;
    drop(used);
    return true;
  }
  if (first & BLOCK_END) {
    drop(used);
    Stream.stage = Stage.BLOCK;
    return true;
  }
  if (first & SPECIAL) return damaged();
  return inflateMatch(amountOf(first, code), used);
}

function inflateMatch(length: usize, used: u32): bool {
  const entry = lookUp(OFFSETS, OFFSET_ROOT, used);
  const code = codeStart(OFFSETS, OFFSET_ROOT, used);
  const end = code + (entry & 0xff);
  if (end > Stream.held) return false;
  if (entry & SPECIAL) return damaged();
  const offset = amountOf(entry, code);
  if (offset > Stream.output - OUTPUT) return damaged();
  drop(end);
  // Byte by byte, because a match may run into what it makes itself.
  for (const past = Stream.output + length; Stream.output < past; Stream.output++) {
    store<u8>(Stream.output, load<u8>(Stream.output - offset));
  }
  return true;
}

function rootEntry(table: usize, root: u32, at: u32): u32 {
  return load<u32>(table + ((u32(Stream.bits >> at) & ((1 << root) - 1)) << 2));
}

/** The entry of the code that begins so many bits on. */
function lookUp(table: usize, root: u32, at: u32): u32 {
  const entry = rootEntry(table, root, at);
  if (!(entry & SPECIAL) || !(entry & SUBTABLE) || entry & LITERAL) return entry;
  const index = u32(Stream.bits >> (at + root)) & ((1 << ((entry >> 8) & 15)) - 1);
  return load<u32>(table + (((entry >> 16) + index) << 2));
}

/** Where the part of the code begins that the entry counts: behind the root, for an entry of a second table. */
function codeStart(table: usize, root: u32, at: u32): u32 {
  const entry = rootEntry(table, root, at);
  return entry & SPECIAL && entry & SUBTABLE && !(entry & LITERAL) ? at + root : at;
}

/** A length or an offset: its base and what the extra bits behind its code add. */
function amountOf(entry: u32, code: u32): usize {
  const codeAndExtra = (Stream.bits >> code) & ((u64(1) << (entry & 0xff)) - 1);
  return (entry >> 16) + usize(codeAndExtra >> ((entry >> 8) & 15));
}

function drop(count: u32): void {
  Stream.bits >>= count;
  Stream.held -= count;
}
