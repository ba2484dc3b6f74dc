// Seeks many needles in one pass, however many they are. Compiled to WebAssembly; ../simd-scanner.ts drives it.
//
// Of each needle four bytes in a row stand for it: its fingerprint. Every needle belongs to one of eight groups, a bit
// each. Table k tells for the low half of a byte which groups have such a byte at place k of a fingerprint; the
// tables are looked up for 16 bytes at once, and where all four agree on a group, its needles are compared in full.
// The high halves are left out: they are nearly the same all over a text, and cost as much.

/** Where the tables lie: four of 16 bytes. */
export const TABLES: usize = 0;
/** Where the first needle of each group stands in the list, and where the last group ends: nine bytes. */
export const GROUPS: usize = 64;
const AGREED: usize = 128;
/**
 * Needles by group, five words each: address and length of the text, place of the fingerprint in it, `before`, and 1
 * where upper and lower case are one: the halves of both are the same.
 */
export const NEEDLES: usize = 256;
export const MOST_NEEDLES: usize = 128;
export const TEXTS: usize = 4096;
/** The lines that were found, three words each: begin, end, the highest `before` of their needles. */
export const LINES: usize = 16384;
export const MOST_LINES: usize = 4096;
/** How often each low half was seen, 32 bits each. */
export const HALVES: usize = 160;
/** How often each four of them in a row were seen, 32 bits each. */
export const TALLY: usize = 65536;
/** Where the text belongs, and how much of it; what lies behind may be looked at and counts for nothing. */
export const ROOM: usize = 327680;
export const ROOM_BYTES: usize = 327680 - 128;

export const NEEDLE_BYTES: usize = 20;
const LINE_BYTES: usize = 12;
const STRIDE: usize = 64;
const NEWLINE: u8 = 10;

let from: usize = 0;
let to: usize = 0;
let lineBegin: usize = 0;
let lineEnd: usize = 0;
/** Whether the line is among those found. */
let isFound: bool = false;
let found: usize = 0;
let candidates: u32 = 0;

/** Gives how many places the last scan compared in full. */
export function compared(): u32 {
  return candidates;
}

/**
 * Finds the lines with a needle in whole lines of text, and gives how many they are. Where that is `MOST_LINES` there
 * may be more after them.
 */
export function scan(begin: usize, end: usize): usize {
  from = lineEnd = begin;
  to = end;
  found = 0;
  candidates = 0;
  const low = i8x16.splat(15);
  const t0 = v128.load(TABLES);
  const t1 = v128.load(TABLES, 16);
  const t2 = v128.load(TABLES, 32);
  const t3 = v128.load(TABLES, 48);
  let a = v128.and(v128.load(begin), low);
  let a1 = i8x16.swizzle(t1, a);
  let a2 = i8x16.swizzle(t2, a);
  let a3 = i8x16.swizzle(t3, a);
  for (let at = begin; at < end; at += STRIDE) {
    const b = v128.and(v128.load(at, 16), low);
    const b1 = i8x16.swizzle(t1, b);
    const b2 = i8x16.swizzle(t2, b);
    const b3 = i8x16.swizzle(t3, b);
    const m0 = agreement(i8x16.swizzle(t0, a), a1, b1, a2, b2, a3, b3);
    const c = v128.and(v128.load(at, 32), low);
    const c1 = i8x16.swizzle(t1, c);
    const c2 = i8x16.swizzle(t2, c);
    const c3 = i8x16.swizzle(t3, c);
    const m1 = agreement(i8x16.swizzle(t0, b), b1, c1, b2, c2, b3, c3);
    const d = v128.and(v128.load(at, 48), low);
    const d1 = i8x16.swizzle(t1, d);
    const d2 = i8x16.swizzle(t2, d);
    const d3 = i8x16.swizzle(t3, d);
    const m2 = agreement(i8x16.swizzle(t0, c), c1, d1, c2, d2, c3, d3);
    a = v128.and(v128.load(at, 64), low);
    a1 = i8x16.swizzle(t1, a);
    a2 = i8x16.swizzle(t2, a);
    a3 = i8x16.swizzle(t3, a);
    const m3 = agreement(i8x16.swizzle(t0, d), d1, a1, d2, a2, d3, a3);
    if (!v128.any_true(v128.or(v128.or(m0, m1), v128.or(m2, m3)))) continue;
    v128.store(AGREED, m0);
    v128.store(AGREED, m1, 16);
    v128.store(AGREED, m2, 32);
    v128.store(AGREED, m3, 48);
    if (!compareStride(at, placesOf(m0, m1, m2, m3))) break;
  }
  return found;
}

