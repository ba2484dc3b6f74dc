import type { Stop } from '../model/report.js';
import { make } from './dom.js';
import type { Point } from './points.js';
import { nearest, placeAfter, positionOf } from './probe.js';

const HINT =
  'Point at a stop, or go from one to the next with the arrow keys. Drag across to see a part of the time.';

/** Lets a reader go from stop to stop of a plot, with a pointer or with keys, and says which stop it is. */
export class Explorer {
  readonly said = make('p', { class: 'said', 'aria-live': 'polite' }, HINT);
  readonly #ring = make('div', { class: 'ring', hidden: '' });
  readonly #plot: uPlot;
  readonly #tell: (stop: Stop) => string;
  #points: readonly Point[] = [];
  #at: number | null = null;

  constructor(plot: uPlot, place: HTMLElement, tell: (stop: Stop) => string) {
    this.#plot = plot;
    this.#tell = tell;
    plot.over.append(this.#ring);
    plot.over.addEventListener('mousemove', ({ offsetX, offsetY }) =>
      this.#visit(nearest(plot, this.#points, offsetX, offsetY)),
    );
    plot.over.addEventListener('mouseleave', () => this.#visit(null));
    place.addEventListener('keydown', (event) => this.#onKey(event));
  }

  /** Begins anew, at no stop of those that are drawn now. */
  begin(points: readonly Point[]): void {
    this.#points = points;
    this.#visit(null);
  }

  /** Leaves the stop, for it is no longer where it was. */
  leave(): void {
    this.#visit(null);
  }

  #visit(index: number | null): void {
    this.#at = index;
    const point = index === null ? undefined : this.#points[index];
    this.#ring.hidden = point === undefined;
    this.said.textContent = point === undefined ? HINT : this.#tell(point.stop);
    if (point === undefined) return;
    const [left, top] = positionOf(this.#plot, point);
    this.#ring.style.left = `${left}px`;
    this.#ring.style.top = `${top}px`;
  }

  #onKey(event: KeyboardEvent): void {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.key === 'Escape') this.leave();
    const next = this.#after(event.key);
    if (next === null) return;
    event.preventDefault();
    this.#visit(next);
  }

  /** Keys go through the stops of the time that is shown. */
  #after(key: string): number | null {
    const { min = Number.NEGATIVE_INFINITY, max = Number.POSITIVE_INFINITY } = this.#plot.scales.x ?? {};
    const shown = [...this.#points.entries()].filter(([, { at }]) => at >= min && at <= max);
    const from = shown.findIndex(([index]) => index === this.#at);
    const points = shown.map(([, point]) => point);
    const next = placeAfter(key, from === -1 ? null : from, points);
    return next === null ? null : (shown[next]?.[0] ?? null);
  }
}
