import { CAUSES, type Cause } from '../model/cause.js';
import type { Limit } from './limits.js';
import { SHAPES } from './marks.js';
import type { Band, Point } from './points.js';
import { colour } from './theme.js';

/** What stands on the timeline. */
export interface Scene {
  readonly points: readonly Point[];
  readonly bands: readonly Band[];
  readonly limits: readonly Limit[];
}

const PATHS = new Map(CAUSES.map((cause) => [cause, new Path2D(SHAPES[cause])]));
const [LEAST_BAND, MARK_RADIUS] = [2, 6];

/** Draws bands, limits and stops inside the axes of a plot, each above the one before. */
export function drawScene(plot: uPlot, scene: Scene): void {
  const { ctx, bbox } = plot;
  ctx.save();
  ctx.beginPath();
  const edge = MARK_RADIUS * devicePixelRatio;
  ctx.rect(bbox.left - edge, bbox.top - edge, bbox.width + 2 * edge, bbox.height + 2 * edge);
  ctx.clip();
  drawBands(plot, scene.bands);
  const { limits } = scene;
  for (const each of limits) drawLimit(plot, each);
  for (const cause of CAUSES) drawPoints(plot, scene.points, cause);
  for (const each of limits) drawLabel(plot, each);
  ctx.restore();
}

function drawBands({ ctx, bbox, valToPos }: uPlot, bands: readonly Band[]): void {
  ctx.fillStyle = colour('band');
  for (const { from, to } of bands) {
    const [left, right] = [valToPos(from, 'x', true), valToPos(to, 'x', true)];
    ctx.fillRect(left, bbox.top, Math.max(LEAST_BAND * devicePixelRatio, right - left), bbox.height);
  }
}

function drawLimit({ ctx, bbox, valToPos }: uPlot, { us, name }: Limit): void {
  const [y, ratio] = [Math.round(valToPos(us, 'y', true)), devicePixelRatio];
  ctx.strokeStyle = colour(name);
  ctx.lineWidth = ratio;
  ctx.setLineDash([6 * ratio, 4 * ratio]);
  ctx.beginPath();
  ctx.moveTo(bbox.left, y + 0.5);
  ctx.lineTo(bbox.left + bbox.width, y + 0.5);
  ctx.stroke();
  ctx.setLineDash([]);
}

/** Above the upper line there may be no room for its label, and behind there are stops. */
function drawLabel({ ctx, bbox, valToPos }: uPlot, { us, name, label }: Limit): void {
  const ratio = devicePixelRatio;
  const [x, y] = [bbox.left + 6 * ratio, valToPos(us, 'y', true) + 3 * ratio];
  ctx.font = `${12 * ratio}px system-ui, sans-serif`;
  ctx.textAlign = 'left';
  ctx.textBaseline = 'top';
  ctx.strokeStyle = colour('page');
  ctx.lineWidth = 4 * ratio;
  ctx.lineJoin = 'round';
  ctx.strokeText(label, x, y);
  ctx.fillStyle = colour(name);
  ctx.fillText(label, x, y);
}

function drawPoints(plot: uPlot, points: readonly Point[], cause: Cause): void {
  const { ctx, scales } = plot;
  const path = PATHS.get(cause);
  const { min = 0, max = 0 } = scales.x ?? {};
  if (path === undefined) return;
  const ratio = devicePixelRatio;
  ctx.fillStyle = colour(`cause-${cause}`);
  ctx.globalAlpha = 0.8;
  for (const { stop, at } of points) {
    if (stop.cause !== cause || at < min || at > max) continue;
    const [x, y] = [plot.valToPos(at, 'x', true), plot.valToPos(stop.durationUs, 'y', true)];
    ctx.setTransform(ratio, 0, 0, ratio, x, y);
    ctx.fill(path, 'evenodd');
  }
  ctx.resetTransform();
  ctx.globalAlpha = 1;
}
