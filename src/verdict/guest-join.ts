import { type Diagnostic, diagnostic } from '../model/diagnostic.js';
import type { GuestStory, TimedFreeze } from '../model/guest.js';
import { firstIndex, groupBy } from '../model/lists.js';
import { keyOf } from '../model/mirror.js';
import type { Freeze, Report, StopEvent } from '../model/report.js';
import type { CheckedFilters } from '../model/settings.js';
import { seconds } from '../model/text.js';
import { instant, US_PER_MS, US_PER_SECOND } from '../model/units.js';
import type { JoinedFreeze, JoinedFreezes } from './backups.js';
import { clockOffset, type Offset, type TimeSpan } from './clock-offset.js';
import { isInWindow, someNames } from './filter.js';

/** The freezes of a report, and to which creation of a snapshot each belongs. */
export interface GuestJoin {
  readonly freezes: readonly Freeze[];
  /** By the id of the creation's event. */
  readonly ofEvents: ReadonlyMap<number, JoinedFreezes>;
  readonly diagnostics: readonly Diagnostic[];
}

/** The creation of a snapshot, in microseconds. */
interface Create extends TimeSpan {
  readonly event: StopEvent;
}

/** A freeze at its place in the report. */
interface Placed extends TimedFreeze {
  readonly index: number;
}

/** Clocks that are further apart are assumed to differ by zone, or the logs to be of other runs. */
const MOST_APART_US = 600 * US_PER_SECOND;
/** The last freezes tell as much of a clock as all of them. */
const MOST_WINDOWS = 200;
/** No zone is further from UTC. */
const MOST_AHEAD_US = 14 * 3600 * US_PER_SECOND;
/** The distance from UTC of each zone is a multiple of so much. */
const ZONE_STEP_US = 900 * US_PER_SECOND;
/** Times in the report are rounded down. */
const ROUNDING_US = US_PER_MS;

/** Matches freezes with the listed creations of snapshots, where one VM alone matches. */
export function joinGuests(
  story: GuestStory,
  { events, vms }: Pick<Report, 'events' | 'vms'>,
  filters: CheckedFilters,
): GuestJoin {
  const shown = story.freezes.filter((freeze) => isInWindow(instantsOf(freeze), filters));
  const placed = shown.map((freeze, index) => ({ ...freeze, index }));
  const creates = createsIn(events);
  const ofEvents = new Map<number, Placed[]>();
  const diagnostics: Diagnostic[] = [];
  for (const freezes of groupBy(placed, ({ guest }) => guest).values()) {
    const { fits, vms: fitted } = fitting(freezes, creates);
    diagnostics.push(...outside(freezes, vms));
    if (fitted.length > 1) diagnostics.push(unsure(freezes[0], fitted));
    else if (fitted.length === 0) diagnostics.push(...offsetDoubt(freezes, creates));
    else
      for (const { freeze, event } of fits)
        ofEvents.set(event.id, [...(ofEvents.get(event.id) ?? []), freeze]);
  }
  return {
    freezes: shown.map(({ freeze }) => freeze),
    ofEvents: new Map([...ofEvents].map(([id, freezes]) => [id, joinedOf(freezes)])),
    diagnostics,
  };
}

function instantsOf({ frozen, window, shiftUs }: TimedFreeze) {
  const span = frozen ?? window;
  if (span === null || shiftUs === null) return { from: null, to: null };
  return { from: instant(span.from + shiftUs), to: instant(span.to + shiftUs) };
}

function createsIn(events: readonly StopEvent[]): readonly Create[] {
  const found = events.flatMap((event) => {
    const { cause, startedAt, endedAt } = event;
    if (cause !== 'snapshot-create' || startedAt === null || endedAt === null) return [];
    return [{ event, from: Date.parse(startedAt) * US_PER_MS, to: Date.parse(endedAt) * US_PER_MS }];
  });
  return found.sort((a, b) => a.from - b.from || a.event.id - b.event.id);
}

interface Fit {
  readonly freeze: Placed;
  readonly event: StopEvent;
}

