import type { Message } from '../messages/message.js';
import { firstIndex, groupBy } from '../model/lists.js';
import type { FindingKind } from '../model/report.js';
import { seconds, visible } from '../model/text.js';
import { type Micros, US_PER_SECOND } from '../model/units.js';
import type { Cited, Entry } from '../timeline/entry.js';
import type { TimelineStop } from '../timeline/stops.js';
import type { Operation } from './event.js';
import { type EntryOf, isOf } from './kinds.js';
import { failedQuiescesIn } from './quiesce-findings.js';
import type { TimelineIndex } from './timeline-index.js';

/** Something worth knowing about an operation, with the lines that prove it. */
export interface FindingDraft {
  readonly kind: FindingKind;
  /** Null where the lines belong to no stop that was found. */
  readonly operation: Operation | null;
  readonly message: string;
  /** How long the guest was waited for; absent where the finding is about something else. */
  readonly waitedUs?: Micros | null;
  /** At least one. */
  readonly evidence: readonly Cited[];
}

/** A finding of a thousand lines is proved by its first and last ones. */
const MOST_EVIDENCE = 20;

/** A snapshot is a backup's where it bears such a name, or is consolidated within three days. */
const BACKUP_NAME = /backup|veeam|xsi|smvi|commvault|gx_|__g#|netbackup|nbu|avamar|rubrik|cohesity|nakivo/i;
const BACKUP_REACH_US = 72 * 3600 * US_PER_SECOND;

/** Finds what is worth knowing about the operations of one VM. */
export function findFindings(
  operations: readonly Operation[],
  timeline: TimelineIndex,
): readonly FindingDraft[] {
  const owner = new Owners(timeline, operations);
  return [
    ...understated(operations),
    ...perOperation(
      timeline.of('tracking-enabled'),
      (entry) => owner.ofStopAround(entry),
      trackingEnabled,
      true,
    ),
    ...perOperation(
      timeline.of('consolidate-iteration'),
      (entry) => owner.near(entry),
      anotherIteration,
      false,
    ),
    ...perOperation(timeline.of('consolidate-synchronous'), (entry) => owner.near(entry), synchronous, false),
    ...perOperation(failuresIn(timeline.entries), (entry) => owner.near(entry), failed, false),
    ...memorySnapshots(operations, owner),
    ...failedQuiesces(timeline),
  ];
}

type Told = Pick<FindingDraft, 'kind' | 'message'>;

/** Finds the operation that an entry belongs to. Few VMs have a line that asks, so what answers is made when it is asked. */
class Owners {
  #consolidates: readonly Operation[] | null = null;
  #ofStop: ReadonlyMap<TimelineStop, Operation> | null = null;
  #ofEvidence: ReadonlyMap<Entry, Operation> | null = null;

  constructor(
    readonly timeline: TimelineIndex,
    readonly operations: readonly Operation[],
  ) {}

  /** The consolidates in the order of their first stops. */
  get consolidates(): readonly Operation[] {
    this.#consolidates ??= consolidatesOf(this.operations);
    return this.#consolidates;
  }

  ofStopAround(entry: Entry): Operation | null {
    const stop = this.timeline.stopAround(entry);
    this.#ofStop ??= new Map(
      this.operations.flatMap((operation) => operation.stops.map((one) => [one, operation])),
    );
    return stop === null ? null : (this.#ofStop.get(stop) ?? null);
  }

  /** Gives the consolidate that an entry proves, else the last one during or shortly after which it was written. */
  near(entry: Entry): Operation | null {
    this.#ofEvidence ??= new Map(
      this.consolidates.flatMap((operation) => operation.evidence.map((one) => [one, operation])),
    );
    const proved = this.#ofEvidence.get(entry);
    if (proved !== undefined || entry.at === null) return proved ?? null;
    const { gap } = this.timeline;
    const last = this.consolidates[firstBegunFrom(this.consolidates, entry.at + gap + 1) - 1];
    return last !== undefined && (last.stops.at(-1)?.endedAt ?? 0) + gap >= entry.at ? last : null;
  }
}

function consolidatesOf(operations: readonly Operation[]): readonly Operation[] {
  const found = operations.filter(
    ({ cause, stops }) => cause === 'consolidate' && stops[0]?.startedAt != null,
  );
  return found.sort((a, b) => startOf(a) - startOf(b));
}

function startOf({ stops: [first] }: Operation): number {
  return first?.startedAt ?? 0;
}

/** Gives the index of the first of some ordered operations that began at `at` or later, their count for none. */
function firstBegunFrom(operations: readonly Operation[], at: number): number {
  return firstIndex(operations, (operation) => startOf(operation) >= at);
}

/** Makes one finding for each operation of the entries that are tied to it; `only`: none for those tied to none. */
function perOperation<E extends Entry>(
  entries: readonly E[],
  ownerOf: (entry: E) => Operation | null,
  tell: (entries: readonly E[]) => Told,
  only: boolean,
): readonly FindingDraft[] {
  const groups = [...groupBy(entries, ownerOf)].filter(([operation]) => operation !== null || !only);
  return groups.map(([operation, group]) => ({ operation, ...tell(group), evidence: someOf(group) }));
}

