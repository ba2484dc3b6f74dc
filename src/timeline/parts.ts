import type { Message } from '../messages/message.js';
import { groupBy } from '../model/lists.js';
import { earliest, type Instant, latest } from '../model/units.js';
import { type VmPlace, vmOfLog, vmOfOrigin } from '../model/vm-place.js';
import type { KeptLog } from './copies.js';
import { type Entry, entriesAt } from './entry.js';
import { sortByVm } from './same-vm.js';
import { hasNoIdentifiers, identifiersIn, joinIdentifiers, type VmIdentifiers } from './vm-identifiers.js';

/** What of a log is one VM's: all of it, unless logs of several VMs were put into one file. */
export interface Part {
  readonly place: VmPlace;
  /** The log that it stands in, with the kind of product that wrote this part. */
  readonly log: KeptLog;
  readonly identifiers: VmIdentifiers;
  /** In the order of the log's lines. */
  readonly entries: readonly Entry[];
  readonly firstAt: Instant | null;
  readonly lastAt: Instant | null;
}

/**
 * Takes a log apart by the VMs in it: a `grep` over several logs names them, and behind one another each begins with
 * its header. What tells nothing of itself belongs to what stands before it.
 */
export function partsOf(log: KeptLog): readonly Part[] {
  const ofLog = vmOfLog(log.place);
  const all = entriesAt(log.place, log.entries);
  const isCopied = all.some(({ origin }) => origin !== null);
  const byOrigin = isCopied ? groupBy(all, ({ origin }) => origin) : [[null, all] as const];
  const parts = [...byOrigin].flatMap(([origin, entries]) => {
    const place = vmOfOrigin(origin, ofLog);
    return vmsIn(entries).map((vm) => ({ ...vm, place }));
  });
  const { firstAt, lastAt } = log;
  if (parts.length === 1) return parts.map((part) => ({ ...part, log, firstAt, lastAt }));
  const end = all.at(-1);
  return parts.map((part) => {
    const times = part.entries.map(({ at }) => at);
    if (part.entries.at(-1) === end) times.push(log.endAt);
    const ofProduct = { ...log, hosted: hostedBy(part.entries) ?? log.hosted };
    return { ...part, log: ofProduct, firstAt: earliest(times), lastAt: latest(times) };
  });
}

/** Entries of one VM with what they tell of it. */
type OfVm = Pick<Part, 'entries' | 'identifiers'>;

function vmsIn(entries: readonly Entry[]): readonly OfVm[] {
  const runs = processesIn(entries);
  if (runs.length === 1) return [{ entries, identifiers: identifiersIn(entries) }];
  const stretches: [OfVm, ...OfVm[]][] = [];
  for (const run of runs) {
    const one = { entries: run, identifiers: identifiersIn(run) };
    const last = stretches.at(-1);
    if (
      last !== undefined &&
      (hasNoIdentifiers(one.identifiers) || last.every(({ identifiers }) => hasNoIdentifiers(identifiers)))
    )
      last.push(one);
    else stretches.push([one]);
  }
  const [one, ...others] = stretches.map(joined);
  return one === undefined ? [] : sortByVm([one, ...others], ({ identifiers }) => identifiers).map(joined);
}

function joined(several: readonly OfVm[]): OfVm {
  const [only] = several;
  if (only !== undefined && several.length === 1) return only;
  return {
    entries: several.flatMap(({ entries }) => entries),
    identifiers: joinIdentifiers(several.map(({ identifiers }) => identifiers)),
  };
}

/** Splits entries where another VMX process begins: at its header, or where that was lost at what it tells once. */
function processesIn(entries: readonly Entry[]): readonly (readonly Entry[])[] {
  const begins: number[] = [];
  const seen = new Set<string>();
  for (const [index, { message }] of entries.entries()) {
    const once = toldOnce(message);
    if (once === null || (once !== HEADER && !seen.has(once))) {
      if (once !== null) seen.add(once);
      continue;
    }
    if (index > 0) begins.push(index);
    seen.clear();
    seen.add(once);
  }
  if (begins.length === 0) return [entries];
  return [0, ...begins].map((from, index) => entries.slice(from, begins[index]));
}

const HEADER = 'product';

/** Names what a process tells once, when it begins; null for other messages. */
function toldOnce(message: Message): string | null {
  if (message.kind === 'uuid') return message.dumped ? `uuid.${message.of}` : null;
  const { kind } = message;
  return kind === HEADER || kind === 'dump' || kind === 'dumped-name' ? kind : null;
}

function hostedBy(entries: readonly Entry[]): boolean | null {
  const products = entries.flatMap(({ message }) => (message.kind === 'product' ? [message.hosted] : []));
  return products.length === 0 ? null : products.every((hosted) => hosted);
}
