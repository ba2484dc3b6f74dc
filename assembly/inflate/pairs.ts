import { LITERAL, LITERAL_ROOT, LITERALS, MATCH, OTHER, PAIRS, SPECIAL } from './layout';

/** Looks up what follows what: each entry tells all that its bits hold, so that most of them need one look, not three. */
export function buildPairs(): void {
  const size: u32 = 1 << LITERAL_ROOT;
  for (let bits: u32 = 0; bits < size; bits++) store<u64>(PAIRS + (bits << 3), pairAt(bits));
}

function pairAt(bits: u32): u64 {
  const first = entryAt(bits);
  if (!(first & LITERAL)) return matchOf(first, 0, 0, 0);
  const used = codeBits(first);
  const literal = literalOf(first);
  const second = entryAt(bits >> used);
  if (!fits(second, used)) return literalsOf(literal, 1, used);
  if (!(second & LITERAL)) return matchOf(second, literal, 1, used);
  const usedByBoth = used + codeBits(second);
  const both = literal | (literalOf(second) << 8);
  const third = entryAt(bits >> usedByBoth);
  if (third & LITERAL || !fits(third, usedByBoth)) return literalsOf(both, 2, usedByBoth);
  return matchOf(third, both, 2, usedByBoth);
}

function entryAt(bits: u32): u32 {
  return load<u32>(LITERALS + (bits << 2));
}

function codeBits(entry: u32): u32 {
  return (entry >> 8) & 15;
}

function literalOf(entry: u32): u64 {
  return u64((entry >> 16) & 0xff);
}

/** Whether a literal or a length is known from the bits that those before it leave over. */
function fits(entry: u32, used: u32): bool {
  if (!(entry & LITERAL) && entry & SPECIAL) return false;
  return used + codeBits(entry) <= LITERAL_ROOT;
}

function literalsOf(literals: u64, count: u64, used: u32): u64 {
  return (literals << 32) | (count << 16) | u64(used);
}

function matchOf(entry: u32, literals: u64, count: u64, used: u32): u64 {
  if (entry & SPECIAL) return (u64(entry) << 32) | OTHER | u64(entry & 0xff);
  const base = u64(entry >> 16) << 48;
  const code = u64(used + codeBits(entry)) << 8;
  return base | (literals << 32) | MATCH | (count << 16) | code | u64(used + (entry & 0xff));
}
