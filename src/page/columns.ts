import type { Basis, Cause } from '../model/cause.js';
import { LEVELS, type Level } from '../model/level.js';
import type { VmKey } from '../model/mirror.js';
import type { Backup, Freeze, Report, Stop, StopEvent, Vm } from '../model/report.js';
import { visible } from '../model/text.js';
import { timeoutsOf } from '../model/timeout.js';
import { storyTeller } from '../reporters/backup-stories.js';
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
} from '../reporters/cell-texts.js';
import { isSilent } from '../reporters/silence.js';
import { duration, percent } from '../reporters/text/numbers.js';
import { timesIn } from '../reporters/times.js';
import { labelsOf } from '../reporters/vm-labels.js';
import { make } from './dom.js';
import { markOf } from './marks.js';
import type { Column } from './rows.js';

/** The columns of the tables. */
export interface Columns {
  readonly stops: readonly Column<Stop>[];
  readonly events: readonly Column<StopEvent>[];
  readonly vms: readonly Column<Vm>[];
  readonly freezes: readonly Column<Freeze>[];
  readonly backups: readonly Column<Backup>[];
}

/** Shows a time in UTC, the zone of the whole page. */
export const time = timesIn('UTC');

/** Gives the columns of a report's tables, with the texts that the other formats for people have. */
export function columnsOf(report: Report): Columns {
  const vm = vmColumn(report);
  return {
    stops: stopColumns(report, vm),
    events: eventColumns(vm),
    vms: vmColumns(vm),
    freezes: freezeColumns(),
    backups: backupColumns(report, vm),
  };
}

function stopColumns(report: Report, vm: Column<VmKey>): readonly Column<Stop>[] {
  const timeoutOf = timeoutsOf(report);
  return [
    figure('duration', durationOf, (stop) => stop.durationUs),
    figure(
      '% QoS',
      (stop) => percent(stop.durationUs, timeoutOf(stop).qosUs),
      (stop) => stop.durationUs / timeoutOf(stop).qosUs,
    ),
    levelColumn(),
    moment(
      'ended',
      (stop) => endOf(stop, time),
      (stop) => stop.endedAt,
    ),
    vm,
    causeColumn(),
    figure(
      'event',
      (stop) => String(stop.eventId),
      (stop) => stop.eventId,
    ),
    path('log', (stop) => visible(stop.log)),
  ];
}

function eventColumns(vm: Column<VmKey>): readonly Column<StopEvent>[] {
  return [
    figure(
      'id',
      (event) => String(event.id),
      (event) => event.id,
    ),
    causeColumn(),
    vm,
    moment(
      'started',
      (event) => time(event.startedAt),
      (event) => event.startedAt,
    ),
    figure(
      'stops',
      (event) => String(event.stops),
      (event) => event.stops,
    ),
    figure(
      'longest',
      (event) => duration(event.longestUs),
      (event) => event.longestUs,
    ),
    figure(
      'total',
      (event) => duration(event.totalUs),
      (event) => event.totalUs,
    ),
    levelColumn(),
    text('snapshot', snapshotOf, (event) => event.snapshot?.name ?? null),
  ];
}

function vmColumns(vm: Column<VmKey>): readonly Column<Vm>[] {
  return [
    vm,
    figure('stops', stopCount, (each) => (isSilent(each) ? null : each.stops)),
    figure('longest', longestStop, (each) => each.longestUs),
    levelColumn(),
    moment(
      'from',
      (each) => time(each.firstAt),
      (each) => each.firstAt,
    ),
    moment(
      'to',
      (each) => time(each.lastAt),
      (each) => each.lastAt,
    ),
    figure(
      'logs',
      (each) => String(each.logs.length),
      (each) => each.logs.length,
    ),
    text('product', (each) => visible(each.products.join(', '))),
    text('host', (each) => visible(each.hosts.join(', '))),
  ];
}

function freezeColumns(): readonly Column<Freeze>[] {
  const start = (freeze: Freeze) => startOf(freeze, time);
  return [
    moment('started', start, (freeze) => freeze.requestedAt ?? freeze.suspendedAt),
    text(
      'instance',
      ({ instance }) => visible(instance ?? '-'),
      ({ instance }) => instance,
    ),
    figure(
      'frozen',
      ({ frozenUs }) => lengthOf(frozenUs),
      ({ frozenUs }) => frozenUs,
    ),
    figure(
      'window',
      ({ windowUs }) => lengthOf(windowUs),
      ({ windowUs }) => windowUs,
    ),
    text('outcome', ({ outcome }) => outcome),
    path('log', ({ source }) => visible(source)),
  ];
}

function backupColumns(report: Report, vm: Column<VmKey>): readonly Column<Backup>[] {
  const tell = storyTeller(report, time, 'UTC');
  return [
    moment(
      'started',
      (each) => time(each.startedAt),
      (each) => each.startedAt,
    ),
    vm,
    figure(
      'frozen',
      (each) => lengthOf(each.frozenUs),
      (each) => each.frozenUs,
    ),
    figure(
      'stopped',
      (each) => duration(each.stoppedUs),
      (each) => each.stoppedUs,
    ),
    text('longest', (each) => tell(each).longest ?? '-'),
    text('events', eventsOf),
  ];
}

function vmColumn({ vms }: Report): Column<VmKey> {
  return text('VM', labelsOf(vms).of);
}

function levelColumn(): Column<{ readonly level: Level | null }> {
  return {
    header: 'level',
    kind: 'text',
    show: ({ level }) => level ?? '-',
    value: ({ level }) => (level === null ? null : LEVELS.indexOf(level)),
    cell: ({ level }) => [make('span', { 'data-level': level ?? 'unknown' }, level ?? '-')],
  };
}

interface Caused {
  readonly cause: Cause;
  readonly basis: Basis;
}

function causeColumn(): Column<Caused> {
  const cell = (row: Caused) => [markOf(row.cause), causeOf(row)];
  return { header: 'cause', kind: 'text', show: causeOf, value: causeOf, cell };
}

/** A path is told apart by its end, so its start is cut where it is too long. */
function path<Row>(header: string, show: Column<Row>['show']): Column<Row> {
  const cell = (row: Row) => [make('span', {}, make('bdi', {}, show(row)))];
  return { ...text(header, show), kind: 'path', cell };
}

function figure<Row>(
  header: string,
  show: Column<Row>['show'],
  value: (row: Row) => number | null,
): Column<Row> {
  return { header, kind: 'figure', show, value };
}

function text<Row>(
  header: string,
  show: Column<Row>['show'],
  value: Column<Row>['value'] = show,
): Column<Row> {
  return { header, kind: 'text', show, value };
}

function moment<Row>(
  header: string,
  show: Column<Row>['show'],
  value: (row: Row) => string | null,
): Column<Row> {
  return { header, kind: 'time', show, value };
}
