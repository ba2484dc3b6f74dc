import { BROKEN, COUNTS, PLACES, SORTED, SPECIAL, SUBTABLE } from './layout';

const LONGEST_CODE: u32 = 15;

/**
 * Makes the table of a code from its code lengths; false for lengths that make no code. A code may be incomplete only
 * where zlib lets it be: none at all, or, where it need not be complete, a single one of one bit.
 */
export function buildTable(
  lengths: usize,
  symbols: u32,
  table: usize,
  root: u32,
  meanings: usize,
  complete: bool,
): bool {
  countLengths(lengths, symbols);
  const longest = longestCode();
  const room = roomLeft();
  if (room < 0) return false;
  if (room > 0 && longest > 0 && (complete || longest > 1)) return false;
  if (room > 0) fillRoot(table, root, BROKEN | 1);
  sortSymbols(lengths, symbols);
  writeEntries(table, root, meanings, longest);
  return true;
}

function fillRoot(table: usize, root: u32, entry: u32): void {
  const end = table + (4 << root);
  for (let at = table; at < end; at += 4) store<u32>(at, entry);
}

function countLengths(lengths: usize, symbols: u32): void {
  memory.fill(COUNTS, 0, 4 * 16);
  for (let symbol: u32 = 0; symbol < symbols; symbol++) {
    const at = COUNTS + (u32(load<u8>(lengths + symbol)) << 2);
    store<u32>(at, load<u32>(at) + 1);
  }
}

function codesOf(length: u32): u32 {
  return load<u32>(COUNTS + (length << 2));
}

function longestCode(): u32 {
  let longest = LONGEST_CODE;
  while (longest > 0 && codesOf(longest) === 0) longest--;
  return longest;
}

/** Codes of the longest length that are still free; below 0 where there are more codes than room for them. */
function roomLeft(): i32 {
  let room: i32 = 1;
  for (let length: u32 = 1; length <= LONGEST_CODE; length++) {
    room = (room << 1) - i32(codesOf(length));
    if (room < 0) return room;
  }
  return room;
}

function sortSymbols(lengths: usize, symbols: u32): void {
  let place: u32 = 0;
  for (let length: u32 = 1; length <= LONGEST_CODE; length++) {
    store<u32>(PLACES + (length << 2), place);
    place += codesOf(length);
  }
  for (let symbol: u32 = 0; symbol < symbols; symbol++) {
    const length = u32(load<u8>(lengths + symbol));
    if (length === 0) continue;
    const at = PLACES + (length << 2);
    const free = load<u32>(at);
    store<u32>(at, free + 1);
    store<u32>(SORTED + (free << 2), symbol);
  }
}

function writeEntries(table: usize, root: u32, meanings: usize, longest: u32): void {
  const rootSize: u32 = 1 << root;
  let code: u32 = 0;
  let sorted: usize = SORTED;
  let end = rootSize;
  let prefix: u32 = 0xffffffff;
  let second: usize = 0;
  let secondSize: u32 = 0;
  for (let length: u32 = 1; length <= longest; length++) {
    for (let codes = codesOf(length); codes > 0; codes--) {
      const meaning = load<u32>(meanings + (load<u32>(sorted) << 2));
      store<u32>(sorted, code);
      sorted += 4;
      if (length <= root) {
        writeRepeated(table, code, rootSize, length, meaning);
      } else {
        if ((code & (rootSize - 1)) !== prefix) {
          prefix = code & (rootSize - 1);
          const bits = secondBits(length, codes, root, longest);
          store<u32>(table + (prefix << 2), (end << 16) | SPECIAL | SUBTABLE | (bits << 8) | root);
          second = table + (end << 2);
          secondSize = 1 << bits;
          end += secondSize;
        }
        writeRepeated(second, code >> root, secondSize, length - root, meaning);
      }
      code = nextCode(code, length);
    }
  }
}

/** An entry stands wherever its code is followed by bits of something else. */
function writeRepeated(table: usize, code: u32, size: u32, length: u32, meaning: u32): void {
  const entry = meaning + ((length << 8) | length);
  for (let at = code; at < size; at += 1 << length) store<u32>(table + (at << 2), entry);
}

/** Codes come with their first bit lowest: counting up goes from the highest bit downwards. */
function nextCode(code: u32, length: u32): u32 {
  let bit: u32 = 1 << (length - 1);
  while (code & bit) bit >>= 1;
  return bit === 0 ? 0 : (code & (bit - 1)) + bit;
}

/** Bits of a second table that has room for the codes of one prefix, from this one on. */
function secondBits(length: u32, codesLeft: u32, root: u32, longest: u32): u32 {
  let bits = length - root;
  let room: i32 = 1 << bits;
  while (bits + root < longest) {
    room -= i32(bits + root === length ? codesLeft : codesOf(bits + root));
    if (room <= 0) break;
    bits++;
    room <<= 1;
  }
  return bits;
}
