import { LITERAL, LITERAL_ROOT, LITERALS, MATCH, OTHER, PAIRS, PLACES, SORTED, SPECIAL } from './layout';

/** As many literals as an entry has room for. */
const MOST_LITERALS: u64 = 2;

/**
 * Looks up what follows what: each entry tells all that its bits hold, so that most of them need one look, not three. Goes
 * from code to code, so it has to come right after the table of literals; asking each entry what its bits begin with takes
 * several times as long.
 */
export function buildPairs(): void {
  writeOthers();
  extend(0, 0, 0, 0);
}

/** At first each entry is one that tells only of its symbol, in the words of the plain table. */
function writeOthers(): void {
  for (let bits: u32 = 0; bits < 1 << LITERAL_ROOT; bits++) {
    const entry = load<u32>(LITERALS + (bits << 2));
    store<u64>(PAIRS + (bits << 3), (u64(entry) << 32) | OTHER | u64(entry & 0xff));
  }
}

/** Writes what begins with these literals, whose codes are so many bits, as far as the root shows what follows. */
function extend(literals: u64, count: u64, code: u32, used: u32): void {
  if (count > 0) writeAll(code, used, literalsOf(literals, count, used));
  const end = codesWithin(LITERAL_ROOT - used);
  for (let at = SORTED; at < end; at += 4) {
    const next = load<u32>(at);
    const entry = load<u32>(LITERALS + (next << 2));
    const both = code | (next << used);
    const usedByBoth = used + codeBits(entry);
    if (!(entry & LITERAL)) {
      if (!(entry & SPECIAL)) writeAll(both, usedByBoth, matchOf(entry, literals, count, used));
    } else if (count < MOST_LITERALS) {
      extend(literals | (literalOf(entry) << (count << 3)), count + 1, both, usedByBoth);
    }
  }
}

/** Where the list of codes ends that are no longer than that. */
function codesWithin(length: u32): usize {
  return length === 0 ? SORTED : SORTED + (load<u32>(PLACES + (length << 2)) << 2);
}

/** An entry stands wherever its bits are followed by something else. */
function writeAll(code: u32, used: u32, entry: u64): void {
  for (let bits = code; bits < 1 << LITERAL_ROOT; bits += 1 << used) store<u64>(PAIRS + (bits << 3), entry);
}

function codeBits(entry: u32): u32 {
  return (entry >> 8) & 15;
}

function literalOf(entry: u32): u64 {
  return u64((entry >> 16) & 0xff);
}

function literalsOf(literals: u64, count: u64, used: u32): u64 {
  return (literals << 32) | (count << 16) | u64(used);
}

function matchOf(entry: u32, literals: u64, count: u64, used: u32): u64 {
  const base = u64(entry >> 16) << 48;
  const code = u64(used + codeBits(entry)) << 8;
  return base | (literals << 32) | MATCH | (count << 16) | code | u64(used + (entry & 0xff));
}