/** Gives the creations in the windows of a guest's freezes, and the VMs that have the most of them. */
function fitting(
  freezes: readonly Placed[],
  creates: readonly Create[],
): { readonly fits: readonly Fit[]; readonly vms: readonly StopEvent[] } {
  const all = freezes.flatMap((freeze) => eventsIn(freeze, creates).map((event) => ({ freeze, event })));
  const byVm = [...groupBy(all, ({ event }) => keyOf(event)).values()];
  const counts = byVm.map((fits) => new Set(fits.map(({ freeze }) => freeze)).size);
  const best = byVm.filter((_, index) => counts[index] === Math.max(...counts));
  const [fits = []] = best;
  return { fits: firstOfEach(fits), vms: best.map(([{ event }]) => event) };
}

/** A snapshot of a VM is created once in a window; another stop in it belongs to the same one. */
function firstOfEach(fits: readonly Fit[]): readonly Fit[] {
  return [...groupBy(fits, ({ freeze }) => freeze).values()].map(([first]) => first);
}

function eventsIn({ frozen, window, shiftUs }: Placed, creates: readonly Create[]): readonly StopEvent[] {
  const span = window ?? frozen;
  if (span === null || shiftUs === null) return [];
  const [from, to] = [span.from + shiftUs - ROUNDING_US, span.to + span.unitUs + shiftUs];
  const found: StopEvent[] = [];
  for (let at = firstIndex(creates, (create) => create.from >= from); at < creates.length; at++) {
    const create = creates[at];
    if (create === undefined || create.from > to) break;
    if (create.to <= to) found.push(create.event);
  }
  return found;
}

function joinedOf(placed: readonly Placed[]): JoinedFreezes {
  const freezes: readonly JoinedFreeze[] = placed.map(({ index, freeze }) => ({
    index,
    startedAt: freeze.requestedAt ?? freeze.suspendedAt,
    endedAt: freeze.resumedAt ?? freeze.resumingAt,
  }));
  return { freezes, frozenUs: unionOf(placed.flatMap(({ frozen }) => (frozen === null ? [] : [frozen]))) };
}

/** Several instances are frozen at one time: what they share counts once. */
function unionOf(spans: readonly TimeSpan[]): number | null {
  if (spans.length === 0) return null;
  let [sum, end] = [0, Number.NEGATIVE_INFINITY];
  for (const { from, to } of [...spans].sort((a, b) => a.from - b.from)) {
    sum += Math.max(0, to - Math.max(from, end));
    end = Math.max(end, to);
  }
  return sum;
}

/** Stops that belong to such freezes are in logs that were not read. */
function outside(freezes: readonly [Placed, ...Placed[]], vms: Report['vms']): readonly Diagnostic[] {
  const spans = vms.flatMap(({ firstAt, lastAt }) =>
    firstAt === null || lastAt === null ? [] : [{ from: Date.parse(firstAt), to: Date.parse(lastAt) }],
  );
  const found = freezes.filter((freeze) => {
    const { from, to } = instantsOf(freeze);
    if (from === null || to === null || spans.length === 0) return false;
    return !spans.some((span) => from / US_PER_MS <= span.to && to / US_PER_MS >= span.from);
  });
  if (found.length === 0) return [];
  const amount = found.length === 1 ? '1 freeze lies' : `${found.length} freezes lie`;
  const message = `${amount} outside the time that the VM logs cover: get the VM logs of that time to see the stops.`;
  return [diagnostic('freeze-outside', freezes[0].freeze.source, message)];
}

function unsure({ freeze }: TimedFreeze, vms: readonly StopEvent[]): Diagnostic {
  const message = `The freezes in this log match the snapshots of several VMs (${someNames(vms)}), so none was matched. Run again with one VM and its guest only.`;
  return diagnostic('unsure-freeze', freeze.source, message);
}

