import type { TableConstructorOptions } from 'cli-table3';

/** A table without borders: columns two spaces apart, a thin rule under the header. */
export const BARE = {
  chars: {
    top: '',
    'top-mid': '',
    'top-left': '',
    'top-right': '',
    bottom: '',
    'bottom-mid': '',
    'bottom-left': '',
    'bottom-right': '',
    left: '',
    'left-mid': '',
    mid: '─',
    'mid-mid': '  ',
    right: '',
    'right-mid': '',
    middle: '  ',
  },
  style: { head: [], border: [], compact: true, 'padding-left': 0, 'padding-right': 0 },
} satisfies TableConstructorOptions;

/** Columns between two columns of the table. */
export const GAP = 2;
