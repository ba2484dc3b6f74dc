/** Where everything stands in memory, and what a table entry holds. The code is AssemblyScript: built by build.mjs. */

/** A code that is longer than a table's root finds its entry in a second table behind the first. */
export const LITERAL_ROOT: u32 = 10;
export const OFFSET_ROOT: u32 = 8;
export const PRE_ROOT: u32 = 7;

/** The most symbols that a block can have of each kind; the fixed codes name two of each that nothing may use. */
export const LITERAL_SYMBOLS: u32 = 288;
export const OFFSET_SYMBOLS: u32 = 32;
export const PRE_SYMBOLS: u32 = 19;

/** Entries that the worst codes need, second tables included (zlib's `enough` counts them: 1334 and 402). */
const LITERAL_ENTRIES: usize = 1344;
const OFFSET_ENTRIES: usize = 416;

/** The pairs of a table: entries of 8 bytes, one for each value of as many bits as the root has. */
export const PAIRS: usize = 4096;
export const LITERALS: usize = PAIRS + (8 << LITERAL_ROOT);
export const OFFSETS: usize = LITERALS + 4 * LITERAL_ENTRIES;
export const PRES: usize = OFFSETS + 4 * OFFSET_ENTRIES;
/** Code lengths as a block's header gives them. */
export const LENGTHS: usize = PRES + 4 * 128;
/** For each symbol what its entry holds besides the length of its code. */
export const LITERAL_MEANINGS: usize = LENGTHS + 512;
export const OFFSET_MEANINGS: usize = LITERAL_MEANINGS + 4 * LITERAL_SYMBOLS;
export const PRE_MEANINGS: usize = OFFSET_MEANINGS + 4 * OFFSET_SYMBOLS;
/**
 * Scratch of the table builder: codes of each length, where their symbols go (later how many codes are no longer), and
 * symbols in the order of their codes, which take their symbols' places as they are written.
 */
export const COUNTS: usize = PRE_MEANINGS + 4 * 32;
export const PLACES: usize = COUNTS + 4 * 16;
export const SORTED: usize = PLACES + 4 * 16;

/** What the compiler itself puts into memory stands from 0x9000 (`--memoryBase` in build.mjs) to here. */
export const INPUT: usize = 0xa000;
export const INPUT_BYTES: usize = 0x20000;
/** History, then what is inflated next; a match may pass the limit, and a copy the end of its match. */
export const OUTPUT: usize = INPUT + INPUT_BYTES + 64;
export const HISTORY_BYTES: usize = 0x8000;
export const OUTPUT_LIMIT: usize = OUTPUT + HISTORY_BYTES + 0x80000;

/**
 * An entry, low bits first: 8 bits say how many bits to take (code and extra bits), 4 how many of them are the code,
 * then the flags, and from bit 16 the literal, the base of a length or an offset, or where a second table begins.
 */
export const LITERAL: u32 = 0x80000000;
export const SPECIAL: u32 = 0x8000;
export const SUBTABLE: u32 = 0x4000;
export const BLOCK_END: u32 = 0x2000;
/** No symbol has this code, or one that the format forbids. */
export const BROKEN: u32 = SPECIAL | 0x1000;

/**
 * A pair's entry holds all that so many bits can tell: up to two literals (from bit 32, their number in bits 16 and 17), and
 * the length that follows them (from bit 48). 8 bits say how many bits to take, 8 where the extra bits begin.
 * With `OTHER`, bits 32 to 63 are the plain entry of a symbol that is neither.
 */
export const MATCH: u64 = 0x100000;
export const OTHER: u64 = 0x200000;
