import type { Cause } from '../model/cause.js';
import { draw } from './dom.js';

/** The shape of each cause as the data of a path around 0 0, some 10 units wide: colour alone tells a part of the readers nothing. */
export const SHAPES: Readonly<Record<Cause, string>> = {
  'snapshot-create': 'M-4.5 0A4.5 4.5 0 1 0 4.5 0A4.5 4.5 0 1 0 -4.5 0Z',
  consolidate: 'M0 -5L5 4L-5 4Z',
  migration: 'M-4 -4H4V4H-4Z',
  'storage-migration': 'M0 -5.5L5.5 0L0 5.5L-5.5 0Z',
  'hot-add': 'M-1.7 -5H1.7V-1.7H5V1.7H1.7V5H-1.7V1.7H-5V-1.7H-1.7Z',
  'hot-remove': 'M-5 -2.6L-2.6 -5L0 -2.4L2.6 -5L5 -2.6L2.4 0L5 2.6L2.6 5L0 2.4L-2.6 5L-5 2.6L-2.4 0Z',
  suspend: 'M0 5L-5 -4L5 -4Z',
  revert: 'M-5 -4.5H5L-5 4.5H5Z',
  unknown:
    'M-4.5 0A4.5 4.5 0 1 0 4.5 0A4.5 4.5 0 1 0 -4.5 0ZM-2.4 0A2.4 2.4 0 1 1 2.4 0A2.4 2.4 0 1 1 -2.4 0Z',
};

/** Makes the mark of a cause, for beside its name. */
export function markOf(cause: Cause): SVGElement {
  return draw(
    'svg',
    { class: 'mark', viewBox: '-6 -6 12 12', 'aria-hidden': 'true', 'data-cause': cause },
    draw('path', { d: SHAPES[cause], 'fill-rule': 'evenodd' }),
  );
}
