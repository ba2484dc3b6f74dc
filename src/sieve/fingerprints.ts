import type { Needle } from '../model/line.js';

/** The scan looks for this many bytes of each needle. */
export const FINGERPRINT_BYTES = 4;
/** Needles are searched for in groups, one bit each. */
const GROUP_COUNT = 8;

/** A needle, and where its fingerprint begins in it. */
export interface Placed {
  readonly needle: Needle;
  readonly at: number;
}

/** How often each low half of a byte, and each four in a row, occur in a text. */
export interface Sample {
  readonly length: number;
  readonly halves: Uint32Array;
  /** Indexed by the four halves as one number, the first one highest. */
  readonly rows: Uint32Array;
}

/** The low halves of a group at each place of a fingerprint. */
type Halves = readonly (readonly number[])[];

interface Group {
  readonly members: readonly Placed[];
  readonly halves: Halves;
  readonly cost: number;
}

const ANY = Array.from({ length: 16 }, (_, half) => half);
const PLACES = Array.from({ length: FINGERPRINT_BYTES }, (_, place) => place);
const EMPTY: Group = { members: [], halves: PLACES.map(() => []), cost: 0 };

/** A sample is short, so what it lacks still gets this share of its likelihood by chance. */
const CHANCE = 0.3;

/**
 * Picks the rarest four bytes of each needle, and groups the needles so that few places of the text match by chance. A
 * group matches any mix of its halves, so its needles should be alike.
 */
export function groupNeedles(needles: readonly Needle[], sample: Sample): readonly (readonly Placed[])[] {
  const groups = Array.from({ length: GROUP_COUNT }, () => EMPTY);
  const singles = needles.map((needle) => rarest(needle, sample));
  for (const { members, halves } of singles.sort((a, b) => b.cost - a.cost)) {
    const joined = groups.map((group) => join(group, members, halves, sample));
    const rises = joined.map(({ cost }, index) => cost - (groups[index]?.cost ?? 0));
    const best = rises.indexOf(Math.min(...rises));
    groups[best] = joined[best] ?? EMPTY;
  }
  return groups.map(({ members }) => members);
}

/** Returns the low halves that match at a place of the fingerprint: all of them behind a short needle. */
export function halvesAt({ needle, at }: Placed, place: number): readonly number[] {
  const index = at + place;
  return index < needle.text.length ? [needle.text.charCodeAt(index) % 16] : ANY;
}

function rarest(needle: Needle, sample: Sample): Group {
  const last = Math.max(0, needle.text.length - FINGERPRINT_BYTES);
  let best = single({ needle, at: 0 }, sample);
  for (let at = 1; at <= last; at++) {
    const other = single({ needle, at }, sample);
    if (other.cost < best.cost) best = other;
  }
  return best;
}

function single(placed: Placed, sample: Sample): Group {
  const halves = PLACES.map((place) => halvesAt(placed, place));
  return { members: [placed], halves, cost: expected(halves, sample) };
}

function join(group: Group, more: readonly Placed[], halves: Halves, sample: Sample): Group {
  const both = group.halves.map((known, place) => [...new Set([...known, ...(halves[place] ?? [])])]);
  return { members: [...group.members, ...more], halves: both, cost: expected(both, sample) };
}

/** How many places of the text match these halves. */
function expected(halves: Halves, sample: Sample): number {
  let chance = CHANCE * sample.length;
  for (const sought of halves) {
    let seen = 0;
    for (const half of sought) seen += sample.halves[half] ?? 0;
    chance *= seen / sample.length;
  }
  return chance + rowsSeen(halves, 0, 0, sample);
}

function rowsSeen(halves: Halves, place: number, row: number, sample: Sample): number {
  const isLast = place === FINGERPRINT_BYTES - 1;
  let seen = 0;
  for (const half of halves[place] ?? []) {
    const longer = 16 * row + half;
    seen += isLast ? (sample.rows[longer] ?? 0) : rowsSeen(halves, place + 1, longer, sample);
  }
  return seen;
}
