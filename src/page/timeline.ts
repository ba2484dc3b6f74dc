import { CAUSES } from '../model/cause.js';
import { groupBy } from '../model/lists.js';
import type { Report, Stop } from '../model/report.js';
import { timeoutsOf } from '../model/timeout.js';
import { causeOf, durationOf, endOf } from '../reporters/cell-texts.js';
import { percent } from '../reporters/text/numbers.js';
import { labelsOf } from '../reporters/vm-labels.js';
import type { Chosen } from './choice.js';
import { time } from './columns.js';
import { make, section } from './dom.js';
import type { Scene } from './drawing.js';
import { Explorer } from './explorer.js';
import type { Extent } from './extent.js';
import { limitsFor } from './limits.js';
import { markOf } from './marks.js';
import { makePlot, sizeFor } from './plot.js';
import { absentFrom, bandsOf, pointsOf, type Span, spanOf } from './points.js';
import { onNewLook } from './theme.js';

const KEYS =
  'Timeline of stops. Left and right arrow keys go from stop to stop in time, up and down by length.';
/** The width of the page on paper, A4 and Letter alike. */
const PAPER_WIDTH = 680;
/** The timeline of stops: a mark for each, lines for the timeout and the part of it that matters, bands for frozen databases. */
export class Timeline {
  readonly element: HTMLElement;
  readonly #whole: Span;
  readonly #legend = make('ul', { class: 'legend' });
  readonly #place = make('div', { class: 'plot', tabindex: '0', role: 'application', 'aria-label': KEYS });
  readonly #all = make('button', { type: 'button', class: 'whole', hidden: '' }, 'Show the whole time');
  readonly #absent = make('div', { class: 'absent' });
  readonly #plot: uPlot;
  readonly #explorer: Explorer;
  readonly #report: Report;
  #scene: Scene;

  /** Draws it at the end of an element that stands in the page: its width is that of the plot. */
  constructor(parent: HTMLElement, report: Report, extent: Extent) {
    this.#report = report;
    this.#scene = { points: [], bands: [], limits: [] };
    this.#whole = spanOf(pointsOf(report.stops), bandsOf(report.freezes));
    this.element = section('timeline', 'Timeline', this.#legend, this.#place);
    parent.append(this.element);
    this.#plot = makePlot({
      place: this.#place,
      extent,
      scene: () => this.#scene,
      whole: () => this.#whole,
      onSpan: (span) => this.#onSpan(span),
    });
    this.#explorer = new Explorer(this.#plot, this.#place, (stop) => stopText(stop, report));
    this.element.append(this.#explorer.said, this.#all, this.#absent);
    this.#all.addEventListener('click', () => this.#plot.setScale('x', this.#whole));
    this.#keepFitting();
  }

  /** Shows these stops and freezes, and all of the time. */
  show({ stops, freezes }: Chosen): void {
    const points = pointsOf(stops);
    this.#scene = { points, bands: bandsOf(freezes), limits: limitsFor(this.#report, stops) };
    this.#legend.replaceChildren(...legendItems(stops, this.#scene.bands.length));
    this.#absent.replaceChildren(
      ...absentFrom(this.#whole, { stops, freezes }).map((text) => make('p', {}, text)),
    );
    this.#explorer.begin(points);
    this.#plot.setData([points.map(({ at }) => at), points.map(({ stop }) => stop.durationUs)], false);
    this.#plot.setScale('x', this.#whole);
  }

  #onSpan({ min, max }: Span): void {
    this.#all.hidden = min === this.#whole.min && max === this.#whole.max;
    this.#explorer.leave();
  }

  #keepFitting(): void {
    const [plot, place] = [this.#plot, this.#place];
    const fit = (isPrinted: boolean) => {
      this.#explorer.leave();
      plot.setSize(sizeFor(isPrinted ? PAPER_WIDTH : place.clientWidth));
    };
    onNewLook({ redraw: () => plot.redraw(false, true), fit });
    const onResize = () => {
      if (plot.width !== place.clientWidth && !matchMedia('print').matches) fit(false);
    };
    new ResizeObserver(onResize).observe(place);
  }
}

function legendItems(stops: readonly Stop[], bands: number): readonly HTMLElement[] {
  const groups = groupBy(stops, ({ cause }) => cause);
  const items = CAUSES.flatMap((cause) => {
    const amount = groups.get(cause)?.length;
    return amount === undefined ? [] : [make('li', {}, markOf(cause), `${cause} ${amount}`)];
  });
  return bands === 0 ? items : [...items, make('li', {}, make('span', { class: 'band' }), 'database frozen')];
}

function stopText(stop: Stop, { policy, vms }: Report): string {
  const { qosUs } = timeoutsOf({ policy, vms })(stop);
  const share = percent(stop.durationUs, qosUs).replace('%', ' %');
  const name = policy.profile === null ? 'QoS timeout' : 'timeout';
  const length = `${durationOf(stop)}, ${share} of the ${name}, ${stop.level}`;
  return `${length}: ${labelsOf(vms).of(stop)}, ${causeOf(stop)}, ended ${endOf(stop, time)}, event ${stop.eventId}`;
}
