import {
  BLOCK_END,
  BROKEN,
  LITERAL,
  LITERAL_MEANINGS,
  OFFSET_MEANINGS,
  PRE_MEANINGS,
  PRE_SYMBOLS,
  SPECIAL,
} from './layout';

const FIRST_LENGTH: u32 = 257;
const LAST_LENGTH: u32 = 285;

/** Writes down once what each symbol means (RFC 1951, 3.2.5). */
export function writeMeanings(): void {
  for (let symbol: u32 = 0; symbol < 256; symbol++) put(LITERAL_MEANINGS, symbol, LITERAL | (symbol << 16));
  put(LITERAL_MEANINGS, 256, SPECIAL | BLOCK_END);
  writeLengths();
  put(LITERAL_MEANINGS, 286, BROKEN);
  put(LITERAL_MEANINGS, 287, BROKEN);
  writeOffsets();
  put(OFFSET_MEANINGS, 30, BROKEN);
  put(OFFSET_MEANINGS, 31, BROKEN);
  for (let symbol: u32 = 0; symbol < PRE_SYMBOLS; symbol++) put(PRE_MEANINGS, symbol, symbol << 16);
}

function writeLengths(): void {
  let base: u32 = 3;
  for (let symbol = FIRST_LENGTH; symbol < LAST_LENGTH; symbol++) {
    const index = symbol - FIRST_LENGTH;
    const extra: u32 = index < 8 ? 0 : (index >> 2) - 1;
    put(LITERAL_MEANINGS, symbol, (base << 16) | extra);
    base += 1 << extra;
  }
  // The longest length has a code of its own, although the code before could tell it as well.
  put(LITERAL_MEANINGS, LAST_LENGTH, 258 << 16);
}

function writeOffsets(): void {
  let base: u32 = 1;
  for (let symbol: u32 = 0; symbol < 30; symbol++) {
    const extra: u32 = symbol < 4 ? 0 : (symbol >> 1) - 1;
    put(OFFSET_MEANINGS, symbol, (base << 16) | extra);
    base += 1 << extra;
  }
}

function put(table: usize, symbol: u32, meaning: u32): void {
  store<u32>(table + (symbol << 2), meaning);
}
