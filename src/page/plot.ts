import { drawScene, type Scene } from './drawing.js';
import { type Extent, tick } from './extent.js';
import type { Span } from './points.js';
import { colour } from './theme.js';
import { timeLabels, utcDate } from './time-axis.js';

/** What a plot is made for. */
export interface PlotParts {
  readonly place: HTMLElement;
  readonly extent: Extent;
  readonly scene: () => Scene;
  /** The whole range of time, for when the reader has seen enough of a part. */
  readonly whole: () => Span;
  readonly onSpan: (span: Span) => void;
}

const [HEIGHT, NARROW_HEIGHT, NARROW] = [380, 300, 600];
/** About the width of a digit. */
const LETTER = 7.5;

/** Gives the size of a plot in a room of some width. */
export function sizeFor(width: number): { readonly width: number; readonly height: number } {
  return { width, height: width < NARROW ? NARROW_HEIGHT : HEIGHT };
}

/** Makes the plot: time across, duration up on a logarithmic scale. Dragging across shows a part of the time, two clicks all. */
export function makePlot({ place, extent, scene, whole, onSpan }: PlotParts): uPlot {
  const { lowUs, highUs } = extent;
  const font = '12px system-ui, sans-serif';
  const grid = { stroke: () => colour('line'), width: 1 };
  const axis = { stroke: () => colour('muted'), font, grid, ticks: { ...grid, size: 4 } };
  return new uPlot(
    {
      ...sizeFor(place.clientWidth),
      legend: { show: false },
      tzDate: utcDate,
      cursor: {
        x: false,
        y: false,
        points: { show: false },
        bind: { dblclick: (plot) => () => showWhole(plot, whole()) },
      },
      scales: {
        x: { time: true, range: (_plot, min, max) => [min, max] },
        y: { distr: 3, log: 10, range: [lowUs, highUs] },
      },
      series: [{}, { scale: 'y', paths: () => null, points: { show: false } }],
      axes: [
        {
          ...axis,
          space: 90,
          size: 46,
          values: (_plot, moments, _axis, _space, step) => timeLabels(moments, step),
        },
        {
          ...axis,
          scale: 'y',
          size: 20 + LETTER * Math.max(tick(lowUs).length, tick(highUs).length),
          splits: () => decades(extent),
          filter: (_plot, splits) => splits,
          values: (_plot, splits) => splits.map(tick),
        },
      ],
      hooks: {
        draw: [(plot) => drawScene(plot, scene())],
        setScale: [(plot, scale) => scale === 'x' && onSpan(shownSpan(plot))],
      },
    },
    [[], []],
    place,
  );
}

/** Takes the place of what uPlot does on two clicks, which leaves no margin. */
function showWhole(plot: uPlot, span: Span): null {
  plot.setScale('x', span);
  return null;
}

function shownSpan({ scales: { x } }: uPlot): Span {
  return { min: x?.min ?? 0, max: x?.max ?? 0 };
}

/** The powers of ten of a range. */
function decades({ lowUs, highUs }: Extent): number[] {
  const count = Math.round(Math.log10(highUs / lowUs)) + 1;
  return Array.from({ length: count }, (_, step) => lowUs * 10 ** step);
}
