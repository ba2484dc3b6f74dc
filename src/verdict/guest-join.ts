import { type Diagnostic, diagnostic } from '../model/diagnostic.js';
import type { GuestStory, TimedFreeze, WallSpan } from '../model/guest.js';
import { addTo, firstIndex, groupBy } from '../model/lists.js';
import type { GuestSettings } from '../model/settings.js';
import { seconds } from '../model/text.js';
import { earliest, latest, US_PER_MS, US_PER_SECOND } from '../model/units.js';
import type { VmFacts } from '../timeline/timeline.js';
import type { JoinedFreeze, JoinedFreezes } from './backups.js';
import { clockOffset, type Offset, type TimeSpan } from './clock-offset.js';
import { someNames } from './filter.js';
import type { Numbered } from './judge.js';

/** To which creation of a snapshot each freeze belongs, and what is doubtful about that. */
export interface GuestJoin {
  /** By the id of the creation's event. */
  readonly ofEvents: ReadonlyMap<number, JoinedFreezes>;
  readonly diagnostics: readonly Diagnostic[];
}

/** The creation of a snapshot, in microseconds. */
interface Create extends TimeSpan {
  readonly id: number;
  readonly vm: VmFacts;
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

/**
 * Matches freezes with the creations of snapshots of all VMs, whatever the filters list of them. Freezes of a guest are joined
 * where one VM alone matches.
 */
export function joinGuests(
  story: GuestStory,
  histories: readonly Numbered[],
  guests: Pick<GuestSettings, 'zone' | 'offset'>,
): GuestJoin {
  const creates = createsIn(histories);
  const vms = histories.map(({ vm }) => vm);
  const ofEvents = new Map<number, [Placed, ...Placed[]]>();
  const diagnostics: Diagnostic[] = [];
  const placed = story.freezes.map((freeze, index) => ({ ...freeze, index }));
  for (const freezes of groupBy(placed, ({ guest }) => guest).values()) {
    const { fits, candidates } = fitting(freezes, creates);
    diagnostics.push(...outside(freezes, vms));
    if (candidates.length > 1) diagnostics.push(unsure(freezes[0], candidates));
    else if (candidates.length === 0) diagnostics.push(...offsetDoubt(freezes, creates, guests));
    else for (const { freeze, create } of fits) addTo(ofEvents, create.id, freeze);
  }
  return {
    ofEvents: new Map([...ofEvents].map(([id, freezes]) => [id, joinedOf(freezes)])),
    diagnostics,
  };
}

function createsIn(histories: readonly Numbered[]): readonly Create[] {
  const found = histories.flatMap(({ vm, operations, ids }) =>
    operations.flatMap(({ cause, stops }, index) => {
      const [from, to] = [stops[0]?.startedAt ?? null, stops.at(-1)?.endedAt ?? null];
      if (cause !== 'snapshot-create' || from === null || to === null) return [];
      return [{ id: ids[index] ?? 0, vm, from, to }];
    }),
  );
  return found.sort((a, b) => a.from - b.from || a.id - b.id);
}

interface Fit {
  readonly freeze: Placed;
  readonly create: Create;
}

/**
 * Gives the VMs whose snapshots match freezes of a guest, and which freezes match those of the first. A VM is none of them if its
 * logs cover a freeze that another VM's snapshot matches, and show no snapshot then.
 */
function fitting(
  freezes: readonly Placed[],
  creates: readonly Create[],
): { readonly fits: readonly Fit[]; readonly candidates: readonly VmFacts[] } {
  const all = freezes.flatMap((freeze) =>
    createsWithin(freeze, creates).map((create) => ({ freeze, create })),
  );
  const byVm = groupBy(all, ({ create }) => create.vm);
  const matched = new Set(all.map(({ freeze }) => freeze));
  const isContradicted = (vm: VmFacts, fits: readonly Fit[]) => {
    const own = new Set(fits.map(({ freeze }) => freeze));
    return [...matched].some((freeze) => !own.has(freeze) && isCovered(freeze, vm));
  };
  const left = [...byVm].filter(([vm, fits]) => byVm.size === 1 || !isContradicted(vm, fits));
  // If each is contradicted, nothing tells whose the guest is.
  const candidates = left.length === 0 ? [...byVm] : left;
  const [[, fits] = [null, []]] = candidates;
  return { fits: firstOfEach(fits), candidates: candidates.map(([vm]) => vm) };
}

/** Says whether the logs of a VM cover the time of a freeze; a log with a gap covers more than it knows. */
function isCovered(freeze: Placed, { spans }: VmFacts): boolean {
  const span = instantsOf(freeze);
  if (span === null) return false;
  return spans.some(
    ({ firstAt, lastAt }) => firstAt !== null && lastAt !== null && firstAt <= span.from && lastAt >= span.to,
  );
}

/** Gives the window of a freeze as instants, or its whole time; null where that is not known. */
function instantsOf({ window, frozen, shiftUs }: Placed): WallSpan | null {
  const span = window ?? frozen;
  return span === null || shiftUs === null ? null : shifted(span, shiftUs);
}

/** A snapshot of a VM is created once in a window; another stop in it belongs to the same one. */
function firstOfEach(fits: readonly Fit[]): readonly Fit[] {
  return [...groupBy(fits, ({ freeze }) => freeze).values()].map(([first]) => first);
}

function createsWithin(freeze: Placed, creates: readonly Create[]): readonly Create[] {
  const span = instantsOf(freeze);
  if (span === null) return [];
  const [from, to] = [span.from, span.to + span.unitUs];
  const found: Create[] = [];
  for (let at = firstIndex(creates, (create) => create.from >= from); at < creates.length; at++) {
    const create = creates[at];
    if (create === undefined || create.from > to) break;
    if (create.to <= to) found.push(create);
  }
  return found;
}

function joinedOf(placed: readonly Placed[]): JoinedFreezes {
  const freezes: readonly JoinedFreeze[] = placed.map(({ index, freeze }) => ({
    index,
    startedAt: freeze.requestedAt ?? freeze.suspendedAt,
    endedAt: freeze.resumedAt ?? freeze.resumingAt,
  }));
  const spans = placed.flatMap(({ frozen, shiftUs }) =>
    frozen === null || shiftUs === null ? [] : [shifted(frozen, shiftUs)],
  );
  return { freezes, frozenUs: unionOf(spans) };
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
function outside(freezes: readonly [Placed, ...Placed[]], vms: readonly VmFacts[]): readonly Diagnostic[] {
  const [from, to] = [earliest(vms.map(({ firstAt }) => firstAt)), latest(vms.map(({ lastAt }) => lastAt))];
  if (from === null || to === null) return [];
  const found = freezes.filter((freeze) => {
    const span = instantsOf(freeze);
    return span !== null && (span.from > to || span.to < from);
  });
  if (found.length === 0) return [];
  const amount = found.length === 1 ? '1 freeze lies' : `${found.length} freezes lie`;
  const message = `${amount} outside the time that the VM logs cover: get the VM logs of that time to see the stops.`;
  return [diagnostic('freeze-outside', freezes[0].freeze.source, message)];
}

function unsure({ freeze }: TimedFreeze, vms: readonly VmFacts[]): Diagnostic {
  const message = `The freezes in this log match the snapshots of several VMs (${someNames(vms)}), so none was matched. Run again with one VM and its guest only.`;
  return diagnostic('unsure-freeze', freeze.source, message);
}

/** Where no freeze matches any snapshot, the clock may be why. Windows in a known zone tell more than others. */
function offsetDoubt(
  freezes: readonly [Placed, ...Placed[]],
  creates: readonly Create[],
  { zone, offset }: Pick<GuestSettings, 'zone' | 'offset'>,
): readonly Diagnostic[] {
  const zoned = freezes.filter(({ shiftUs }) => shiftUs !== null);
  const isZoned = zoned.length > 0;
  // The zone was named, and yet these times mean no instant.
  if (!isZoned && zone !== null) return [];
  const windows = (isZoned ? zoned : freezes)
    .flatMap(({ window, shiftUs }) => (window === null ? [] : [shifted(window, shiftUs ?? 0)]))
    .slice(-MOST_WINDOWS);
  const most = MOST_APART_US + (isZoned ? 0 : MOST_AHEAD_US);
  const found = [...groupBy(creates, ({ vm }) => vm)].flatMap(([vm, ofVm]) => {
    const range = clockOffset(windows, ofVm, { from: -most, to: most });
    return range === null ? [] : [{ range, vm: vm.vm }];
  });
  const [only, other] = found;
  if (only === undefined || other !== undefined) return [];
  // What the user gave is in these times already, and the proposal takes its place.
  const given = isZoned ? (offset ?? 0) : 0;
  const range = { ...only.range, least: only.range.least + given, most: only.range.most + given };
  const message = isZoned ? inKnownZone(range, only.vm) : inUnknownZone(range, only.vm);
  return [diagnostic('guest-clock', freezes[0].freeze.source, message)];
}

function shifted({ from, to, unitUs }: WallSpan, by: number): WallSpan {
  return { from: from + by, to: to + by, unitUs };
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
