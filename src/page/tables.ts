import type { Report } from '../model/report.js';
import type { Chosen } from './choice.js';
import type { Columns } from './columns.js';
import { DataTable } from './data-table.js';
import { backupDetails, eventDetails, freezeDetails, stopDetails, vmDetails } from './details.js';

/** The tables of a report. */
export interface Tables {
  readonly elements: readonly HTMLElement[];
  readonly show: (chosen: Chosen) => void;
}

/** Together at most 200 rows are in the document: with more, browsers are slow to sort and to print. */
const SIZES = { events: 60, stops: 60, vms: 30, backups: 20, freezes: 20 } as const;

/** Makes the tables of a report, each where it holds any row. */
export function tablesOf(report: Report, columns: Columns): Tables {
  const events = new DataTable({
    id: 'events',
    title: 'Events',
    noun: 'event',
    columns: columns.events,
    size: SIZES.events,
    more: eventDetails,
  });
  const stops = new DataTable({
    id: 'stops',
    title: 'Stops',
    noun: 'stop',
    columns: columns.stops,
    size: SIZES.stops,
    more: stopDetails,
  });
  const vms = new DataTable({
    id: 'vms',
    title: 'Virtual machines',
    noun: 'VM',
    columns: columns.vms,
    size: SIZES.vms,
    more: vmDetails,
  });
  const backups = new DataTable({
    id: 'backups',
    title: 'Backups',
    noun: 'backup',
    columns: columns.backups,
    size: SIZES.backups,
    more: backupDetails(report),
  });
  const freezes = new DataTable({
    id: 'freezes',
    title: 'Freezes',
    noun: 'freeze',
    columns: columns.freezes,
    size: SIZES.freezes,
    more: freezeDetails,
  });
  return {
    elements: [
      ...(report.events.length === 0 ? [] : [events.element]),
      ...(report.stops.length === 0 ? [] : [stops.element]),
      ...(report.vms.length === 0 ? [] : [vms.element]),
      // Without a guest log the events tell as much.
      ...(report.freezes.length === 0 || report.backups.length === 0 ? [] : [backups.element]),
      ...(report.freezes.length === 0 ? [] : [freezes.element]),
    ],
    show: (chosen) => {
      events.show(chosen.events, report.events.length);
      stops.show(chosen.stops, report.stops.length);
      vms.show(chosen.vms, report.vms.length);
      backups.show(chosen.backups, report.backups.length);
      freezes.show(chosen.freezes, report.freezes.length);
    },
  };
}
