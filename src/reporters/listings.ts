import type { Level } from '../model/level.js';
import type { Report, Vm } from '../model/report.js';
import { storiesOf } from './backup-stories.js';
import type { RenderOptions } from './reporter.js';
import { timesIn } from './times.js';
import {
  type BackupStory,
  backupViews,
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
  const { policy, stops, events, vms } = report;
  const time = timesIn(zone);
  const single = vms.length === 1 && !namesVm;
  const labels = labelsOf(vms);
  const ofStops = withoutVm(stopViews(time, zone, policy.qosUs, labels), single);
  const ofEvents = withoutVm(eventViews(time, zone, labels), single);
  const lists = [
    ...(stops.length === 0 ? [] : [listing('Stops', ofStops, stops, top)]),
    ...(events.length === 0 ? [] : [listing('Events', ofEvents, events, top)]),
  ];
  if (stops.length > MANY_STOPS) lists.reverse();
  lists.push(...guestListings(report, { zone, top }, single));
  if (tellsMore(vms)) lists.push(listing('VMs', vmViews(time, zone, labels), vms, top));
  return lists;
}

/** Freezes, and the backups that they belong to: without the log of a guest the events tell as much. */
function guestListings(
  report: Report,
  { zone, top }: Pick<RenderOptions, 'zone' | 'top'>,
  single: boolean,
): readonly Listing[] {
  const { freezes, backups, vms } = report;
  if (freezes.length === 0) return [];
  const time = timesIn(zone);
  const stories = storiesOf(report, time, zone).map((story) => ({ ...story, level: null }));
  const ofBackups = backupViews(time, zone, labelsOf(vms));
  const rows = freezes.map((freeze, index) => ({ ...freeze, index, level: null }));
  return [
    listing('Freezes', freezeViews(time, zone), rows, top),
    ...(backups.length === 0
      ? []
      : [listing('Backups', withoutVm<BackupStory>(ofBackups, single), stories, top)]),
  ];
}

function tellsMore(vms: readonly Vm[]): boolean {
  return vms.length > 1 || vms.some(({ recordsStops }) => !recordsStops);
}

// The only VM is already named in the facts: its name in every row would only take the room.
function withoutVm<Row>(views: readonly View<Row>[], single: boolean): readonly View<Row>[] {
  return single ? views.filter(({ header }) => header !== 'VM') : views;
}

function listing<Row extends Leveled>(
  name: string,
  views: readonly View<Row>[],
  all: readonly Row[],
  top: number,
): Listing {
  const shown = top === 0 ? all : all.slice(0, top);
  const amount =
    shown.length === all.length ? `${all.length}` : `${shown.length} of ${all.length}; --top 0 lists all`;
  return { title: `${name} (${amount})`, shapes: views, rows: () => show(views, shown) };
}

function* show<Row extends Leveled>(views: readonly View<Row>[], rows: readonly Row[]): Generator<ListedRow> {
  for (const row of rows) yield { cells: views.map((view) => view.show(row)), level: row.level };
}
