import { compareNumber, compareText } from '../model/order.js';
import type { Entry } from './entry.js';

/**
 * Puts the entries of one VM's logs in the order of time, lines of the same moment in the order of their log, and
 * gives each line once however many logs hold it. Entries without a time are left out. The entries of each log must
 * be in the order of its lines.
 */
export function inOrder(logs: readonly (readonly Entry[])[]): readonly Entry[] {
  const placed: Entry[] = [];
  let isOrdered = true;
  let latest = Number.NEGATIVE_INFINITY;
  for (const entries of byBeginning(logs)) {
    for (const entry of entries) {
      if (entry.at === null) continue;
      if (entry.at < latest) isOrdered = false;
      latest = entry.at;
      placed.push(entry);
    }
  }
  // The sort keeps lines of the same moment in the order in which they come.
  if (!isOrdered) placed.sort((a, b) => (a.at ?? 0) - (b.at ?? 0));
  return oncePerMoment(placed);
}

/** Gives the entries without a time, each once however many copies of its log were read. */
export function withoutTime(logs: readonly (readonly Entry[])[]): readonly Entry[] {
  const entries: Entry[] = [];
  for (const log of logs) for (const entry of log) if (entry.at === null) entries.push(entry);
  if (entries.length === 0) return entries;
  entries.sort((a, b) => compareText(a.place.path, b.place.path) || a.offset - b.offset);
  const seen = new Set<string>();
  return entries.filter(({ offset, line }) => isNew(`${offset} ${line}`, seen));
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

function byBeginning(logs: readonly (readonly Entry[])[]): readonly (readonly Entry[])[] {
  const begun = logs.map((entries) => ({
    entries,
    at: entries.find(({ at }) => at !== null)?.at ?? null,
    path: entries[0]?.place.path ?? '',
  }));
  begun.sort((a, b) => compareNumber(a.at, b.at) || compareText(a.path, b.path));
  return begun.map(({ entries }) => entries);
}

/** Only lines of the same moment can be the same, and few share theirs: the others need no key. */
function oncePerMoment(ordered: readonly Entry[]): readonly Entry[] {
  const repeated = new Set<Entry>();
  let previous: Entry | null = null;
  let seen: Set<string> | null = null;
  for (const entry of ordered) {
    if (previous === null || previous.at !== entry.at) seen = null;
    else {
      seen ??= new Set([sameness(previous)]);
      if (!isNew(sameness(entry), seen)) repeated.add(entry);
    }
    previous = entry;
  }
  return repeated.size === 0 ? ordered : ordered.filter((entry) => !repeated.has(entry));
}

function isNew(key: string, seen: Set<string>): boolean {
  if (seen.has(key)) return false;
  seen.add(key);
  return true;
}
