import stringWidth from 'string-width';
import type { VmKey } from '../model/mirror.js';
import type { Backup, Freeze, Stop, StopEvent, Vm } from '../model/report.js';
import { visible } from '../model/text.js';
import type { Timeout } from '../model/timeout.js';
import {
  causeOf,
  durationOf,
  endOf,
  eventsOf,
  lengthOf,
  longestStop,
  snapshotOf,
  startOf,
  stopCount,
} from './cell-texts.js';
import type { Durations } from './durations.js';
import { duration, percent } from './text/numbers.js';
import type { ShowTime } from './times.js';
import { sideToCut, type VmLabels } from './vm-labels.js';

/** A column of a human format, as far as every row of it is the same. */
export interface Shape {
  readonly header: string;
  readonly align: 'left' | 'right';
  /** The higher, the longer the column stays when lines are too narrow for all. */
  readonly keep: number;
  /** The width below which the column is left out instead of cut; absent: it is never cut. */
  readonly least?: number;
  /** The side that is cut; a path is told apart by its end. */
  readonly cut?: 'start' | 'end';
  /** Says that the column is shown in the level's colour. */
  readonly leveled?: boolean;
}

/** A column of a human format with how to show its value as text without control characters. */
export interface View<Row> extends Shape {
  readonly show: (row: Row) => string;
  /** Whether it is left out where no row has anything in it. */
  readonly mayBeEmpty?: true;
}

/** Of a longer one the end tells enough. */
const LONGEST_MARK = 40;

/** The columns of stops for people, with times in a named zone, and shares of their VMs' timeouts. */
export function stopViews(
  time: ShowTime,
  zone: string,
  timeoutOf: (stop: Stop) => Timeout,
  labels: VmLabels,
): readonly View<Stop>[] {
  return [
    { header: 'duration', align: 'right', keep: 9, leveled: true, show: durationOf },
    {
      header: '% QoS',
      align: 'right',
      keep: 4,
      show: (stop) => percent(stop.durationUs, timeoutOf(stop).qosUs),
    },
    { header: 'level', align: 'left', keep: 8, leveled: true, show: (stop) => stop.level },
    { header: `ended (${zone})`, align: 'left', keep: 6, show: (stop) => endOf(stop, time) },
    vmView(labels, 7),
    { header: 'cause', align: 'left', keep: 5, show: causeOf },
    { header: 'event', align: 'right', keep: 3, show: (stop) => String(stop.eventId) },
    { header: 'log', align: 'left', keep: 2, least: 16, cut: 'start', show: (stop) => visible(stop.log) },
  ];
}

/**
 * The columns of events for people, with times in a named zone. `addsUpIn` names the timeout where stops of some event add up
 * within it, else null.
 */
export function eventViews(
  time: ShowTime,
  zone: string,
  addsUpIn: string | null,
  labels: VmLabels,
): readonly View<StopEvent>[] {
  return [
    { header: 'id', align: 'right', keep: 10, show: (event) => String(event.id) },
    { header: 'cause', align: 'left', keep: 9, show: causeOf },
    vmView(labels, 6),
    { header: `started (${zone})`, align: 'left', keep: 5, show: (event) => time(event.startedAt) },
    { header: 'stops', align: 'right', keep: 3, show: (event) => String(event.stops) },
    { header: 'longest', align: 'right', keep: 8, leveled: true, show: (event) => duration(event.longestUs) },
    ...(addsUpIn === null ? [] : [windowView(addsUpIn)]),
    { header: 'total', align: 'right', keep: 2, show: (event) => duration(event.totalUs) },
    { header: 'level', align: 'left', keep: 7, leveled: true, show: (event) => event.level },
    { header: 'snapshot', align: 'left', keep: 1, least: 8, mayBeEmpty: true, show: snapshotOf },
  ];
}

/** The most time stopped within a timeout, whether in one stop or in several. */
function windowView(span: string): View<StopEvent> {
  return {
    header: `within ${span}`,
    align: 'right',
    keep: 4,
    show: ({ worstWindowUs }) => duration(worstWindowUs),
  };
}

