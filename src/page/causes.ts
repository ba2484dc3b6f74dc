import { CAUSES, type Cause } from '../model/cause.js';
import { groupBy } from '../model/lists.js';
import type { Report, Stop } from '../model/report.js';
import { duration } from '../reporters/text/numbers.js';
import { scrolling } from './data-table.js';
import { draw, make, section } from './dom.js';
import { type Extent, tick } from './extent.js';
import { type Limit, limitsFor } from './limits.js';
import { markOf } from './marks.js';

const [WIDTH, HEIGHT, BINS_PER_DECADE] = [260, 24, 8];

/** The distribution of durations for each cause. */
export interface Causes {
  readonly element: HTMLElement;
  readonly show: (stops: readonly Stop[]) => void;
}

/** Makes the table of causes, with a histogram of durations in each row. */
export function causes(extent: Extent, report: Report): Causes {
  const body = make('tbody');
  const names = ['stops', 'shortest', 'median', '90 % up to', 'longest', 'in all'];
  const axis = make(
    'span',
    { class: 'span' },
    make('span', {}, tick(extent.lowUs)),
    make('span', {}, tick(extent.highUs)),
  );
  const head = make(
    'tr',
    {},
    make('th', { scope: 'col' }, 'cause'),
    make('th', { scope: 'col', class: 'histogram' }, 'durations, logarithmic', axis),
    ...names.map((name) => make('th', { scope: 'col', class: 'figure' }, name)),
  );
  const table = make(
    'table',
    {},
    make('caption', { class: 'unseen' }, 'Durations of stops by cause'),
    make('thead', {}, head),
    body,
  );
  const scroller = scrolling('Causes', table);
  return {
    element: section('causes', 'Causes', scroller),
    show: (stops) => {
      const groups = groupBy(stops, ({ cause }) => cause);
      const limits = limitsFor(report, stops);
      const rows = CAUSES.flatMap((cause) => {
        const group = groups.get(cause);
        return group === undefined ? [] : [causeRow(cause, group, extent, limits)];
      });
      body.replaceChildren(...rows);
    },
  };
}

function causeRow(
  cause: Cause,
  stops: readonly Stop[],
  extent: Extent,
  limits: readonly Limit[],
): HTMLElement {
  const lengths = stops.map(({ durationUs }) => durationUs).sort((a, b) => a - b);
  const share = (part: number) => duration(lengths[Math.ceil(lengths.length * part) - 1] ?? 0);
  const total = lengths.reduce((sum, us) => sum + us, 0);
  const figures = [
    String(lengths.length),
    duration(lengths[0] ?? 0),
    share(0.5),
    share(0.9),
    share(1),
    duration(total),
  ];
  return make(
    'tr',
    {},
    make('th', { scope: 'row' }, markOf(cause), cause),
    make('td', { class: 'histogram' }, histogram(cause, lengths, extent, limits)),
    ...figures.map((text) => make('td', { class: 'figure' }, text)),
  );
}

/** Draws how often each duration comes; a bar that holds any stop can be seen. */
function histogram(
  cause: Cause,
  lengths: readonly number[],
  { lowUs, highUs }: Extent,
  limits: readonly Limit[],
): SVGElement {
  const decades = Math.log10(highUs / lowUs);
  const bins = new Array<number>(Math.round(decades * BINS_PER_DECADE)).fill(0);
  const placeOf = (us: number) => Math.log10(us / lowUs) / decades;
  for (const us of lengths.filter((each) => each > 0)) {
    const bin = Math.min(bins.length - 1, Math.floor(placeOf(us) * bins.length));
    bins[bin] = (bins[bin] ?? 0) + 1;
  }
  const most = bins.reduce((high, size) => Math.max(high, size), 1);
  const width = WIDTH / bins.length;
  const bars = bins.flatMap((size, index) => {
    if (size === 0) return [];
    const height = Math.max(2, (size / most) * (HEIGHT - 2));
    const [x, y] = [index * width + 0.5, HEIGHT - height];
    return [
      draw('rect', {
        x: x.toFixed(1),
        y: y.toFixed(1),
        width: (width - 1).toFixed(1),
        height: height.toFixed(1),
      }),
    ];
  });
  const lines = limits.map(({ us }) => {
    const x = (placeOf(us) * WIDTH).toFixed(1);
    return draw('line', { x1: x, x2: x, y1: '0', y2: String(HEIGHT) });
  });
  const attributes = {
    viewBox: `0 0 ${WIDTH} ${HEIGHT}`,
    preserveAspectRatio: 'none',
    'data-cause': cause,
    'aria-hidden': 'true',
  };
  return draw(
    'svg',
    attributes,
    draw('path', { class: 'floor', d: `M0 ${HEIGHT}H${WIDTH}` }),
    ...bars,
    ...lines,
  );
}