/** Where no freeze fits any snapshot, an offset of the clock may be why. */
function offsetDoubt(freezes: readonly Placed[], creates: readonly Create[]): readonly Diagnostic[] {
  const windows = freezes.flatMap(({ window }) => (window === null ? [] : [window])).slice(-MOST_WINDOWS);
  const [first] = freezes;
  if (first === undefined || windows.length === 0) return [];
  const { shiftUs } = first;
  const most = MOST_APART_US + (shiftUs === null ? MOST_AHEAD_US : 0);
  const shifted = windows.map(({ from, to, unitUs }) => ({
    from: from + (shiftUs ?? 0),
    to: to + (shiftUs ?? 0),
    unitUs,
  }));
  const found = [...groupBy(creates, ({ event }) => keyOf(event)).values()].flatMap((ofVm) => {
    const offset = clockOffset(shifted, ofVm, { from: -most, to: most });
    return offset === null ? [] : [{ offset, vm: ofVm[0].event.vm }];
  });
  const [only, other] = found;
  if (only === undefined || other !== undefined) return [];
  const message = shiftUs === null ? inUnknownZone(only.offset, only.vm) : inKnownZone(only.offset, only.vm);
  return [diagnostic('guest-clock', first.freeze.source, message)];
}

function inKnownZone({ least, most, pairs }: Offset, vm: string): string {
  return `The guest's clock seems ${errorOf(least, most)}: corrected by that, ${matches(pairs, vm)}. If this is a guest log of ${vm}, add --guest-offset ${flagOf(least, most)}.`;
}

/** What is left beside a multiple of 15 minutes is the clock's own error. */
function inUnknownZone({ least, most, pairs }: Offset, vm: string): string {
  const behind = Math.round((least + most) / 2 / ZONE_STEP_US) * ZONE_STEP_US;
  const [low, high] = [least - behind, most - behind];
  const isRight = low <= 0 && high >= 0;
  const clock = isRight ? '' : ` and ${errorOf(low, high)}`;
  const offset = isRight ? '' : ` and --guest-offset ${flagOf(low, high)}`;
  const name = zoneName(behind);
  const zone = name === null ? 'the zone' : `the zone (or ${name}, which is ${hours(behind)})`;
  return `The guest's clock seems ${hours(behind)}${clock}: so ${matches(pairs, vm)}. If this is a guest log of ${vm}, add --guest-tz with ${zone}${offset}.`;
}

function matches(pairs: number, vm: string): string {
  return pairs === 1
    ? `the freeze matches the only snapshot of ${vm}`
    : `${pairs} freezes match snapshots of ${vm}`;
}

/** An offset that is added to a clock that is fast is negative. */
function errorOf(least: number, most: number): string {
  const isFast = least + most < 0;
  const sizes = [Math.abs(least), Math.abs(most)].sort((a, b) => a - b);
  const [small = 0, large = 0] = least < 0 && most > 0 ? [0, sizes[1]] : sizes;
  return `${seconds(small)} to ${seconds(large)} ${isFast ? 'fast' : 'slow'}`;
}

/** The middle of the range, in whole seconds where one is in it. */
function flagOf(least: number, most: number): string {
  const whole = Math.round((least + most) / 2 / US_PER_SECOND);
  const isInRange = whole * US_PER_SECOND >= least && whole * US_PER_SECOND <= most;
  return isInRange ? `${whole}s` : `${Math.round((least + most) / 2 / US_PER_MS)}ms`;
}

function hours(behind: number): string {
  const minutes = Math.abs(behind) / 60 / US_PER_SECOND;
  const size = `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, '0')}`;
  return behind === 0 ? 'at UTC' : `at UTC${behind > 0 ? '-' : '+'}${size}`;
}

/** These zones exist for whole hours only; their sign is that of what is added to get UTC. */
function zoneName(behind: number): string | null {
  const whole = behind / 3600 / US_PER_SECOND;
  if (!Number.isInteger(whole) || whole > 12) return null;
  return whole === 0 ? 'UTC' : `Etc/GMT${whole > 0 ? '+' : '-'}${Math.abs(whole)}`;
}
