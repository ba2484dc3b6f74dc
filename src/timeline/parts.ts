import { groupBy } from '../model/lists.js';
import { earliest, type Instant, latest } from '../model/units.js';
import type { KeptLog } from './copies.js';
import type { Entry } from './entry.js';
import { type VmPlace, vmOfLog, vmOfOrigin } from './identity.js';
import { sortByVm } from './same-vm.js';
import { allTold, isSilent, type Told, toldBy } from './told.js';

/** What of a log is one VM's: all of it, unless logs of several VMs were put into one file. */
export interface Part {
  readonly place: VmPlace;
  /** The log that it stands in, with the kind of product that wrote this part. */
  readonly log: KeptLog;
  readonly told: Told;
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
  const isCopied = log.entries.some(({ origin }) => origin !== null);
  const byOrigin = isCopied ? groupBy(log.entries, ({ origin }) => origin) : [[null, log.entries] as const];
  const parts = [...byOrigin].flatMap(([origin, entries]) => {
    const place = vmOfOrigin(origin, ofLog);
    return vmsIn(entries).map((vm) => ({ ...vm, place }));
  });
  const { firstAt, lastAt } = log;
  if (parts.length === 1) return parts.map((part) => ({ ...part, log, firstAt, lastAt }));
  return parts.map((part) => {
    const times = part.entries.map(({ at }) => at);
    const ofProduct = { ...log, hosted: hostedBy(part.entries) ?? log.hosted };
    return { ...part, log: ofProduct, firstAt: earliest(times), lastAt: latest(times) };
  });
}

/** Entries of one VM with what they tell of it. */
type OfVm = Pick<Part, 'entries' | 'told'>;

function vmsIn(entries: readonly Entry[]): readonly OfVm[] {
  const runs = processesIn(entries);
  if (runs.length === 1) return [{ entries, told: toldBy(entries) }];
  const stretches: [OfVm, ...OfVm[]][] = [];
  for (const run of runs) {
    const one = { entries: run, told: toldBy(run) };
    const last = stretches.at(-1);
    if (last !== undefined && (isSilent(one.told) || last.every(({ told }) => isSilent(told))))
      last.push(one);
    else stretches.push([one]);
  }
  const [one, ...others] = stretches.map(joined);
  return one === undefined ? [] : sortByVm([one, ...others], ({ told }) => told).map(joined);
}

function joined(several: readonly OfVm[]): OfVm {
  const [only] = several;
  if (only !== undefined && several.length === 1) return only;
  return {
    entries: several.flatMap(({ entries }) => entries),
    told: allTold(several.map(({ told }) => told)),
  };
}

/** Splits entries where another VMX process begins: at its header, or where that was lost at its configuration. */
function processesIn(entries: readonly Entry[]): readonly (readonly Entry[])[] {
  const begins: number[] = [];
  let hasDump = false;
  for (const [index, { message }] of entries.entries()) {
    const isDump = message.kind === 'dump';
    const isBeginning: boolean = message.kind === 'product' || (isDump && hasDump);
    if (isBeginning && index > 0) begins.push(index);
    hasDump = isDump || (hasDump && !isBeginning);
  }
  if (begins.length === 0) return [entries];
  return [0, ...begins].map((from, index) => entries.slice(from, begins[index]));
}

function hostedBy(entries: readonly Entry[]): boolean | null {
  const products = entries.flatMap(({ message }) => (message.kind === 'product' ? [message.hosted] : []));
  return products.length === 0 ? null : products.every((hosted) => hosted);
}
