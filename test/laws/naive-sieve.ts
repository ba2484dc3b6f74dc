/** The oracle for the sieve: splits the whole log into lines, long ones into pieces, and looks at each. */
export interface NaiveNeedle {
  readonly text: string;
  readonly anyCase?: boolean;
  readonly before: number;
}

const LIMIT = 64 * 1024;

/** A line, or a piece of one over the limit. */
interface Piece {
  readonly offset: number;
  readonly bytes: Buffer;
  readonly isFirst: boolean;
  readonly isLong: boolean;
}

/** Gives the lines of a log with their offsets. */
function naiveLines(bytes: Buffer, breaks: RegExp | undefined): Piece[] {
  const pieces: Piece[] = [];
  const add = (begin: number, end: number) => {
    const isLong = end - begin > LIMIT;
    for (let from = begin; from < end || from === begin; ) {
      const to = end - from > LIMIT ? from + cutIn(bytes.subarray(from, from + LIMIT), breaks) : end;
      pieces.push({ offset: from, bytes: bytes.subarray(from, to), isFirst: from === begin, isLong });
      if (to === end) break;
      from = to;
    }
  };
  let begin = 0;
  for (let at = 0; at < bytes.length; at++) {
    if (bytes[at] !== 10) continue;
    add(begin, at);
    begin = at + 1;
  }
  if (begin < bytes.length) add(begin, bytes.length);
  return pieces;
}

function cutIn(bytes: Buffer, breaks: RegExp | undefined): number {
  const places = breaks === undefined ? [] : [...bytes.toString('latin1').matchAll(breaks)];
  return places.at(-1)?.index || LIMIT;
}

/** Says whether a needle is in a text, one character a byte. */
export function isIn(text: string, { text: needle, anyCase }: NaiveNeedle): boolean {
  if (anyCase !== true) return text.includes(needle);
  return text.replace(/[A-Z]/g, (letter) => letter.toLowerCase()).includes(needle);
}

/** Gives what must come out: lines in their order, long lines apart, the end. */
export function naiveSieve(
  bytes: Buffer,
  needles: readonly NaiveNeedle[],
  head: number,
  breaks?: RegExp,
): { lines: string[]; long: number[]; end: number; cut: boolean } {
  const all = naiveLines(bytes, breaks);
  const firsts = all.filter(({ isFirst }) => isFirst);
  const marks = new Map<Piece, string>();
  /** What stands before a hit or at the end comes late, unless something behind it came before. */
  const late = (piece: Piece) => {
    if ([...marks.keys()].every(({ offset }) => offset < piece.offset)) marks.set(piece, '-');
  };
  for (const piece of all) {
    const found = needles.filter((needle) => isIn(piece.bytes.toString('latin1'), needle));
    const index = piece.isFirst ? firsts.indexOf(piece) : -1;
    if (found.length > 0) {
      const before = index < head ? 0 : Math.max(...found.map((needle) => needle.before));
      for (const other of firsts.slice(Math.max(0, index - before), Math.max(0, index))) late(other);
      marks.set(piece, ':');
    } else if (piece.isFirst && index < head) marks.set(piece, '-');
  }
  const last = firsts.at(-1);
  if (last !== undefined) late(last);
  const kept = [...marks.entries()]
    .sort(([a], [b]) => a.offset - b.offset)
    .map(([{ offset, bytes: text }, mark]) => `${offset}${mark}${text.toString('latin1')}`);
  const long = firsts.filter(({ isLong }) => isLong).map(({ offset }) => offset);
  return { lines: kept, long, end: bytes.length, cut: bytes.length > 0 && bytes.at(-1) !== 10 };
}
