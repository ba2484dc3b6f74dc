import type { Level } from '../model/level.js';
import type { Report, Vm } from '../model/report.js';
import { timeoutsOf } from '../model/timeout.js';
import { storyTeller } from './backup-stories.js';
import type { RenderOptions } from './reporter.js';
import { timesIn } from './times.js';
import { backupViews, eventViews, freezeViews, type Shape, stopViews, type View, vmViews } from './views.js';
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
  const ofEvents = withoutVm(eventViews(time, zone, labels), single);
  const lists = [
    ...(stops.length === 0 ? [] : [listing('Stops', ofStops, stops, top, levelOf)]),
    ...(events.length === 0 ? [] : [listing('Events', ofEvents, events, top, levelOf)]),
  ];
  if (stops.length > MANY_STOPS) lists.reverse();
  lists.push(...guestListings(report, { zone, top }, single));
  if (tellsMore(vms)) lists.push(listing('VMs', vmViews(time, zone, labels), vms, top, levelOf));
  return lists;
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
  const shown = top === 0 ? all : all.slice(0, top);
  const amount =
    shown.length === all.length ? `${all.length}` : `${shown.length} of ${all.length}; --top 0 lists all`;
  return { title: `${name} (${amount})`, shapes: views, rows: () => show(views, shown, levelOf) };
}

function* show<Row>(
  views: readonly View<Row>[],
  rows: readonly Row[],
  levelOf: (row: Row) => Level | null,
): Generator<ListedRow> {
  for (const row of rows) yield { cells: views.map((view) => view.show(row)), level: levelOf(row) };
}