function someOf<T>(all: readonly T[]): readonly T[] {
  const half = MOST_EVIDENCE / 2;
  return all.length <= MOST_EVIDENCE ? all : [...all.slice(0, half), ...all.slice(-half)];
}

function* understated(operations: readonly Operation[]): Iterable<FindingDraft> {
  for (const operation of operations) {
    for (const stop of operation.stops) {
      const { elapsedUs, stunEntry, stoppedUs, stunnedUs } = stop;
      if (elapsedUs === null || stunEntry === null) continue;
      const figure = Math.max(stoppedUs ?? 0, stunnedUs ?? 0);
      if (elapsedUs <= figure) continue;
      const clocks = stunEntry.place === stop.place ? '' : ' by the clocks of the two logs';
      const message =
        `The figure on the line, ${seconds(figure)}, leaves out the time before the new process began: ` +
        `${seconds(elapsedUs)} passed from the stun to the unstun${clocks}, and by that the stop is judged.`;
      yield { kind: 'understated', operation, message, evidence: [stunEntry, citedOf(stop)] };
    }
  }
}

function trackingEnabled(entries: readonly EntryOf<'tracking-enabled'>[]): Told {
  const disks = [...new Set(entries.map(({ message }) => visible(message.disk)))];
  const message =
    `Change tracking was set up anew for ${disks.slice(0, 4).join(', ')}${disks.length > 4 ? ' and others' : ''} within the ` +
    'stop, which takes most of such a stop; find what switches it off between backups (Broadcom KB 320346).';
  return { kind: 'tracking-enabled', message };
}

function anotherIteration(entries: readonly Entry[]): Told {
  const rounds = entries.length === 1 ? 'another round' : `${entries.length} more rounds`;
  const message =
    `The consolidate needed ${rounds}, each with a stop of its own, because the guest wrote faster than the snapshot ` +
    'could be committed; back up when it writes less (VMware KB 337175).';
  return { kind: 'another-iteration', message };
}

function synchronous(): Told {
  const message =
    'The consolidate had used up its helper snapshots and held the VM until the rest was committed; consolidate when ' +
    'the guest writes less, and keep snapshots short (VMware KB 2039754).';
  return { kind: 'synchronous-consolidate', message };
}

type Failure = EntryOf<'consolidate-end'> | EntryOf<'consolidate-cancel'> | EntryOf<'consolidate-trouble'>;

function failuresIn(entries: readonly Entry[]): readonly Failure[] {
  const kinds: readonly Message['kind'][] = ['consolidate-cancel', 'consolidate-trouble'];
  return entries.filter(
    (entry): entry is Failure =>
      kinds.includes(entry.message.kind) || (isOf(entry, 'consolidate-end') && entry.message.code !== 0),
  );
}

function failed(entries: readonly Failure[]): Told {
  const reasons = new Set(entries.map(({ message }) => visible(reasonOf(message))));
  const message =
    `The consolidate did not succeed (${[...reasons].slice(0, 3).join('; ')}): its snapshot's disks are still there and grow; ` +
    'find what holds them, often the backup itself, and consolidate again.';
  return { kind: 'consolidate-failed', message };
}

function reasonOf(message: Failure['message']): string {
  if (message.kind === 'consolidate-end') return `${message.text}, code ${message.code}`;
  return message.kind === 'consolidate-cancel' ? 'it was cancelled' : message.reason;
}

function citedOf({ line, place, offset, endedAt }: TimelineStop): Cited {
  return { line, place, offset, at: endedAt };
}

function* memorySnapshots(operations: readonly Operation[], owner: Owners): Iterable<FindingDraft> {
  for (const operation of operations) {
    const { cause, snapshot, evidence } = operation;
    if (cause !== 'snapshot-create' || snapshot?.memory !== true || evidence.length === 0) continue;
    if (!isBackup(operation, owner)) continue;
    const message =
      "The snapshot saved the VM's memory, which a backup does not need and which makes it slower; switch memory off.";
    yield { kind: 'memory-snapshot', operation, message, evidence: evidence.slice(0, 1) };
  }
}

/** No snapshot was taken, so there is no event that they are about. */
function failedQuiesces({ snapshotTasks }: TimelineIndex): readonly FindingDraft[] {
  return failedQuiescesIn(snapshotTasks).map(({ message, waitedUs, evidence }) => ({
    kind: 'quiesce-failed',
    operation: null,
    message,
    waitedUs,
    evidence: someOf(evidence),
  }));
}

function isBackup({ snapshot, stops }: Operation, { consolidates }: Owners): boolean {
  if (BACKUP_NAME.test(snapshot?.name ?? '')) return true;
  const endedAt = stops.at(-1)?.endedAt ?? 0;
  const next = consolidates[firstBegunFrom(consolidates, endedAt)];
  return next !== undefined && startOf(next) <= endedAt + BACKUP_REACH_US;
}