/** The columns of durations for people. */
export function durationViews(labels: VmLabels): readonly View<Durations>[] {
  const figure = (header: 'p50' | 'p95' | 'p99' | 'max', keep: number): View<Durations> => ({
    header,
    align: 'right',
    keep,
    leveled: header === 'max',
    show: (durations) => figureOf(durations[header], durations),
  });
  return [
    vmView(labels, 7),
    { header: 'cause', align: 'left', keep: 8, show: (row) => `${row.cause}${row.isInferred ? '?' : ''}` },
    { header: 'stops', align: 'right', keep: 4, show: ({ stops }) => String(stops) },
    figure('p50', 5),
    figure('p95', 6),
    figure('p99', 3),
    figure('max', 9),
  ];
}

/** The columns of VMs for people; a VM whose product never records stops has no number of them. */
export function vmViews(time: ShowTime, zone: string, labels: VmLabels): readonly View<Vm>[] {
  return [
    vmView(labels, 9),
    { header: 'stops', align: 'right', keep: 8, show: stopCount },
    { header: 'longest', align: 'right', keep: 7, leveled: true, show: longestStop },
    { header: 'level', align: 'left', keep: 6, leveled: true, show: (vm) => vm.level ?? '-' },
    { header: `from (${zone})`, align: 'left', keep: 4, show: (vm) => time(vm.firstAt) },
    { header: `to (${zone})`, align: 'left', keep: 5, show: (vm) => time(vm.lastAt) },
    { header: 'logs', align: 'right', keep: 3, show: (vm) => String(vm.logs.length) },
    { header: 'product', align: 'left', keep: 2, least: 12, show: (vm) => visible(vm.products.join(', ')) },
    {
      header: 'host',
      align: 'left',
      keep: 1,
      least: 8,
      mayBeEmpty: true,
      show: (vm) => visible(vm.hosts.join(', ')),
    },
  ];
}

/** A freeze with its place in the report's list. */
export interface NumberedFreeze extends Freeze {
  readonly index: number;
}

/** The columns of freezes for people. */
export function freezeViews(time: ShowTime, zone: string): readonly View<NumberedFreeze>[] {
  return [
    { header: 'freeze', align: 'right', keep: 4, show: ({ index }) => String(index) },
    { header: `started (${zone})`, align: 'left', keep: 6, show: (freeze) => startOf(freeze, time) },
    {
      header: 'instance',
      align: 'left',
      keep: 5,
      least: 8,
      show: ({ instance }) => visible(instance ?? '-'),
    },
    { header: 'frozen', align: 'right', keep: 9, show: ({ frozenUs }) => lengthOf(frozenUs) },
    { header: 'window', align: 'right', keep: 7, show: ({ windowUs }) => lengthOf(windowUs) },
    { header: 'outcome', align: 'left', keep: 8, show: ({ outcome }) => outcome },
    { header: 'log', align: 'left', keep: 2, least: 16, cut: 'start', show: ({ source }) => visible(source) },
  ];
}

/** The columns of backups for people; `longestOf` says what took the longest, null where nothing is known. */
export function backupViews(
  time: ShowTime,
  zone: string,
  labels: VmLabels,
  longestOf: (backup: Backup) => string | null,
): readonly View<Backup>[] {
  return [
    { header: `started (${zone})`, align: 'left', keep: 6, show: ({ startedAt }) => time(startedAt) },
    vmView(labels, 7),
    { header: 'frozen', align: 'right', keep: 9, show: ({ frozenUs }) => lengthOf(frozenUs) },
    { header: 'stopped', align: 'right', keep: 8, show: ({ stoppedUs }) => duration(stoppedUs) },
    { header: 'longest', align: 'left', keep: 5, show: (backup) => longestOf(backup) ?? '-' },
    {
      header: 'freezes',
      align: 'left',
      keep: 2,
      mayBeEmpty: true,
      show: ({ freezeIndexes }) => freezeIndexes.join(', '),
    },
    { header: 'events', align: 'left', keep: 3, show: eventsOf },
  ];
}

function vmView<Row extends VmKey>(labels: VmLabels, keep: number): View<Row> {
  const { of, longestMark } = labels;
  const least = Math.max(16, Math.min(LONGEST_MARK, stringWidth(longestMark)) + 2);
  return {
    header: 'VM',
    align: 'left',
    keep,
    least,
    cut: sideToCut(labels),
    show: of,
  };
}

function figureOf(us: number, { openFromUs, isVerified }: Durations): string {
  const isOpen = openFromUs !== null && openFromUs <= us;
  return `${duration(us)}${isOpen ? '+' : ''}${isVerified ? '' : '?'}`;
}
