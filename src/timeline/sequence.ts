import { compareNumber, compareText, inTurn } from '../model/order.js';
import type { Instant } from '../model/units.js';
import type { Entry } from './entry.js';

/** An entry with the time by which it is put in order. */
interface Placed {
  readonly entry: Entry;
  readonly at: Instant;
  readonly rank: number;
}

/**
 * Puts the entries of one VM's logs in the order of time, lines of the same moment in the order of their log, and
 * gives each line once however many logs hold it. Entries without a time are left out.
 */
export function inOrder(logs: readonly (readonly Entry[])[]): readonly Entry[] {
  const ranked = [...logs].sort(byBeginning);
  const placed = ranked.flatMap((entries, rank) => placeLog(entries, rank));
  placed.sort(
    inTurn(
      (a, b) => a.at - b.at,
      (a, b) => a.rank - b.rank,
      (a, b) => a.entry.offset - b.entry.offset,
    ),
  );
  return once(
    placed.map(({ entry }) => entry),
    (entry) => `${entry.at} ${sameness(entry)}`,
  );
}

/** Gives the entries without a time, each once however many copies of its log were read. */
export function withoutTime(logs: readonly (readonly Entry[])[]): readonly Entry[] {
  const entries = logs.flat().filter(({ at }) => at === null);
  entries.sort(
    inTurn(
      (a, b) => compareText(a.place.path, b.place.path),
      (a, b) => a.offset - b.offset,
    ),
  );
  return once(entries, (entry) => `${entry.offset} ${entry.line}`);
}

/** Says whether an entry is one of the two lines that tell a stop. */
export function isStopLine({ message }: Entry): boolean {
  return message.kind === 'unstun' || message.kind === 'stunned';
}

/** What makes two lines of the same moment the same: spelling and what was put before the line do not. */
export function sameness({ message, thread, opId }: Entry): string {
  if (message.kind === 'unstun' || message.kind === 'stunned') return `${message.kind} ${message.figure}`;
  return `${thread} ${opId} ${JSON.stringify(message)}`;
}

function placeLog(entries: readonly Entry[], rank: number): readonly Placed[] {
  return entries.flatMap((entry) => (entry.at === null ? [] : [{ entry, at: entry.at, rank }]));
}

function byBeginning(a: readonly Entry[], b: readonly Entry[]): number {
  return inTurn<readonly Entry[]>(
    (one, other) =>
      compareNumber(
        one.find(({ at }) => at !== null)?.at ?? null,
        other.find(({ at }) => at !== null)?.at ?? null,
      ),
    (one, other) => compareText(one[0]?.place.path ?? '', other[0]?.place.path ?? ''),
  )(a, b);
}

function once(entries: readonly Entry[], keyOf: (entry: Entry) => string): readonly Entry[] {
  const seen = new Set<string>();
  return entries.filter((entry) => {
    const key = keyOf(entry);
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}
