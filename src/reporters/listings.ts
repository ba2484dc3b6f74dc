import type { Level } from '../model/level.js';
import { firstOf } from '../model/lists.js';
import type { Report, StopEvent, Vm } from '../model/report.js';
import { timeoutsOf } from '../model/timeout.js';
import { storyTeller } from './backup-stories.js';
import { durationsOf, LEAST_STOPS } from './durations.js';
import type { RenderOptions } from './reporter.js';
import { limit } from './text/numbers.js';
import { timesIn } from './times.js';
import {
  backupViews,
  durationViews,
  eventViews,
  freezeViews,
  type Shape,
  stopViews,
  type View,
  vmViews,
} from './views.js';
import { labelsOf } from './vm-labels.js';

interface Leveled {
  readonly level: Level | null;
}

/** Freezes and backups have no level. */
const noLevel = () => null;
const levelOf = ({ level }: Leveled) => level;

/** The texts of one row, in the order of the columns, and its level. */
export interface ListedRow extends Leveled {
  readonly cells: readonly string[];
}

/** One list of a human format, ready to be laid out. */
export interface Listing {
  readonly title: string;
  readonly shapes: readonly Shape[];
  /** Makes the rows anew at each call, so that they need not all be held. */
  readonly rows: () => Iterable<ListedRow>;
}

/** More stops than that are read event by event. */
const MANY_STOPS = 20;

/**
 * Gives the lists of a report for people: stops and events where there are any, VMs where they tell more. `namesVm`: each row names
 * its VM, also where there is only one.
 */
export function listings(
  report: Report,
  { zone, top }: Pick<RenderOptions, 'zone' | 'top'>,
  namesVm: boolean,
): readonly Listing[] {
  const { stops, events, vms } = report;
  const time = timesIn(zone);
  const single = vms.length === 1 && !namesVm;
  const labels = labelsOf(vms);
  const ofStops = withoutVm(stopViews(time, zone, timeoutsOf(report), labels), single);
  const addsUpIn = addUp(firstOf(events, top)) ? spanOf(report) : null;
  const ofEvents = withoutVm(eventViews(time, zone, addsUpIn, labels), single);
  const lists = [
    ...(stops.length === 0 ? [] : [listing('Stops', ofStops, stops, top, levelOf)]),
    ...(events.length === 0 ? [] : [listing('Events', ofEvents, events, top, levelOf)]),
  ];
  if (stops.length > MANY_STOPS) lists.reverse();
  lists.push(...durationListings(report, top, single));
  lists.push(...guestListings(report, { zone, top }, single));
  if (tellsMore(vms)) lists.push(listing('VMs', vmViews(time, zone, labels), vms, top, levelOf));
  return lists;
}

/** Durations by VM and cause, if there are enough stops of one cause. */
function durationListings({ stops, vms }: Report, top: number, single: boolean): readonly Listing[] {
  const rows = durationsOf(stops);
  if (rows.length === 0) return [];
  const title = `Durations by ${single ? '' : 'VM and '}cause, ${LEAST_STOPS} stops or more`;
  return [listing(title, withoutVm(durationViews(labelsOf(vms)), single), rows, top, levelOf)];
}

/** Names the span in which stops add up: the timeout, which VMs may have of their own. */
function spanOf({ policy: { qosUs }, vms }: Report): string {
  return vms.every((vm) => vm.qosUs === qosUs) ? limit(qosUs) : 'timeout';
}

/** Freezes, and the backups that they belong to: without a guest log the events tell as much. */
function guestListings(
  report: Report,
  { zone, top }: Pick<RenderOptions, 'zone' | 'top'>,
  single: boolean,
): readonly Listing[] {
  const { freezes, backups, vms } = report;
  if (freezes.length === 0) return [];
  const time = timesIn(zone);
  const tell = storyTeller(report, time, zone);
  const ofBackups = backupViews(time, zone, labelsOf(vms), (backup) => tell(backup).longest);
  const rows = freezes.map((freeze, index) => ({ ...freeze, index }));
  return [
    listing('Freezes', freezeViews(time, zone), rows, top, noLevel),
    ...(backups.length === 0
      ? []
      : [listing('Backups', withoutVm(ofBackups, single), backups, top, noLevel)]),
  ];
}

/** Whether stops of some event add up within one timeout. */
function addUp(events: readonly StopEvent[]): boolean {
  return events.some(({ worstWindowUs, longestUs }) => worstWindowUs > Math.max(0, longestUs));
}

function tellsMore(vms: readonly Vm[]): boolean {
  return vms.length > 1 || vms.some(({ recordsStops }) => !recordsStops);
}

// The only VM is already named in the facts: its name in every row would only take the room.
function withoutVm<Row>(views: readonly View<Row>[], single: boolean): readonly View<Row>[] {
  return single ? views.filter(({ header }) => header !== 'VM') : views;
}

function listing<Row>(
  name: string,
  views: readonly View<Row>[],
  all: readonly Row[],
  top: number,
  levelOf: (row: Row) => Level | null,
): Listing {
  const shown = firstOf(all, top);
  // A column in which no row has anything would only take the room.
  const filled = views.filter(
    (view) => view.mayBeEmpty !== true || shown.some((row) => view.show(row) !== ''),
  );
  return {
    title: `${name} (${amountOf(shown, all)})`,
    shapes: filled,
    rows: () => show(filled, shown, levelOf),
  };
}

/** Says how many there are, and where not all are shown, how to see the rest. */
export function amountOf(shown: readonly unknown[], all: readonly unknown[]): string {
  return shown.length === all.length
    ? `${all.length}`
    : `${shown.length} of ${all.length}; --top 0 lists all`;
}

/** Says how many more a list holds (at least one), and how to see them. */
export function moreOf(hidden: number): string {
  return `and ${hidden} more; --top 0 lists all`;
}

/** Gives how many of a list are not among the `top` first ones (0: all are). */
export function beyond(all: readonly unknown[], top: number): number {
  return all.length - firstOf(all, top).length;
}

function* show<Row>(
  views: readonly View<Row>[],
  rows: readonly Row[],
  levelOf: (row: Row) => Level | null,
): Generator<ListedRow> {
  for (const row of rows) yield { cells: views.map((view) => view.show(row)), level: levelOf(row) };
}
