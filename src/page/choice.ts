import type { Cause } from '../model/cause.js';
import { LEVELS, type Level } from '../model/level.js';
import { keyOf } from '../model/mirror.js';
import type { Backup, Freeze, Report, Stop, StopEvent, Vm } from '../model/report.js';
import type { Columns } from './columns.js';
import { searchTexts } from './rows.js';

/** What the reader wants to see. */
export interface Choice {
  /** A VM's key, null for all. */
  readonly vm: string | null;
  readonly cause: Cause | null;
  /** The lowest level that is shown. */
  readonly level: Level;
  /** Words in lower case that all must be found. */
  readonly words: readonly string[];
}

/** The parts of a report that a choice leaves. */
export interface Chosen {
  readonly stops: readonly Stop[];
  readonly events: readonly StopEvent[];
  readonly vms: readonly Vm[];
  readonly freezes: readonly Freeze[];
  readonly backups: readonly Backup[];
}

/** The choice of everything. */
export const ALL: Choice = { vm: null, cause: null, level: 'ok', words: [] };

/** Gives a function that applies a choice to a report. */
export function chooser(report: Report, columns: Columns): (choice: Choice) => Chosen {
  const texts = {
    stops: searchTexts(columns.stops),
    events: searchTexts(columns.events),
    vms: searchTexts(columns.vms),
    freezes: searchTexts(columns.freezes),
    backups: searchTexts(columns.backups),
  };
  // What is said of an event is said of its stops too: its snapshot names them.
  const ofEvent = new Map(report.events.map((event) => [event.id, texts.events(event)]));
  const textOf = (stop: Stop) => `${texts.stops(stop)} ${ofEvent.get(stop.eventId) ?? ''}`;
  return (choice) => {
    const has = (text: string) => choice.words.every((word) => text.includes(word));
    const isOf = (row: Stop | StopEvent) => isChosen(row, choice);
    const stops = report.stops.filter((stop) => isOf(stop) && has(textOf(stop)));
    const backups = report.backups.filter((each) => isOfVm(each, choice) && has(texts.backups(each)));
    const freezes = freezesOf(report, choice);
    const stopped = new Set(stops.map(keyOf));
    const found = new Set(stops.map(({ eventId }) => eventId));
    const isShown = (vm: Vm) => stopped.has(keyOf(vm)) || (isPlain(choice) && has(texts.vms(vm)));
    return {
      stops,
      events: report.events.filter(
        (event) => isOf(event) && (found.has(event.id) || has(texts.events(event))),
      ),
      vms: report.vms.filter((vm) => isOfVm(vm, choice) && isShown(vm)),
      freezes: freezes.filter((freeze) => has(texts.freezes(freeze))),
      backups,
    };
  };
}

/** A VM without a stop has no cause, and no level above the lowest. */
function isPlain({ cause, level }: Choice): boolean {
  return cause === null && level === ALL.level;
}

function isChosen(row: Stop | StopEvent, choice: Choice): boolean {
  const { cause, level } = choice;
  if (cause !== null && row.cause !== cause) return false;
  return isOfVm(row, choice) && LEVELS.indexOf(row.level) >= LEVELS.indexOf(level);
}

function isOfVm(row: Pick<Vm, 'vm' | 'vmPath'>, { vm }: Choice): boolean {
  return vm === null || keyOf(row) === vm;
}

/** A freeze is known to be of a VM by its backups alone. */
function freezesOf({ freezes, backups }: Report, choice: Choice): readonly Freeze[] {
  if (choice.vm === null) return freezes;
  const ofVm = new Set(backups.filter((each) => isOfVm(each, choice)).flatMap((each) => each.freezeIndexes));
  return freezes.filter((_, index) => ofVm.has(index));
}
