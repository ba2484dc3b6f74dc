import Table from 'cli-table3';
import { BARE } from './bare.js';

const PLAIN = /^[ -~]*$/;

/** Made when the first text needs it: that takes as long as many a table. */
let segmenter: Intl.Segmenter | null = null;

// Names of VMs and logs come again in row after row, and cli-table3 takes 50 us to measure one that is not ASCII.
const known = new Map<string, number>();
const MOST_KNOWN = 10_000;

/** Gives the columns that a text takes in a terminal, as cli-table3 counts them. */
export function widthOf(text: string): number {
  if (PLAIN.test(text)) return text.length;
  const before = known.get(text);
  if (before !== undefined) return before;
  const width = measured(text);
  if (known.size === MOST_KNOWN) known.clear();
  known.set(text, width);
  return width;
}

function measured(text: string): number {
  const table = new Table(BARE);
  table.push([text]);
  // The table fills in the width of its columns while it is drawn.
  table.toString();
  return table.options.colWidths[0] ?? text.length;
}

/** Splits a text into what a reader sees as one letter each. */
export function lettersOf(text: string): readonly string[] {
  if (PLAIN.test(text)) return text.split('');
  segmenter ??= new Intl.Segmenter('en', { granularity: 'grapheme' });
  return Array.from(segmenter.segment(text), ({ segment }) => segment);
}

/** Cuts a text at one side to at most so many columns (1 or more), with an ellipsis where it was cut. */
export function shorten(text: string, columns: number, side: 'start' | 'end'): string {
  if (widthOf(text) <= columns) return text;
  const parts = lettersOf(text);
  const fromEnd = side === 'start';
  let kept = '';
  for (const letter of fromEnd ? parts.toReversed() : parts) {
    const longer = fromEnd ? letter + kept : kept + letter;
    if (widthOf(longer) >= columns) break;
    kept = longer;
  }
  return fromEnd ? `…${kept}` : `${kept}…`;
}