/** Counts the low halves of bytes, and each four of them in a row. */
export function tally(begin: usize, end: usize): void {
  memory.fill(HALVES, 0, 4 * 16);
  memory.fill(TALLY, 0, 4 * 65536);
  let key: usize = 0;
  for (let at = begin; at < end; at++) {
    const half = <usize>(load<u8>(at) & 15);
    key = ((key << 4) | half) & 0xffff;
    count(HALVES + 4 * half);
    count(TALLY + 4 * key);
  }
}

function count(address: usize): void {
  store<u32>(address, load<u32>(address) + 1);
}

/** The groups that agree at each of 16 places: what is looked up for the bytes behind is moved to the place itself. */
function agreement(p0: v128, p1: v128, n1: v128, p2: v128, n2: v128, p3: v128, n3: v128): v128 {
  const q1 = i8x16.shuffle(p1, n1, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16);
  const q2 = i8x16.shuffle(p2, n2, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17);
  const q3 = i8x16.shuffle(p3, n3, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18);
  return v128.and(v128.and(p0, q1), v128.and(q2, q3));
}

/** One bit for each of 64 places at which some group agrees. */
function placesOf(m0: v128, m1: v128, m2: v128, m3: v128): u64 {
  const none = i8x16.splat(0);
  const low = <u32>i8x16.bitmask(i8x16.eq(m0, none)) | ((<u32>i8x16.bitmask(i8x16.eq(m1, none))) << 16);
  const high = <u32>i8x16.bitmask(i8x16.eq(m2, none)) | ((<u32>i8x16.bitmask(i8x16.eq(m3, none))) << 16);
  return ~(<u64>low | ((<u64>high) << 32));
}

/** False where there is no room for another line. */
function compareStride(begin: usize, places: u64): bool {
  while (places !== 0) {
    const place = <usize>ctz(places);
    places &= places - 1;
    if (!compareGroups(begin + place, load<u8>(AGREED + place))) return false;
  }
  return true;
}

function compareGroups(at: usize, groups: u32): bool {
  candidates++;
  while (groups !== 0) {
    const group = <usize>ctz(groups);
    groups &= groups - 1;
    const last = NEEDLES + NEEDLE_BYTES * load<u8>(GROUPS + group, 1);
    for (
      let needle = NEEDLES + NEEDLE_BYTES * load<u8>(GROUPS + group);
      needle < last;
      needle += NEEDLE_BYTES
    ) {
      const start = at - load<u32>(needle, 8);
      const length = <usize>load<u32>(needle, 4);
      if (start < from || start + length > to) continue;
      if (!isText(start, load<u32>(needle), length, load<u32>(needle, 16))) continue;
      if (!keep(start, start + length, load<u32>(needle, 12))) return false;
    }
  }
  return true;
}

function isText(at: usize, text: usize, length: usize, anyCase: u32): bool {
  for (let i: usize = 0; i < length; i++) {
    const byte = load<u8>(at + i);
    const folded = anyCase !== 0 && byte >= 65 && byte <= 90 ? byte | 32 : byte;
    if (folded !== load<u8>(text + i)) return false;
  }
  return true;
}

function keep(start: usize, end: usize, before: u32): bool {
  if (start >= lineEnd) {
    lineBegin = start;
    while (lineBegin > from && load<u8>(lineBegin - 1) !== NEWLINE) lineBegin--;
    lineEnd = end;
    while (load<u8>(lineEnd) !== NEWLINE) lineEnd++;
    isFound = false;
  }
  if (!isFound && found === MOST_LINES) return false;
  if (!isFound) {
    isFound = true;
    const line = LINES + LINE_BYTES * found++;
    store<u32>(line, lineBegin);
    store<u32>(line, lineEnd, 4);
    store<u32>(line, before, 8);
    return true;
  }
  const line = LINES + LINE_BYTES * (found - 1);
  if (before > load<u32>(line, 8)) store<u32>(line, before, 8);
  return true;
}
