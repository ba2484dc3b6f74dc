import { GAP } from './bare.js';

/** What a column asks of the layout, in columns of the terminal. */
export interface Want {
  /** The width that shows every value whole. */
  readonly need: number;
  /** The width below which the column is left out instead of cut. */
  readonly least: number;
  /** The higher, the longer the column stays. */
  readonly keep: number;
}

/**
 * Chooses which columns stay and how wide, so that a row takes at most `room` columns (null: all that they need).
 * Gives a width for each of them, null where it is left out; the most important one always stays, cut if need be.
 */
export function fit(wants: readonly Want[], room: number | null): readonly (number | null)[] {
  if (room === null) return wants.map(({ need }) => need);
  const byKeep = wants.toSorted((a, b) => b.keep - a.keep);
  const staying = chooseStaying(byKeep, room);
  let spare = room + GAP;
  for (const { least } of staying) spare -= least + GAP;
  const widths = new Map<Want, number>();
  for (const want of staying) {
    const more = Math.max(0, Math.min(spare, want.need - want.least));
    widths.set(want, Math.min(want.least + more, room));
    spare -= more;
  }
  return wants.map((want) => widths.get(want) ?? null);
}

function chooseStaying(byKeep: readonly Want[], room: number): readonly Want[] {
  let left = room + GAP;
  return byKeep.filter(({ least }, index) => {
    if (index > 0 && least + GAP > left) return false;
    left -= least + GAP;
    return true;
  });
}
