import stringWidth from 'string-width';
import { type Level, worstLevel } from '../model/level.js';
import { firstOf, groupBy } from '../model/lists.js';
import { keyOf } from '../model/mirror.js';
import { compareNumber, compareText, descending, inTurn } from '../model/order.js';
import { longestOf, type Report, type Stop } from '../model/report.js';
import { onsetUs } from '../model/timeout.js';
import { GAP } from './bare.js';
import { amountOf } from './listings.js';
import type { RenderOptions } from './reporter.js';
import { type Place, type Scale, scaleFor } from './scale.js';
import { cut } from './text/cut.js';
import { count, limit } from './text/numbers.js';
import type { Paint } from './text/paint.js';
import { partOf } from './text/part.js';
import { wrap } from './text/wrap.js';
import { labelsOf, namesOf, sideToCut } from './vm-labels.js';

/** In less there is no room for names beside the scale. */
const LEAST_WIDTH = 80;

/** Each stands for twice as many stops as the one before, so one stop is seen beside thousands. */
const BARS = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
const BARS_MEAN = '▁ 1 stop, ▂ 2 or 3, ▃ 4 to 7, doubling up to █ 128 or more';

/** The stops of a VM. */
interface VmStops {
  readonly name: string;
  readonly stops: readonly [Stop, ...Stop[]];
  readonly longestUs: number;
}

/** A line of the picture, and the stops that it draws. */
interface Row {
  readonly name: string;
  readonly bars: string;
  readonly placed: readonly Placed[];
}

interface Placed extends Place {
  readonly stop: Stop;
}

const worstFirst = inTurn<VmStops>(
  descending((a, b) => compareNumber(a.longestUs, b.longestUs)),
  (a, b) => compareText(a.name, b.name),
  (a, b) => compareText(keyOf(a.stops[0]), keyOf(b.stops[0])),
);

/**
 * Draws where the stops of each VM lie against half and all of the QoS timeout, the VM with the longest stop first: a line for each of
 * the `top` first ones (0: all). Nothing is drawn for a single stop or without a terminal.
 */
export function* pictureLines(
  report: Report,
  { width, top }: Pick<RenderOptions, 'width' | 'top'>,
  paint: Paint,
): Generator<string> {
  if (width === null || report.stops.length < 2) return;
  yield '';
  if (width < LEAST_WIDTH)
    return yield* wrap(`Stops are drawn by duration from ${LEAST_WIDTH} columns on.`, width);
  const scale = scaleFor(report.policy);
  const all = vmsWithStops(report);
  const shown = firstOf(all, top);
  const rows = shown.map((vm) => rowOf(vm, scale, paint));
  const isSingle = report.vms.length === 1 && all.length === 1;
  const title = isSingle ? 'Stops by duration' : `Stops of each VM by duration (${amountOf(shown, all)})`;
  yield paint.title(title);
  yield* isSingle
    ? [...scale.head, ...rows.map(({ bars }) => bars)]
    : besideNames(rows, scale, width - scale.width - GAP, sideToCut(labelsOf(report.vms)));
  for (const mark of [...legend(report, rows), ...hiddenVms(report, all, top)]) yield* wrap(mark, width);
}

function vmsWithStops({ stops, vms }: Report): readonly VmStops[] {
  const { of } = labelsOf(vms);
  return [...groupBy(stops, keyOf).values()]
    .map((own) => ({ name: of(own[0]), stops: own, longestUs: longestOf(own) ?? 0 }))
    .sort(worstFirst);
}

function rowOf({ name, stops }: VmStops, scale: Scale, paint: Paint): Row {
  const placed = stops.map((stop) => ({ stop, ...scale.placeOf(stop.durationUs) }));
  return { name, placed, bars: barsOf(placed, scale, paint) };
}

function barsOf(placed: readonly Placed[], { width, marks }: Scale, paint: Paint): string {
  const byColumn = groupBy(placed, ({ column }) => column);
  const cells = Array.from({ length: width }, (_, column) => {
    const there = byColumn.get(column);
    if (there !== undefined) return paint.level(worstOf(there), barFor(there.length));
    return marks.includes(column) ? '│' : ' ';
  });
  return cells.join('').trimEnd();
}

function besideNames(
  rows: readonly Row[],
  { head: [labels, ticks] }: Scale,
  room: number,
  side: 'start' | 'end',
): readonly string[] {
  const named = rows.map(({ name, bars }) => [cut(name, room, side), bars] as const);
  const indent = named.reduce((most, [name]) => Math.max(most, stringWidth(name)), 'VM'.length);
  const head = [['VM', labels] as const, ['─'.repeat(indent), ticks] as const];
  return [...head, ...named].map(
    ([name, text]) => name + ' '.repeat(indent - stringWidth(name) + GAP) + text,
  );
}

function worstOf(placed: readonly Placed[]): Level {
  return worstLevel(placed.map(({ stop }) => stop));
}

/** The number of its bits tells how often a number was doubled. */
function barFor(stops: number): string {
  return BARS[Math.min(BARS.length, 32 - Math.clz32(stops)) - 1] ?? '';
}

function legend(report: Report, rows: readonly Row[]): readonly string[] {
  const placed = rows.flatMap((row) => row.placed);
  return [
    `${BARS_MEAN}; │ ${marksMean(report)}.`,
    ...ownTimeouts(report),
    ...openStops(placed),
    ...beyondScale(placed),
  ];
}

function marksMean({ policy }: Report): string {
  const { qosUs, onset, profile } = policy;
  const [from, whole] = [limit(onsetUs(policy)), limit(qosUs)];
  if (from === whole) return `the timeout (${whole})`;
  if (onset.kind === 'interval') return `${from}, where effects begin, and the full timeout (${whole})`;
  return `${partOf(onset)} (${from}) and full (${whole}) ${profile === null ? 'QoS timeout' : 'timeout'}`;
}

function ownTimeouts({ vms, policy: { qosUs } }: Report): readonly string[] {
  const own = vms.filter((vm) => vm.qosUs !== qosUs);
  return own.length === 0
    ? []
    : [`The marks are not for VMs with a timeout of their own: ${namesOf(own, labelsOf(vms))}.`];
}

function openStops(placed: readonly Placed[]): readonly string[] {
  const open = placed.filter(({ stop }) => stop.atLeast).length;
  return open === 0 ? [] : [`${count(open, 'stop')} lasted longer than drawn, by a part that no log tells.`];
}

function hiddenVms({ vms }: Report, all: readonly VmStops[], top: number): readonly string[] {
  const hidden = all.slice(firstOf(all, top).length).map(({ stops: [stop] }) => stop);
  return hidden.length === 0 ? [] : [`Not drawn: ${namesOf(hidden, labelsOf(vms))}.`];
}

function beyondScale(placed: readonly Placed[]): readonly string[] {
  const shorter = placed.filter(({ beyond }) => beyond === 'start');
  const longer = placed.filter(({ beyond }) => beyond === 'end').length;
  const without = shorter.filter(({ stop }) => stop.durationUs <= 0).length;
  const figures = without === 0 ? '' : ` (${without} with a figure of 0 or less)`;
  return [
    ...(shorter.length === 0
      ? []
      : [`The first column also holds ${count(shorter.length, 'stop')} shorter than the scale${figures}.`]),
    ...(longer === 0 ? [] : [`The last column also holds ${count(longer, 'stop')} longer than the scale.`]),
  ];
}
