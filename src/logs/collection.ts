import { isDeepStrictEqual } from 'node:util';
import { type Diagnostic, diagnostic, diagnosticOrder } from '../model/diagnostic.js';
import type { GuestReading } from '../model/guest.js';
import type { InventoryFact } from '../model/inventory-fact.js';
import type { LogPlace } from '../model/log.js';
import {
  type Compare,
  compareMaybeText,
  compareNumber,
  compareText,
  inTurn,
  sortedSet,
} from '../model/order.js';
import type { LogReading } from './log-reading.js';
import type { ReadItem } from './read-item.js';

/**
 * All that was read. Plain data, as its readings are. It is the same in whichever order and from however many runs its
 * parts come, and if some of them come twice.
 */
export interface LogCollection {
  readonly readings: readonly LogReading[];
  readonly facts: readonly InventoryFact[];
  readonly guests: readonly GuestReading[];
  /** What could not be read, or is no log. */
  readonly problems: readonly Diagnostic[];
  /** Paths of logs of other programs. */
  readonly others: readonly string[];
  /** Paths at and under which nothing is verified. */
  readonly doubts: readonly string[];
  /** Paths that the runs were told to read that wrote the records among the input. */
  readonly inputs: readonly string[];
}

/** Puts together what was read. `aborted`: that is not all, since the run was stopped. */
export function collectionOf(items: readonly ReadItem[], aborted: boolean): LogCollection {
  const ofKind = <Kind extends ReadItem['kind']>(kind: Kind) =>
    items.filter((item): item is Extract<ReadItem, { kind: Kind }> => item.kind === kind);
  const readings = ofKind('reading').map(({ reading }) => reading);
  const guests = ofKind('guest').map(({ reading }) => reading);
  const facts = ofKind('facts').flatMap((item) => item.facts);
  const noVmLogs = ofKind('no-vm-log');
  const places = [...readings, ...guests].map(({ place }) => place);
  const named = new Set([...places, ...noVmLogs].filter((file) => file.named).map(({ path }) => path));
  // What one run was told to read, and another found in a folder, counts as one run would read it.
  const counts = (file: Pick<LogPlace, 'named' | 'path'>) => file.named || !named.has(file.path);
  const problems = ofKind('problem').filter(
    (one) => one.named !== false || counts({ named: false, path: one.diagnostic.path }),
  );
  const unread = new Set(problems.map(({ diagnostic: { path } }) => path));
  // A file that could not be read is not called empty: nobody knows what it holds.
  const reported = noVmLogs.filter((file) => counts(file) && (!file.isEmpty || !unread.has(file.path)));
  const diagnostics = once(
    [...problems.map(({ diagnostic }) => diagnostic), ...reported.flatMap((file) => file.diagnostics)],
    diagnosticOrder,
  );
  const lacking = ofKind('lacking').reduce((sum, { vms }) => sum + vms, 0);
  const isReported = diagnostics.some(({ kind }) => kind === 'interrupted');
  return {
    readings: once(
      readings.filter(({ place }) => counts(place)),
      readingOrder,
    ),
    facts: once(
      facts.filter(({ place }) => counts(place)),
      factOrder,
    ),
    guests: once(
      guests.filter(({ place }) => counts(place)),
      guestOrder,
    ),
    problems: [
      ...diagnostics,
      ...(lacking > 0 && !aborted ? [lackingRecords(lacking)] : []),
      ...(aborted && !isReported ? [interrupted()] : []),
    ],
    others: sortedSet(noVmLogs.filter(({ isOther }) => isOther).map(({ path }) => path)),
    doubts: sortedSet(problems.map(({ doubts }) => doubts).filter((path) => path !== null)),
    inputs: sortedSet(ofKind('input').map(({ path }) => path)),
  };
}

/** Puts things in an order, and leaves out those that are there already. */
function once<T>(all: readonly T[], order: Compare<T>): readonly T[] {
  const kept: T[] = [];
  for (const one of all.toSorted(order)) {
    const firstEqual = kept.findLastIndex((other) => order(other, one) !== 0) + 1;
    if (!kept.slice(firstEqual).some((other) => isDeepStrictEqual(other, one))) kept.push(one);
  }
  return kept;
}

const placeOrder = inTurn<LogPlace>(
  (a, b) => compareText(a.path, b.path),
  (a, b) => a.startsAt - b.startsAt,
  (a, b) => compareNumber(a.modifiedAt, b.modifiedAt),
);

const readingOrder = inTurn<LogReading>(
  (a, b) => placeOrder(a.place, b.place),
  (a, b) => a.bytes - b.bytes,
  (a, b) => compareMaybeText(a.firstLine, b.firstLine),
  (a, b) => compareMaybeText(a.lastLine, b.lastLine),
  (a, b) => compareText(textOf(a.entries), textOf(b.entries)),
);

const guestOrder = inTurn<GuestReading>(
  (a, b) => placeOrder(a.place, b.place),
  (a, b) => compareText(textOf(a.entries), textOf(b.entries)),
);

const factOrder = inTurn<InventoryFact>(
  (a, b) => placeOrder(a.place, b.place),
  (a, b) => compareText(textOf(a), textOf(b)),
);

/** Asked for only where two things of one path differ in nothing that is shorter. */
function textOf(value: object): string {
  return JSON.stringify(value);
}

function lackingRecords(vms: number): Diagnostic {
  const message = `Records of ${vms} VM${vms === 1 ? '' : 's'} were written and are not here: hand over all that the runs wrote.`;
  return diagnostic('cut-short', 'records', message);
}

function interrupted(): Diagnostic {
  return diagnostic('interrupted', '', 'The reading was stopped before all was read; run it again.');
}
