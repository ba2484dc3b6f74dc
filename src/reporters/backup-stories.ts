import { firstOf } from '../model/lists.js';
import type { Backup, Freeze, Report, StopEvent } from '../model/report.js';
import { visible } from '../model/text.js';
import { startOf } from './cell-texts.js';
import type { Listing } from './listings.js';
import { type ShownLine, shownLine } from './place.js';
import { count, duration } from './text/numbers.js';
import { guestTime, type ShowTime } from './times.js';
import type { Shape } from './views.js';

/** A backup as one story. */
export interface BackupStory {
  /** What took the longest, null where nothing is known. */
  readonly longest: string | null;
  /** Its steps in the order of time. */
  readonly steps: Listing;
  /** Its sums, and what took the longest, as a sentence. */
  readonly sum: string;
}

/** A backup with its events and freezes. */
interface Whole {
  readonly backup: Backup;
  readonly create: StopEvent | null;
  readonly consolidate: StopEvent | null;
  readonly freezes: readonly Freeze[];
}

interface Step {
  readonly at: string;
  readonly what: string;
  readonly length: string;
}

const SHAPES: readonly Omit<Shape, 'header'>[] = [
  { align: 'left', keep: 3 },
  { align: 'left', keep: 2, least: 20 },
  { align: 'right', keep: 1 },
];

/** A freeze with the lines that tell it. */
export interface FreezeProof {
  readonly heading: string;
  readonly lines: readonly ShownLine[];
}

/** Gives the lines of each listed freeze (all for a `top` of 0). */
export function freezeProofs(
  { freezes }: Report,
  time: ShowTime,
  zone: string,
  top: number,
): readonly FreezeProof[] {
  return firstOf(freezes, top).map((freeze) => {
    const { outcome, frozenUs, evidence } = freeze;
    const length = frozenUs === null ? '' : `, ${duration(frozenUs)}`;
    const name = nameOf(freeze);
    return {
      heading: `${name} (started ${startOf(freeze, time)} ${zone}, ${outcome}${length})`,
      lines: evidence.map(shownLine),
    };
  });
}

/** Gives a function that tells a backup of a report as one story: there may be a hundred thousand, and few are shown. */
export function storyTeller(report: Report, time: ShowTime, zone: string): (backup: Backup) => BackupStory {
  const events = new Map(report.events.map((event) => [event.id, event]));
  const eventOf = (id: number | null) => (id === null ? null : (events.get(id) ?? null));
  return (backup) => {
    const { createEventId, consolidateEventId, freezeIndexes } = backup;
    const [create, consolidate] = [eventOf(createEventId), eventOf(consolidateEventId)];
    const freezes = freezeIndexes.flatMap((index) => report.freezes[index] ?? []);
    return told({ backup, create, consolidate, freezes }, time, zone);
  };
}

function told(whole: Whole, time: ShowTime, zone: string): BackupStory {
  const { backup } = whole;
  const headers = [`time (${zone})`, 'step', 'length'];
  const steps = [...freezeSteps(whole), ...eventSteps(whole)].sort((a, b) => compare(a.at, b.at));
  const cells = steps.map(({ at, what, length }) => ({
    cells: [guestTime(at, time), what, length],
    level: null,
  }));
  const longest = longestIn(whole);
  return {
    longest: longest === null ? null : `${duration(longest.us)}, ${longest.what}`,
    sum: sumOf(backup, longest),
    steps: {
      title: '',
      shapes: SHAPES.map((shape, index) => ({ ...shape, header: headers[index] ?? '' })),
      rows: () => cells,
    },
  };
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}

function freezeSteps({ freezes }: Whole): readonly Step[] {
  return freezes.flatMap((freeze) => {
    const { requestedAt, suspendedAt, resumingAt, resumedAt, windowUs, frozenUs } = freeze;
    const of = nameOf(freeze);
    const after = windowUs === null ? '' : `, ${duration(windowUs)} after it was frozen`;
    return [
      ...stepAt(requestedAt, `freeze of ${of} requested`, null),
      ...stepAt(suspendedAt, `${of} frozen: no writes to its files (users can still work)`, frozenUs),
      ...stepAt(resumingAt, `thaw of ${of} requested${after}`, null),
      ...stepAt(resumedAt, `${of} thawed`, null),
    ];
  });
}

function eventSteps({ create, consolidate }: Whole): readonly Step[] {
  const copyUs = copyOf(create, consolidate);
  return [
    ...(create?.quiesceUs == null
      ? []
      : stepAt(create.startedAt, 'the host waits for the guest to quiesce', create.quiesceUs)),
    ...(create === null ? [] : stepAt(create.startedAt, `snapshot: ${stopsOf(create)}`, create.totalUs)),
    ...(create === null || copyUs === null ? [] : stepAt(create.endedAt, 'copy (the VM runs)', copyUs)),
    ...(consolidate === null
      ? []
      : stepAt(consolidate.startedAt, `consolidate: ${stopsOf(consolidate)}`, consolidate.totalUs)),
  ];
}

/** From the creation of the snapshot to its consolidation. */
function copyOf(create: StopEvent | null, consolidate: StopEvent | null): number | null {
  if (create?.endedAt == null || consolidate?.startedAt == null) return null;
  return Math.max(0, Date.parse(consolidate.startedAt) - Date.parse(create.endedAt)) * 1000;
}

function stepAt(at: string | null, what: string, us: number | null): readonly Step[] {
  return at === null ? [] : [{ at, what, length: us === null ? '' : duration(us) }];
}

function stopsOf({ id, stops, longestUs }: StopEvent): string {
  const longest = stops > 1 ? `, the longest ${duration(longestUs)}` : '';
  return `the VM was stopped, ${count(stops, 'stop')}${longest} (event ${id})`;
}

function nameOf({ instance }: Freeze): string {
  return instance === null ? 'the database' : visible(instance);
}

/** What took a part of a backup, and who caused it. */
interface Part {
  readonly us: number;
  readonly what: string;
  readonly who: string;
}

/** Gives what took the longest: a freeze, or one stop of an event. */
function longestIn({ create, consolidate, freezes }: Whole): Part | null {
  const parts = [
    ...freezes.map((freeze) => ({
      us: freeze.frozenUs ?? -1,
      what: `freeze of ${nameOf(freeze)}`,
      who: 'the scripts in the guest decide when it begins and ends',
    })),
    ...stopPart(create, 'the host made the snapshot'),
    ...stopPart(consolidate, 'the host removed the snapshot and wrote back what had changed'),
  ].filter(({ us }) => us >= 0);
  return parts.sort((a, b) => b.us - a.us)[0] ?? null;
}

function stopPart(event: StopEvent | null, who: string): readonly Part[] {
  return event === null ? [] : [{ us: event.longestUs, what: `stop of ${event.cause}`, who }];
}

function sumOf({ frozenUs, stoppedUs }: Backup, longest: Part | null): string {
  const frozen = frozenUs === null ? 'no freeze matched' : `${duration(frozenUs)} frozen`;
  const most =
    longest === null
      ? ''
      : ` The longest interruption was the ${longest.what}, ${duration(longest.us)}: ${longest.who}.`;
  return `In all: ${frozen}, ${duration(stoppedUs)} stopped.${most}`;
}
