/** The oracle for the sieve: splits the whole log into lines and looks at each. */
export interface NaiveNeedle {
  readonly text: string;
  readonly before: number;
}

const LIMIT = 64 * 1024;

/** Gives the lines of a log with their offsets. */
function naiveLines(bytes: Buffer): { offset: number; bytes: Buffer }[] {
  const lines: { offset: number; bytes: Buffer }[] = [];
  let begin = 0;
  for (let at = 0; at < bytes.length; at++) {
    if (bytes[at] !== 10) continue;
    lines.push({ offset: begin, bytes: bytes.subarray(begin, at) });
    begin = at + 1;
  }
  if (begin < bytes.length) lines.push({ offset: begin, bytes: bytes.subarray(begin) });
  return lines;
}

/** Gives what must come out: lines in their order, long lines apart, the end. */
export function naiveSieve(
  bytes: Buffer,
  needles: readonly NaiveNeedle[],
  head: number,
): { lines: string[]; long: number[]; end: number; cut: boolean } {
  const all = naiveLines(bytes);
  const marks = new Map<number, string>();
  for (const [index, { bytes: whole }] of all.entries()) {
    const seen = whole.subarray(0, LIMIT).toString('latin1');
    const found = needles.filter(({ text }) => seen.includes(text));
    if (found.length > 0) {
      const before = index < head ? 0 : Math.max(...found.map((needle) => needle.before));
      for (let i = Math.max(0, index - before); i < index; i++) if (!marks.has(i)) marks.set(i, '-');
      marks.set(index, ':');
    } else if ((index < head || index === all.length - 1) && !marks.has(index)) marks.set(index, '-');
  }
  const lines = [...marks.entries()]
    .sort(([a], [b]) => a - b)
    .map(
      ([index, mark]) =>
        `${all[index]?.offset}${mark}${all[index]?.bytes.subarray(0, LIMIT).toString('latin1')}`,
    );
  const long = all.filter((line) => line.bytes.length > LIMIT).map(({ offset }) => offset);
  return { lines, long, end: bytes.length, cut: bytes.length > 0 && bytes.at(-1) !== 10 };
}
