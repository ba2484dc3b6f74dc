// Own code: the packages for sparklines draw one value per column on a linear scale from the least to the largest. Here a
// column counts stops, the scale is logarithmic, and half and all of the QoS timeout must lie between two columns.
import { firstIndex } from '../model/lists.js';
import { onsetUs, type Timeout } from '../model/timeout.js';
import { US_PER_MS, US_PER_SECOND } from '../model/units.js';
import { partOf } from './text/part.js';

/** With a QoS timeout of 8 s the scale begins at 1 ms. */
const DOUBLINGS_TO_HALF = 12;
const DOUBLINGS_FROM_FULL = 2;
const CELLS_PER_DOUBLING = 4;

/** The first cell of stops that reach all of the timeout; half of it is a doubling before. */
const FULL_CELL = (DOUBLINGS_TO_HALF + 1) * CELLS_PER_DOUBLING;
const CELLS = FULL_CELL + DOUBLINGS_FROM_FULL * CELLS_PER_DOUBLING;

/** Where a duration stands on the scale; what is beyond an end stands at that end. */
export interface Place {
  readonly column: number;
  readonly beyond: 'start' | 'end' | null;
}

/** A logarithmic scale of durations around a timeout. */
export interface Scale {
  /** Columns of the terminal that it takes: its cells, and one for each mark. */
  readonly width: number;
  /** Columns of the marks: for the onset of effects, and for the whole timeout. */
  readonly marks: readonly number[];
  readonly placeOf: (us: number) => Place;
  /** The line of labels, and the line below it with a tick under the first letter of each. */
  readonly head: readonly [string, string];
}

/** Makes the scale for a timeout: what falls short of its onset or of all of it stands left of that mark, what reaches it right of it. */
export function scaleFor(timeout: Timeout): Scale {
  const { qosUs } = timeout;
  const even = Array.from(
    { length: CELLS + 1 },
    (_, cell) => qosUs * 2 ** ((cell - FULL_CELL) / CELLS_PER_DOUBLING),
  );
  const limits = [...new Set([onsetUs(timeout), qosUs])].filter((us) => us > (even[0] ?? 0));
  // Half is the start of a cell. Another onset divides the cell in which it lies.
  const starts = [...new Set([...even, ...limits])].sort((a, b) => a - b);
  const cells = starts.length - 1;
  const marks = limits.map((us, index) => starts.indexOf(us) + index);
  const width = cells + marks.length;
  const columnOf = (cell: number) => limits.filter((us) => us <= (starts[cell] ?? 0)).length + cell;
  const placeOf = (us: number): Place => {
    const cell = firstIndex(starts, (start) => us < start) - 1;
    if (cell < 0) return { column: 0, beyond: 'start' };
    if (cell >= cells) return { column: width - 1, beyond: 'end' };
    return { column: columnOf(cell), beyond: null };
  };
  return { width, marks, placeOf, head: headOf({ width, marks, placeOf }, timeout) };
}

function headOf(
  { width, marks, placeOf }: Omit<Scale, 'head'>,
  { onset }: Timeout,
): readonly [string, string] {
  const labels = Array.from({ length: width }, () => ' ');
  const ticks = Array.from({ length: width }, () => '─');
  const put = (text: string, column: number) => {
    const around = labels.slice(Math.max(0, column - 1), column + text.length + 1);
    if (column + text.length > width || around.some((letter) => letter !== ' ')) return;
    ticks[column] = '┬';
    for (const [index, letter] of [...text].entries()) labels[column + index] = letter;
  };
  const [first = 0, full = first] = marks;
  put('full', full);
  if (onset.kind === 'share') put(partOf(onset), first);
  for (const us of POWERS_OF_TEN) {
    const { column, beyond } = placeOf(us);
    if (beyond === null) put(nameOf(us), column);
  }
  return [labels.join('').trimEnd(), ticks.join('')];
}

const POWERS_OF_TEN = Array.from({ length: 10 }, (_, power) => 10 ** power);

function nameOf(us: number): string {
  if (us < US_PER_MS) return `${us} us`;
  return us < US_PER_SECOND ? `${us / US_PER_MS} ms` : `${us / US_PER_SECOND} s`;
}
